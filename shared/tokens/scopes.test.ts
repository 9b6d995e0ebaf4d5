// The scopes table: nothing dangles, nothing is spelled twice, and including follows the whole chain.
import fc from 'fast-check'
import { expect, test } from 'vitest'
import { findScope, impliedScopes, moreScopes, organizationScopes, scopeLabel, scopes } from './scopes.ts'

const table = [...scopes, ...moreScopes]
const someScopes = fc.uniqueArray(fc.constantFrom(...table.map((entry) => entry.value)))

test('every value and every label is there once, spelled as on the wire', () => {
  expect(new Set(table.map((entry) => entry.value)).size).toBe(table.length)
  expect(new Set(table.map((entry) => entry.label)).size).toBe(table.length)
  for (const entry of table) expect(entry.value).toMatch(/^scope-[a-z_-]+$/)
})

test('what a scope includes is in the table and of the same kind', () => {
  for (const entry of table)
    for (const included of entry.includes) expect(findScope(included)?.kind, included).toBe(entry.kind)
})

test('the wizard offers the six management scopes in Docker’s words, Edit before Read', () => {
  expect(organizationScopes.map((entry) => entry.label)).toEqual([
    'Member Edit',
    'Member Read',
    'Invite Edit',
    'Invite Read',
    'Group Edit',
    'Group Read',
  ])
})

test('push includes pull, and delete includes both', () => {
  expect(impliedScopes(['scope-image-push'])).toEqual(new Set(['scope-image-push', 'scope-image-pull']))
  expect(impliedScopes(['scope-image-delete']).size).toBe(3)
  expect(impliedScopes(['scope-image-pull'])).toEqual(new Set(['scope-image-pull']))
})

test('an unknown scope stays, includes nothing and is shown as it is', () => {
  expect(impliedScopes(['scope-moon-walk'])).toEqual(new Set(['scope-moon-walk']))
  expect(scopeLabel('scope-moon-walk')).toBe('scope-moon-walk')
})

test('implying is complete: it keeps what was given, and doing it again adds nothing', () => {
  fc.assert(
    fc.property(someScopes, (values) => {
      const once = impliedScopes(values)
      for (const value of values) expect(once.has(value)).toBe(true)
      expect(impliedScopes(once)).toEqual(once)
    }),
  )
})

test('more scopes never mean less', () => {
  fc.assert(
    fc.property(someScopes, someScopes, (some, others) => {
      const all = impliedScopes([...some, ...others])
      for (const value of impliedScopes(some)) expect(all.has(value)).toBe(true)
    }),
  )
})

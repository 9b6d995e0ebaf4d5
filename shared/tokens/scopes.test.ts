// The scopes table: nothing dangles, nothing is spelled twice, and including follows the whole chain.
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import {
  allowedBy,
  findScope,
  holderOf,
  impliedScopes,
  moreOrganizationScopes,
  moreRepositoryScopes,
  organizationScopes,
  productScopes,
  scopeLabel,
  scopes,
} from './scopes.ts'

const someScopes = fc.uniqueArray(
  fc.constantFrom(...scopes.map((entry) => entry.value), 'scope-x', 'repo-push'),
)
const named = (...names: string[]) => names.map((name) => `scope-${name}`)

test('all that Docker documents: fifteen for repositories, fourteen for the organization, four for products', () => {
  const count = (wanted: string) => scopes.filter(({ kind }) => kind === wanted).length
  expect([count('repository'), count('organization'), count('product')]).toEqual([15, 14, 4])
})

test('every value and every label is there once, spelled as on the wire', () => {
  expect(new Set(scopes.map((entry) => entry.value)).size).toBe(scopes.length)
  expect(new Set(scopes.map((entry) => entry.label)).size).toBe(scopes.length)
  expect(new Set(scopes.map((entry) => entry.allows)).size).toBe(scopes.length)
  for (const entry of scopes) expect(entry.value).toMatch(/^scope-[a-z_-]+$/)
})

test('what a scope includes is in the table, of the same kind, and after it', () => {
  for (const [at, { kind, includes }] of scopes.entries()) {
    if (includes === null) continue
    expect(findScope(includes)?.kind, includes).toBe(kind)
    expect(scopes.findIndex(({ value }) => value === includes)).toBeGreaterThan(at)
  }
})

test('one that includes another says what it has beyond it, and one that does not says all it has', () => {
  for (const { includes, allows, beyond } of scopes) expect(beyond === allows).toBe(includes === null)
})

test('the wizard offers the six management scopes in Docker’s words, Edit before Read, and the rest elsewhere', () => {
  expect(organizationScopes.map((entry) => entry.label)).toEqual([
    'Member Edit',
    'Member Read',
    'Invite Edit',
    'Invite Read',
    'Group Edit',
    'Group Read',
  ])
  const elsewhere = [
    ...organizationScopes,
    ...moreOrganizationScopes,
    ...productScopes,
    ...moreRepositoryScopes,
  ]
  const images = scopes.filter((entry) => !elsewhere.some(({ value }) => value === entry.value))
  expect(images.map(({ label }) => label)).toEqual(['Image Delete', 'Image Push', 'Image Pull'])
})

// Source: Docker's access token reference, column "Grants".
describe.each([
  ['image-delete', ['image-push', 'image-pull']],
  ['image-push', ['image-pull']],
  ['image-pull', []],
  ['repository-admin', ['repository-edit', 'repository-read']],
  ['repository-edit', ['repository-read']],
  ['repository-settings-admin', []],
  ['tag-admin', ['tag-read']],
  ['webhook-admin', ['webhook-edit', 'webhook-read']],
  ['webhook-edit', ['webhook-read']],
  ['repo-group-admin', ['repo-group-edit', 'repo-group-read']],
  ['repo-group-edit', ['repo-group-read']],
  ['member-edit', ['member-read']],
  ['invite-edit', ['invite-read']],
  ['group-edit', ['group-read']],
  ['ram-write', ['ram-read']],
  ['repository-create', []],
  ['repository-list', []],
  ['governance-policy-write', ['governance-policy-read']],
  ['cloud-connect', []],
])('scope-%s', (name, included) => {
  test(`includes ${included.length} others`, () => {
    expect([...impliedScopes(named(name))]).toEqual(named(name, ...included))
  })
})

test('old spellings mean what they meant', () => {
  expect([...impliedScopes(['repo-push'])]).toEqual(named('image-push', 'image-pull'))
  expect(scopeLabel('image-pull')).toBe('Image Pull')
})

test('an unknown scope stays, includes nothing and is shown as it is', () => {
  for (const value of ['scope-moon-walk', 'constructor', '__proto__']) {
    expect(impliedScopes([value])).toEqual(new Set([value]))
    expect(scopeLabel(value)).toBe(value)
  }
})

test('a repository scope says where, others need not', () => {
  const words = (name: string) => {
    const scope = findScope(`scope-${name}`)
    return scope && allowedBy(scope, 'acme/web')
  }
  expect(words('tag-admin')).toBe('list and delete the tags of acme/web')
  expect(words('member-edit')).toBe('list, change and remove members')
})

test('a scope is held by the wider ones, and not by itself in another spelling', () => {
  expect(holderOf('scope-tag-read', ['scope-image-push', 'scope-tag-admin'])).toBe('scope-tag-admin')
  expect(holderOf('repo-pull', ['scope-image-push'])).toBe('scope-image-push')
  expect(holderOf('repo-pull', ['scope-image-pull', 'repo-pull'])).toBeUndefined()
})

test('implying is complete: it keeps what was given, and doing it again adds nothing', () => {
  fc.assert(
    fc.property(someScopes, (values) => {
      const once = impliedScopes(values)
      for (const value of values) if (value !== 'repo-push') expect(once.has(value)).toBe(true)
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

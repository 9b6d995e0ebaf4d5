// Access in words: everything a token can do is said, and nothing more.
import fc from 'fast-check'
import { expect, test } from 'vitest'
import { type Resource, accessToResources, noAccess } from './access.ts'
import { moreScopes, scopes } from './scopes.ts'
import { accessInShort, accessInWords } from './words.ts'

const repository = (path: string, ...values: string[]): Resource => ({
  type: 'TYPE_REPO',
  path,
  scopes: values,
})
const organization = (...values: string[]): Resource => ({ type: 'TYPE_ORG', path: 'acme', scopes: values })

test('one sentence per thing the token can do', () => {
  const resources = accessToResources('acme', {
    readPublic: true,
    allRepositories: 'pull',
    repositories: [{ name: 'web', permission: 'push' }],
    organizationScopes: ['scope-member-read', 'scope-group-edit'],
  })
  expect(accessInWords(resources)).toEqual([
    'pull from any public repository',
    'pull from every repository of acme',
    'push to and pull from acme/web',
    'list members',
    'change teams and who is in them',
  ])
})

test('scopes outside the table are named beside the known ones, never dropped', () => {
  expect(accessInWords([repository('acme/web', 'scope-image-pull', 'scope-webhook-edit')])).toEqual([
    'pull from acme/web',
    'use scope-webhook-edit on acme/web',
  ])
  expect(accessInWords([organization('scope-new')])).toEqual(['use scope-new'])
})

test('every scope of a resource leaves a trace in the words', () => {
  const value = fc.constantFrom(
    ...[...scopes, ...moreScopes].map((entry) => entry.value),
    'scope-x',
    'scope-y',
  )
  fc.assert(
    fc.property(fc.uniqueArray(value, { minLength: 1 }), (values) => {
      expect(accessInWords([organization(...values)])).toHaveLength(values.length)
    }),
  )
})

test('in short: counts in the singular and the plural, or none', () => {
  expect(accessInShort([])).toBe('none')
  expect(accessInShort(accessToResources('acme', noAccess()))).toBe('none')
  expect(accessInShort([repository('acme/web', 'scope-image-pull')])).toBe('1 repository')
  expect(
    accessInShort([
      repository('*/*/public', 'scope-image-pull'),
      repository('acme/*', 'scope-image-push'),
      repository('acme/web', 'scope-image-pull'),
      repository('acme/api', 'scope-image-pull'),
      organization('scope-member-read', 'scope-group-read'),
    ]),
  ).toBe('all repositories · 2 repositories · public · 2 management scopes')
})

// Access in words: everything a token can do is said, and nothing more.
import fc from 'fast-check'
import { expect, test } from 'vitest'
import { type Resource, accessToResources, noAccess } from './access.ts'
import { canonicalScope, impliedScopes, scopes } from './scopes.ts'
import { accessInShort, accessInWords, accessLines } from './words.ts'

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
    'list and change teams and who is in them',
  ])
})

test('scopes outside the table are named beside the known ones, never dropped', () => {
  expect(accessInWords([repository('acme/web', 'scope-image-pull', 'scope-new')])).toEqual([
    'pull from acme/web',
    'use scope-new on acme/web',
  ])
  expect(accessInWords([organization('scope-new')])).toEqual(['use scope-new'])
})

test('what a scope includes is said with it, in whatever order and spelling', () => {
  const lines = accessLines([
    repository('acme/*', 'scope-repository-read', 'repo-pull', 'scope-repository-admin', 'image-push'),
    organization('scope-member-read', 'scope-member-edit', 'scope-cloud-connect'),
  ])
  expect(lines).toEqual([
    {
      words: 'see, change and delete every repository of acme',
      scopes: ['scope-repository-read', 'scope-repository-admin'],
    },
    { words: 'push to and pull from every repository of acme', scopes: ['repo-pull', 'image-push'] },
    { words: 'list, change and remove members', scopes: ['scope-member-read', 'scope-member-edit'] },
    { words: 'build and run with Docker Build Cloud', scopes: ['scope-cloud-connect'] },
  ])
})

test('a scope on a resource of another type is not taken for what it is elsewhere', () => {
  expect(
    accessInWords([repository('acme/web', 'scope-member-edit'), organization('scope-tag-read')]),
  ).toEqual(['use scope-member-edit on acme/web', 'use scope-tag-read'])
})

test('every scope of a resource is behind exactly one line, with nothing that it does not include', () => {
  const value = fc.constantFrom(...scopes.map((entry) => entry.value), 'scope-x', 'scope-y', 'repo-push')
  const anyResource = fc.record({
    type: fc.constantFrom('TYPE_REPO', 'TYPE_ORG', 'TYPE_NEW'),
    path: fc.constantFrom('acme', 'acme/web', 'acme/*'),
    scopes: fc.uniqueArray(value, { minLength: 1 }),
  })
  fc.assert(
    fc.property(anyResource, (resource) => {
      const lines = accessLines([resource])
      expect(lines.flatMap((line) => line.scopes).sort()).toEqual([...resource.scopes].sort())
      for (const line of lines) {
        const wide = line.scopes.filter((one) =>
          line.scopes.every((other) => impliedScopes([one]).has(canonicalScope(other))),
        )
        expect(wide).not.toHaveLength(0)
      }
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

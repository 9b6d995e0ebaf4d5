// The wizard's access on its way to the wire: each choice becomes exactly one resource, in the order chosen.
import fc from 'fast-check'
import { expect, test } from 'vitest'
import {
  type Access,
  accessToResources,
  grantsSomething,
  imageLevel,
  noAccess,
  unknownScopes,
} from './access.ts'
import { moreRepositoryScopes, organizationScopes } from './scopes.ts'

const permission = fc.constantFrom('pull' as const, 'push' as const, 'delete' as const)
const more = fc.uniqueArray(fc.constantFrom(...moreRepositoryScopes.map((scope) => scope.value)), {
  minLength: 1,
})
const anyAccess: fc.Arbitrary<Access> = fc.record({
  readPublic: fc.boolean(),
  allRepositories: fc.constantFrom('none', 'pull', 'push', 'delete'),
  allRepositoriesMore: fc.option(more, { nil: undefined }),
  repositories: fc.uniqueArray(
    fc.record({
      name: fc.stringMatching(/^[a-z0-9]{1,12}$/),
      permission,
      more: fc.option(more, { nil: undefined }),
    }),
    {
      maxLength: 50,
      selector: (entry) => entry.name,
    },
  ),
  organizationScopes: fc.uniqueArray(fc.constantFrom(...organizationScopes.map((scope) => scope.value))),
})

test('everything the wizard offers, as Docker Hub spells it', () => {
  const access: Access = {
    readPublic: true,
    allRepositories: 'pull',
    repositories: [
      { name: 'web', permission: 'push' },
      { name: 'api', permission: 'pull', more: ['scope-tag-read'] },
      { name: 'docs', permission: 'none', more: ['scope-webhook-edit', 'scope-repository-read'] },
      { name: 'old', permission: 'delete' },
    ],
    organizationScopes: ['scope-member-edit', 'scope-cloud-connect'],
  }
  expect(accessToResources('acme', access)).toEqual([
    { type: 'TYPE_REPO', path: '*/*/public', scopes: ['scope-image-pull'] },
    { type: 'TYPE_REPO', path: 'acme/*', scopes: ['scope-image-pull'] },
    { type: 'TYPE_REPO', path: 'acme/web', scopes: ['scope-image-push'] },
    { type: 'TYPE_REPO', path: 'acme/api', scopes: ['scope-image-pull', 'scope-tag-read'] },
    { type: 'TYPE_REPO', path: 'acme/docs', scopes: ['scope-webhook-edit', 'scope-repository-read'] },
    { type: 'TYPE_REPO', path: 'acme/old', scopes: ['scope-image-delete'] },
    { type: 'TYPE_ORG', path: 'acme', scopes: ['scope-member-edit', 'scope-cloud-connect'] },
  ])
})

test('no access is no resource, and that is the only way to have none', () => {
  expect(grantsSomething(noAccess())).toBe(false)
  fc.assert(
    fc.property(anyAccess, (access) => {
      expect(accessToResources('acme', access).length > 0).toBe(grantsSomething(access))
    }),
  )
})

test('no resource is doubled, empty, or about something that was not chosen', () => {
  fc.assert(
    fc.property(anyAccess, (access) => {
      const resources = accessToResources('acme', access)
      expect(new Set(resources.map((resource) => `${resource.type} ${resource.path}`)).size).toBe(
        resources.length,
      )
      for (const { path, scopes } of resources) {
        expect(scopes).not.toHaveLength(0)
        const name = path.replace('acme/', '')
        const named = access.repositories.find((entry) => entry.name === name)
        if (named) expect(imageLevel(scopes)).toBe(named.permission)
      }
      const organization = resources.find((resource) => resource.type === 'TYPE_ORG')
      expect(organization?.scopes ?? []).toEqual(access.organizationScopes)
      expect(unknownScopes(resources)).toEqual([])
    }),
  )
})

test('the resources do not share their scopes with the form', () => {
  const access: Access = { ...noAccess(), organizationScopes: ['scope-group-read'] }
  accessToResources('acme', access)[0]?.scopes.push('scope-group-edit')
  expect(access.organizationScopes).toEqual(['scope-group-read'])
})

test('the level of images is the strongest scope, whatever the order', () => {
  expect(imageLevel(['scope-image-pull', 'scope-image-push'])).toBe('push')
  expect(imageLevel(['scope-image-delete', 'scope-image-pull'])).toBe('delete')
  expect(imageLevel(['scope-repository-read'])).toBe('none')
  expect(imageLevel([])).toBe('none')
})

test('scopes outside the table are reported once each', () => {
  const resources = [
    { type: 'TYPE_REPO', path: 'acme/web', scopes: ['scope-image-pull', 'scope-a', 'repo-push'] },
    { type: 'TYPE_X', path: 'acme', scopes: ['scope-a', 'scope-b', 'scope-cloud-connect'] },
  ]
  expect(unknownScopes(resources)).toEqual(['scope-a', 'scope-b'])
})

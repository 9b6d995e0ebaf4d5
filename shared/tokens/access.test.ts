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
import { organizationScopes } from './scopes.ts'

const permission = fc.constantFrom('pull' as const, 'push' as const)
const anyAccess: fc.Arbitrary<Access> = fc.record({
  readPublic: fc.boolean(),
  allRepositories: fc.constantFrom('none', 'pull', 'push'),
  repositories: fc.uniqueArray(fc.record({ name: fc.stringMatching(/^[a-z0-9]{1,12}$/), permission }), {
    maxLength: 50,
    selector: (entry) => entry.name,
  }),
  organizationScopes: fc.uniqueArray(fc.constantFrom(...organizationScopes.map((scope) => scope.value))),
})

test('everything the wizard offers, as Docker Hub spells it', () => {
  const access: Access = {
    readPublic: true,
    allRepositories: 'pull',
    repositories: [
      { name: 'web', permission: 'push' },
      { name: 'api', permission: 'pull' },
    ],
    organizationScopes: ['scope-member-edit'],
  }
  expect(accessToResources('acme', access)).toEqual([
    { type: 'TYPE_REPO', path: '*/*/public', scopes: ['scope-image-pull'] },
    { type: 'TYPE_REPO', path: 'acme/*', scopes: ['scope-image-pull'] },
    { type: 'TYPE_REPO', path: 'acme/web', scopes: ['scope-image-push'] },
    { type: 'TYPE_REPO', path: 'acme/api', scopes: ['scope-image-pull'] },
    { type: 'TYPE_ORG', path: 'acme', scopes: ['scope-member-edit'] },
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
    { type: 'TYPE_REPO', path: 'acme/web', scopes: ['scope-image-pull', 'scope-webhook-edit'] },
    { type: 'TYPE_X', path: 'acme', scopes: ['scope-webhook-edit', 'scope-cloud-connect'] },
  ]
  expect(unknownScopes(resources)).toEqual(['scope-webhook-edit', 'scope-cloud-connect'])
})

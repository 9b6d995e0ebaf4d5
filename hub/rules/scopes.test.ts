// What scopes come to: every inclusion that Docker documents, and none besides.
import { expect, test } from 'vitest'
import { carries, effectiveScopes } from './scopes.ts'

const named = (...names: string[]) => names.map((name) => `scope-${name}`)
const meaning = (name: string) => [...effectiveScopes(named(name))].sort()

// Source: Docker's access token reference, column "Grants".
test.each([
  ['image-delete', ['image-delete', 'image-pull', 'image-push']],
  ['image-push', ['image-pull', 'image-push']],
  ['image-pull', ['image-pull']],
  ['repository-admin', ['repository-admin', 'repository-edit', 'repository-read']],
  ['repository-edit', ['repository-edit', 'repository-read']],
  ['repository-read', ['repository-read']],
  ['repository-settings-admin', ['repository-settings-admin']],
  ['tag-admin', ['tag-admin', 'tag-read']],
  ['tag-read', ['tag-read']],
  ['webhook-admin', ['webhook-admin', 'webhook-edit', 'webhook-read']],
  ['webhook-edit', ['webhook-edit', 'webhook-read']],
  ['repo-group-admin', ['repo-group-admin', 'repo-group-edit', 'repo-group-read']],
  ['repo-group-edit', ['repo-group-edit', 'repo-group-read']],
  ['governance-policy-write', ['governance-policy-read', 'governance-policy-write']],
  ['member-edit', ['member-edit', 'member-read']],
  ['repository-create', ['repository-create']],
  ['repository-list', ['repository-list']],
  ['cloud-connect', ['cloud-connect']],
])('%s means %j', (name, all) => {
  expect(meaning(name)).toEqual(named(...all))
})

test('old spellings mean what they meant', () => {
  expect([...effectiveScopes(['repo-push'])].sort()).toEqual(named('image-pull', 'image-push'))
})

test('an organization scope counts for the organization it is written for', () => {
  const token = {
    resources: [
      { type: 'TYPE_ORG', path: 'acme', scopes: named('member-edit') },
      { type: 'TYPE_REPO', path: 'acme', scopes: named('invite-read') },
    ],
  }
  expect(carries(token, 'acme', 'scope-member-read')).toBe(true)
  expect(carries(token, 'other', 'scope-member-read')).toBe(false)
  expect(carries(token, 'acme', 'scope-invite-read')).toBe(false)
})

// An organization scope counts where it was written, with what it includes.
import { expect, test } from 'vitest'
import { carries } from './scopes.ts'

const named = (...names: string[]) => names.map((name) => `scope-${name}`)

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

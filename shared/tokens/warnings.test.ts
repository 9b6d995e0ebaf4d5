// Second looks before generating: each warning alone, and none for a modest token.
import { expect, test } from 'vitest'
import { noAccess } from './access.ts'
import { type TokenForm, emptyForm } from './validation.ts'
import { labelUsed, warningsOf } from './warnings.ts'

const modest: TokenForm = {
  ...emptyForm(),
  label: 'CI of web',
  expiryChoice: '90',
  access: { ...noAccess(), repositories: [{ name: 'web', permission: 'push' }] },
}
const codes = (change: Partial<TokenForm>, labels: string[] = []) =>
  warningsOf({ ...modest, ...change }, labels).map((warning) => `${warning.code} ${warning.step}`)

test('a modest token has no warning', () => {
  expect(codes({}, ['CI of api'])).toEqual([])
})

test('each risk has its own warning and the step where it is changed', () => {
  expect(codes({}, ['CI of web'])).toEqual(['labelUsed 1'])
  expect(codes({ expiryChoice: 'none' })).toEqual(['noExpiry 2'])
  expect(codes({ access: { ...modest.access, allRepositories: 'push' } })).toEqual(['pushToAll 3'])
  expect(codes({ access: { ...modest.access, allRepositories: 'pull' } })).toEqual([])
  const scopes = { ...modest.access, organizationScopes: ['scope-member-read'] }
  expect(codes({ access: scopes, management: true })).toEqual(['management 4'])
  expect(codes({ access: scopes, management: false })).toEqual([])
})

test('what goes beyond pulling and pushing is said, wherever it is given', () => {
  const named = (...more: string[]) => ({
    access: { ...modest.access, repositories: [{ name: 'web', permission: 'pull' as const, more }] },
  })
  const texts = (change: Partial<TokenForm>) =>
    warningsOf({ ...modest, ...change }, []).map((warning) => warning.text)
  expect(codes(named('scope-tag-read', 'scope-webhook-edit', 'scope-repository-read'))).toEqual([])
  expect(texts(named('scope-tag-admin'))).toEqual([
    'The token can delete tags. What is deleted cannot be brought back.',
  ])
  expect(codes(named('scope-repository-admin'))).toEqual(['deletes 3', 'privacy 3'])
  expect(codes(named('scope-repository-edit'))).toEqual(['privacy 3'])
  expect(codes(named('scope-repo-group-admin'))).toEqual(['teams 3'])
  expect(codes(named('scope-repo-group-edit'))).toEqual(['teams 3'])
  const everywhere = {
    access: {
      ...modest.access,
      allRepositories: 'delete' as const,
      allRepositoriesMore: ['scope-repository-admin', 'scope-tag-admin'],
    },
  }
  expect(codes(everywhere)).toEqual(['pushToAll 3', 'deletes 3', 'privacy 3'])
  expect(texts(everywhere)[1]).toContain('whole repositories, images and tags')
  const credentials = { ...modest.access, organizationScopes: ['scope-siem_credentials-read'] }
  expect(codes({ access: credentials, management: true })).toEqual(['management 4', 'credentials 4'])
})

test('labels are the same when only case or outer blanks differ; an empty one is nobody’s', () => {
  expect(labelUsed(' ci OF web ', ['CI of web'])).toBe(true)
  expect(labelUsed('CI of web 2', ['CI of web'])).toBe(false)
  expect(labelUsed('  ', ['', ' '])).toBe(false)
})

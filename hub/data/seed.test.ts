// The demo: what it promises, that it is believable, and that it is the same every time.
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { publicRepositoriesPath, repositoryType } from '../../shared/tokens/access.ts'
import { tokenStatus } from '../../shared/tokens/status.ts'
import { checkResources } from '../rules/resources.ts'
import { createBody } from '../rules/token-body.ts'
import { type TestHub, createTestHub, testNow } from '../test-hub.ts'
import { type AccessToken, accessTokenById } from './access-tokens.ts'
import { findOrganization } from './organizations.ts'
import { type Sight, countRepositories } from './repositories.ts'

const day = 86_400_000
let t: TestHub
beforeAll(async () => {
  t = await createTestHub()
})
afterAll(() => t.close())

const tokensOf = (name: string, hub = t): AccessToken[] => {
  const { database } = hub.hub.context
  return database
    .all<{ id: string }>(
      'SELECT id FROM access_tokens WHERE organization_id = ?',
      findOrganization(database, name)?.id ?? '',
    )
    .flatMap(({ id }) => accessTokenById(database, id) ?? [])
}
const statusesOf = (name: string) => {
  const counts = { active: 0, inactive: 0, expired: 0, gone: 0 }
  for (const one of tokensOf(name))
    counts[tokenStatus({ isActive: one.is_active, expiresAt: one.expires_at }, testNow)]++
  const { gone: _, ...onTheServer } = counts
  return onTheServer
}

test('Meadowlark: Team, twelve repositories, nine of ten slots, three expired and one inactive', () => {
  const { database } = t.hub.context
  expect(findOrganization(database, 'meadowlark')?.plan).toBe('team')
  expect(countRepositories(database, { namespace: 'meadowlark', name: '', sight: 'all' })).toBe(12)
  expect(statusesOf('meadowlark')).toEqual({ active: 5, inactive: 1, expired: 3 })
})

test('Harborline: Business, several hundred repositories, about sixty tokens of every kind', () => {
  const { database } = t.hub.context
  expect(findOrganization(database, 'harborline')?.plan).toBe('business')
  const count = (sight: Sight) => countRepositories(database, { namespace: 'harborline', name: '', sight })
  expect(count('all')).toBeGreaterThan(300)
  expect(count('public')).toBeGreaterThan(10)
  const tokens = tokensOf('harborline')
  expect(tokens.length).toBeGreaterThan(50)
  expect(tokens.length).toBeLessThan(70)
  for (const [status, number] of Object.entries(statusesOf('harborline')))
    expect(number, status).toBeGreaterThan(3)

  const has = (what: string, is: (one: AccessToken) => boolean) =>
    expect(tokens.filter(is).length, what).toBeGreaterThan(0)
  const endsIn = ({ expires_at }: AccessToken) => (Date.parse(expires_at ?? '') - testNow) / day
  has('never used', (one) => one.last_used_at === null)
  has('never ends', (one) => one.expires_at === null)
  has('ends within three days', (one) => endsIn(one) > 0 && endsIn(one) < 3)
  has('not used for 200 days', (one) => testNow - Date.parse(one.last_used_at ?? '') > 200 * day)
  has('used today', (one) => testNow - Date.parse(one.last_used_at ?? '') < day)
  has('push to all', (one) =>
    one.resources.some(({ path, scopes }) => path === 'harborline/*' && scopes.includes('scope-image-push')),
  )
  has('reads public', (one) => one.resources.some(({ path }) => path === publicRepositoriesPath))
  has('management', (one) => one.resources.some(({ type }) => type !== repositoryType))
  has('creator has left', (one) => one.created_by === 'ingridsolheim')
})

describe.each(['meadowlark', 'harborline'])('%s', (name) => {
  test('could have been made through the API', () => {
    for (const one of tokensOf(name)) {
      const { label, description, resources } = one
      expect(createBody(testNow).safeParse({ label, description, resources }).success, label).toBe(true)
      expect(() => checkResources(t.hub.context.database, name, resources), label).not.toThrow()
    }
  })

  test('has times that make sense', () => {
    for (const one of tokensOf(name)) {
      const [made, used, ends] = [one.created_at, one.last_used_at, one.expires_at].map((text) =>
        Date.parse(text ?? ''),
      )
      expect(made, one.label).toBeLessThan(testNow)
      if (one.last_used_at !== null) {
        expect(used, one.label).toBeGreaterThan(made ?? 0)
        expect(used, one.label).toBeLessThan(testNow)
      }
      if (one.expires_at !== null) {
        expect(ends, one.label).toBeGreaterThan(made ?? 0)
        if (one.last_used_at !== null) expect(used, one.label).toBeLessThan(ends ?? 0)
      }
    }
  })

  test('has distinct names and a creation in the audit log for each token', () => {
    const { database } = t.hub.context
    const tokens = tokensOf(name)
    expect(new Set(tokens.map(({ label }) => label)).size).toBe(tokens.length)
    const rows = database.all('SELECT 1 FROM audit_log WHERE account = ?', name)
    expect(rows).toHaveLength(tokens.length)
  })
})

test('is the same every time, apart from secrets', async () => {
  const other = await createTestHub()
  try {
    for (const name of ['meadowlark', 'harborline']) {
      // Organization ids are the same too, so the rows can be compared whole.
      expect(tokensOf(name, other)).toEqual(tokensOf(name))
    }
    const hashes = (hub: TestHub) => hub.hub.context.database.all('SELECT secret_hash FROM access_tokens')
    expect(hashes(other)).not.toEqual(hashes(t))
    expect(other.credentials).not.toEqual(t.credentials)
  } finally {
    other.close()
  }
})

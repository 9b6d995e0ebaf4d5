// The demo's past: it agrees with what the tokens say of themselves, and has one use to wonder about.
import { afterAll, beforeAll, expect, test } from 'vitest'
import { type TestHub, createTestHub } from '../../test-hub.ts'
import { type Activity, listActivity } from '../activity.ts'
import { listAuditEvents } from '../audit-log.ts'
import { seedHistory } from './history.ts'

let t: TestHub
let uses: Activity[]
beforeAll(async () => {
  t = await createTestHub()
  seedHistory(t.hub.context.database)
  uses = listActivity(t.hub.context.database, { account: 'harborline' }, 10_000, 0)
})
afterAll(() => t.close())

test('each token’s newest use is its last use, and none lies before the token or after now', () => {
  const { database } = t.hub.context
  const tokens = database.all<{ id: string; created_at: string; last_used_at: string }>(
    'SELECT id, created_at, last_used_at FROM access_tokens WHERE last_used_at IS NOT NULL',
  )
  const used = new Set(uses.map((use) => use.access_token_id))
  expect(used.size).toBeGreaterThan(30)
  for (const { id, created_at, last_used_at } of tokens.filter((token) => used.has(token.id))) {
    const own = uses.filter((use) => use.access_token_id === id).map(({ timestamp }) => timestamp)
    expect(own[0]).toBe(last_used_at)
    expect((own.at(-1) ?? '') > created_at).toBe(true)
  }
  expect(uses.every(({ timestamp }) => Date.parse(timestamp) <= t.now())).toBe(true)
})

test('what is inactive was switched off by somebody, and pushes are in the log', () => {
  const log = (action: string) =>
    listAuditEvents(
      t.hub.context.database,
      { account: 'harborline', action, name: null, actor: null, from: null, to: null },
      10_000,
      0,
    )
  const off = log('org.access_token.update')
  expect(off.length).toBeGreaterThan(3)
  expect(
    off.every(({ data, timestamp }) => data['is_active'] === false && Date.parse(timestamp) <= t.now()),
  ).toBe(true)
  expect(log('repo.tag.push')).toHaveLength(uses.filter(({ action }) => action === 'push').length)
})

test('one use does not fit', () => {
  const strange = uses.filter(({ client }) => client.startsWith('curl/'))
  expect(strange).toHaveLength(1)
  const before = uses.filter((use) => use.access_token_id === strange[0]?.access_token_id)
  expect(before.length).toBeGreaterThan(10)
})

// A change and its row of the audit log are one transaction: where one cannot be written, the other is not.
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { recordedBy, stateOf } from '../test-bearers.ts'
import { type Call, organizationCalls, restore } from '../test-calls.ts'
import { type TestHub, createTestHub } from '../test-hub.ts'

let t: TestHub
let owner: string
beforeAll(async () => {
  t = await createTestHub()
  restore(t, true)
  owner = await t.signIn('robinhale')
})
afterAll(() => t.close())
beforeEach(() => restore(t))

const ask = ({ route, path, json }: Call) =>
  t.ask(route.split(' ')[0] ?? '', path, { bearer: owner, ...(json !== undefined && { json }) })

async function without(table: string, acts: readonly string[], work: () => Promise<void>): Promise<void> {
  const { database } = t.hub.context
  for (const act of acts)
    database.run(
      `CREATE TRIGGER no_${act} BEFORE ${act} ON ${table} BEGIN SELECT RAISE(ABORT, 'not now'); END`,
    )
  await work()
  for (const act of acts) database.run(`DROP TRIGGER no_${act}`)
}

/** Which table each call writes, by a word in its route; sending an invite again writes the log only. */
const tables = {
  'access-tokens': 'access_tokens',
  settings: 'organizations',
  invites: 'invites',
  'groups/:group/members': 'team_members',
  groups: 'teams',
  members: 'memberships',
}
const tableOf = ({ route }: Call) =>
  Object.entries(tables).find(([words]) => route.includes(words))?.[1] ?? ''

const changing = organizationCalls.filter(({ changes }) => changes)

describe.each(changing)('$route', (call) => {
  test('changes nothing when the log cannot be written', async () => {
    const before = stateOf(t)
    await without('audit_log', ['INSERT'], async () => {
      const answer = await ask(call)
      expect([answer.status, answer.body.detail]).toEqual([500, 'the server failed to handle this request'])
      expect(stateOf(t)).toBe(before)
    })
    expect((await ask(call)).status).toBeLessThan(300)
  })
})

describe.each(changing.filter(({ route }) => !route.endsWith('/resend')))('$route', (call) => {
  test('writes nothing into the log when the change cannot be made', async () => {
    await without(tableOf(call), ['INSERT', 'UPDATE', 'DELETE'], async () => {
      const recorded = await recordedBy(t, async () => expect((await ask(call)).status).toBe(500))
      expect(recorded).toEqual([])
    })
  })
})

test('what was logged as a fault says where, and nothing of what was sent', () => {
  expect(t.logged.length).toBeGreaterThan(0)
  for (const line of t.logged) {
    expect(line).toContain('The Local Hub failed: SqliteError SQLITE_CONSTRAINT')
    expect(line).not.toMatch(/not now|new@example\.com|new-crew/)
  }
})

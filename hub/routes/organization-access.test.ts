// Who may make which call on an organization: every route with every kind of caller, once let in and once refused.
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { bearerOf, newAccessToken, personalBearer, recordedBy, stateOf } from '../test-bearers.ts'
import { type Call, organizationCalls, restore } from '../test-calls.ts'
import { type TestHub, createTestHub, organizationResource } from '../test-hub.ts'

let t: TestHub
const bearers: Record<string, string | undefined> = {}

beforeAll(async () => {
  t = await createTestHub()
  restore(t, true)
  for (const [name, username] of [
    ['owner', 'robinhale'],
    ['editor', 'tomasreyes'],
    ['member', 'leahpark'],
    ['stranger', 'ingridsolheim'],
  ] as const) {
    bearers[name] = await bearerOf(t, username)
    for (const scope of ['public_read', 'read', 'write', 'admin'])
      bearers[`${name}, repo:${scope}`] = await personalBearer(t, username, `repo:${scope}`)
  }
})
afterAll(() => t.close())
beforeEach(() => restore(t))

/** Asks, and says also whether anything was changed or written down. The export is no JSON, so nothing is parsed. */
async function ask({ route, path, json }: Call, bearer: string | undefined, suffix = '') {
  const before = stateOf(t)
  let status = 0
  let text = ''
  const recorded = await recordedBy(t, async () => {
    const response = await t.hub.request(`${path}${suffix}`, {
      method: route.split(' ')[0] ?? '',
      headers: {
        'content-type': 'application/json',
        ...(bearer !== undefined && { authorization: `Bearer ${bearer}` }),
      },
      body: json === undefined ? null : JSON.stringify(json),
    })
    status = response.status
    text = await response.text()
  })
  return { status, text, changed: before !== stateOf(t), recorded }
}

async function expectRefusal(call: Call, bearer: string | undefined, status: number, words: string) {
  const answer = await ask(call, bearer)
  expect(answer).toMatchObject({ status, changed: false, recorded: [] })
  const body = JSON.parse(answer.text) as { message: string }
  expect(body.message).toContain(words)
  return body
}

const mayAsMember = ({ least }: Call) => least === 'member'

describe.each(organizationCalls)('$route', (call) => {
  const people = [
    ['owner', true],
    ['editor', mayAsMember(call)],
    ['member', mayAsMember(call)],
    ['stranger', false],
  ] as const

  test.each(people)('signed in with a password: %s', async (name, may) => {
    if (!may) {
      const words = call.least === 'password' ? 'only owners' : 'your role'
      await expectRefusal(call, bearers[name], 403, words)
      return
    }
    const { status, changed, recorded } = await ask(call, bearers[name])
    expect(status).toBeLessThan(300)
    // Sending an invite again is only written down: there is nothing to send.
    if (!call.route.includes('resend')) expect(changed).toBe(call.changes)
    expect(recorded.length > 0).toBe(call.changes)
  })

  test.each(people)('with personal access tokens: %s', async (name, mayThemselves) => {
    for (const scope of ['public_read', 'read', 'write', 'admin']) {
      const enough = call.changes ? scope === 'admin' : scope !== 'public_read'
      const may = mayThemselves && enough && call.least !== 'password'
      restore(t)
      const answer = await ask(call, bearers[`${name}, repo:${scope}`])
      if (may) expect([scope, answer.status < 300]).toEqual([scope, true])
      else expect([scope, answer]).toMatchObject([scope, { status: 403, changed: false, recorded: [] }])
    }
  })

  test('without a bearer, and with one that is none', async () => {
    await expectRefusal(call, undefined, 401, 'authentication required')
    for (const bearer of ['x', 'x.y.z', `${bearers['owner']}x`])
      await expectRefusal(call, bearer, 401, 'invalid or has expired')
  })

  test('an owner whose account is deactivated', async () => {
    const { database } = t.hub.context
    database.run("UPDATE users SET is_active = 0 WHERE username = 'robinhale'")
    await expectRefusal(call, bearers['owner'], 401, 'invalid or has expired')
    database.run("UPDATE users SET is_active = 1 WHERE username = 'robinhale'")
  })

  test('an owner of another organization', async () => {
    const { database } = t.hub.context
    database.run(
      `INSERT OR IGNORE INTO memberships SELECT o.id, u.id, 'owner', NULL FROM organizations o, users u
       WHERE o.name = 'meadowlark' AND u.username = 'ingridsolheim'`,
    )
    await expectRefusal(
      call,
      bearers['stranger'],
      403,
      call.least === 'password' ? 'only owners' : 'your role',
    )
  })

  test('an organization that is deactivated is not found', async () => {
    const { database } = t.hub.context
    database.run("UPDATE organizations SET is_active = 0 WHERE name = 'harborline'")
    await expectRefusal(call, bearers['owner'], 404, 'not found')
    database.run("UPDATE organizations SET is_active = 1 WHERE name = 'harborline'")
  })

  test('an organization or invite that does not exist is not found', async () => {
    const elsewhere = {
      ...call,
      path: call.path.replace('harborline', 'nobody').replace(/(?<=invites\/)0{8}/, '11111111'),
      ...(call.path.endsWith('/bulk') && { json: { org: 'nobody', invitees: ['x'] } }),
    }
    const body = await expectRefusal(elsewhere, bearers['owner'], 404, 'not found')
    expect(body).toMatchObject({ message: expect.stringContaining('not found') as string })
  })

  test('works with a trailing slash too, without a redirect', async () => {
    const { status } = await ask(call, bearers['owner'], '/')
    expect(status).toBeGreaterThanOrEqual(200)
    expect(status).toBeLessThan(300)
  })
})

describe.each(organizationCalls.filter(({ json }) => json !== undefined))('$route', (call) => {
  test('refuses a body that is not sent as JSON', async () => {
    for (const type of [undefined, 'text/plain', 'application/x-www-form-urlencoded']) {
      const answer = await t.ask(call.route.split(' ')[0] ?? '', call.path, {
        ...(bearers['owner'] !== undefined && { bearer: bearers['owner'] }),
        ...(type !== undefined && { headers: { 'content-type': type } }),
        raw: new TextEncoder().encode(JSON.stringify(call.json)),
      })
      expect([type, answer.status]).toEqual([type, 415])
    }
  })

  test('refuses a body that is none, and changes nothing', async () => {
    for (const raw of ['', '{', '[]', 'null', '"x"']) {
      const before = stateOf(t)
      const answer = await t.ask(call.route.split(' ')[0] ?? '', call.path, {
        ...(bearers['owner'] !== undefined && { bearer: bearers['owner'] }),
        headers: { 'content-type': 'application/json' },
        raw,
      })
      expect([raw, answer.status]).toEqual([raw, 400])
      expect(answer.body.message).toContain('not a JSON object')
      expect(stateOf(t)).toBe(before)
    }
  })
})

describe.each(organizationCalls.filter(({ scope }) => scope !== null))('$route', (call) => {
  test('acts in the organization’s name with an access token', async () => {
    const token = await newAccessToken(t, 'harborline', organizationResource('harborline', call.scope ?? ''))
    const { status, recorded } = await ask(call, token.bearer)
    expect(status).toBeLessThan(300)
    expect(recorded.length > 0).toBe(call.changes)
    for (const event of recorded) expect(event).toMatchObject({ account: 'harborline', actor: 'harborline' })
    t.hub.context.database.run('DELETE FROM access_tokens WHERE id = ?', token.id)
  })
})

test('a token that was deactivated, has expired or is gone is refused at once', async () => {
  const call = organizationCalls.find(({ route }) => route === 'GET /v2/orgs/:org/members') as Call
  const { database } = t.hub.context
  const { id, bearer } = await newAccessToken(
    t,
    'harborline',
    organizationResource('harborline', 'scope-member-read'),
  )
  expect((await ask(call, bearer)).status).toBe(200)
  for (const state of ['is_active = 0', "is_active = 1, expires_at = '2027-03-10T12:00:00Z'"]) {
    database.run(`UPDATE access_tokens SET ${state} WHERE id = ?`, id)
    await expectRefusal(call, bearer, 401, 'invalid or has expired')
  }
  database.run('UPDATE access_tokens SET expires_at = NULL WHERE id = ?', id)
  expect((await ask(call, bearer)).status).toBe(200)
  database.run('DELETE FROM access_tokens WHERE id = ?', id)
  await expectRefusal(call, bearer, 401, 'invalid or has expired')
})

test('nothing of this was a fault', () => {
  expect(t.logged).toEqual([])
})

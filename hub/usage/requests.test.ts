// Limits of requests over HTTP: told on every answer of the Hub API, refused beyond, and whose budget a request uses.
import { randomUUID } from 'node:crypto'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { type TestHub, createTestHub, organizationResource, repositoryResource } from '../test-hub.ts'

const limit = 20
const seconds = 1000
const organization = '/v2/orgs/harborline'
const tokens = `${organization}/access-tokens`
const pullAll = repositoryResource('harborline/*', 'scope-image-pull')

let t: TestHub
beforeEach(async () => {
  t = await createTestHub({ requestsPerMinute: limit })
})
afterEach(() => t.close())

type Answer = Awaited<ReturnType<TestHub['ask']>>

const told = ({ headers }: Answer) =>
  ['limit', 'remaining', 'reset'].map((name) => headers.get(`x-ratelimit-${name}`))
const left = ({ headers }: Pick<Answer, 'headers'>) => Number(headers.get('x-ratelimit-remaining'))

const signIn = async (username: string, secret: string) =>
  (await t.ask('POST', '/v2/auth/token', { json: { identifier: username, secret } })).body
    .access_token as string

/** A bearer of a new organization access token. */
async function tokenBearer(owner: string): Promise<{ id: string; bearer: string }> {
  const resources = [organizationResource('harborline', 'scope-member-read')]
  const { body } = await t.ask('POST', tokens, { bearer: owner, json: { label: 'test', resources } })
  return { id: body.id as string, bearer: await signIn('harborline', body.token as string) }
}

const look = (bearer?: string) =>
  t.ask('GET', `${organization}/members`, bearer === undefined ? {} : { bearer })

async function useUp(bearer?: string): Promise<void> {
  while ((await look(bearer)).status !== 429);
}

describe('every answer of the Hub API tells the state', () => {
  test.each<[status: number, method: string, path: string, more: object, signedIn: boolean]>([
    [200, 'GET', '/v2/user', {}, true],
    [200, 'GET', `${tokens}/?page_size=100`, {}, true],
    [200, 'HEAD', '/v2/namespaces/harborline/repositories/yard-api', {}, true],
    [201, 'POST', tokens, { json: { label: 'x', resources: [pullAll] } }, true],
    [400, 'POST', tokens, { json: {} }, true],
    [401, 'GET', '/v2/user', {}, false],
    [401, 'GET', '/v2/user', { headers: { authorization: 'Bearer x' } }, false],
    [401, 'POST', '/v2/users/login', { json: { username: 'robinhale', password: 'x' } }, false],
    [404, 'GET', '/v2/orgs/nowhere/members', {}, true],
    [404, 'GET', `${tokens}/${randomUUID()}`, {}, true],
    [404, 'DELETE', '/no/such/route', {}, false],
    [415, 'POST', tokens, { raw: 'x', headers: { 'content-type': 'text/plain' } }, true],
  ])('%i of %s %s', async (status, method, path, more, signedIn) => {
    const bearer = await t.signIn('robinhale')
    const answer = await t.ask(method, path, { ...more, ...(signedIn && { bearer }) })
    expect(answer.status).toBe(status)
    // Signing in was the address's first.
    const remaining = signedIn ? limit - 1 : limit - 2
    expect(told(answer)).toEqual([`${limit}`, `${remaining}`, `${t.now() / seconds + 60}`])
  })

  test('also a 403, a 204, a CSV file and a fault of ours', async () => {
    const bearer = await t.signIn('robinhale')
    const { id, bearer: ofToken } = await tokenBearer(bearer)
    const forbidden = await t.ask('GET', tokens, { bearer: ofToken })
    expect([forbidden.status, left(forbidden)]).toEqual([403, limit - 1])
    const deleted = await t.ask('DELETE', `${tokens}/${id}`, { bearer })
    expect([deleted.status, left(deleted)]).toEqual([204, limit - 2])
    const headers = { authorization: `Bearer ${bearer}` }
    const file = await t.hub.request(`${organization}/members/export`, { headers })
    expect([file.status, left(file)]).toEqual([200, limit - 3])
    t.hub.context.database.run('ALTER TABLE audit_log RENAME TO elsewhere')
    const fault = await t.ask('GET', '/v2/auditlogs/harborline', { bearer })
    expect([fault.status, left(fault)]).toEqual([500, limit - 4])
  })
})

describe('beyond the limit', () => {
  test('the answer is Docker’s, says when to come back, and is another one then', async () => {
    await look()
    t.pass(15 * seconds)
    await useUp()
    const answer = await look()
    expect(answer.status).toBe(429)
    expect(answer.body).toEqual({ detail: 'Rate limit exceeded', error: false })
    expect(answer.headers.get('retry-after')).toBe('45')
    expect(told(answer)).toEqual([`${limit}`, '0', `${t.now() / seconds + 45}`])
    t.pass(44_001)
    expect((await look()).headers.get('retry-after')).toBe('1')
    t.pass(999)
    expect((await look()).status).toBe(401)
  })

  test('exactly as many as told are answered', async () => {
    const bearer = await t.signIn('robinhale')
    const answers: Answer[] = []
    for (let time = 0; time < limit + 2; time++) answers.push(await look(bearer))
    expect(answers.map(({ status }) => status)).toEqual([...Array(limit).fill(200), 429, 429])
    expect(answers.slice(0, limit).map(left)).toEqual([...Array(limit).keys()].reverse())
  })

  test('nothing is changed by what is refused', async () => {
    const bearer = await t.signIn('robinhale')
    const { id } = await tokenBearer(bearer)
    await useUp(bearer)
    const path = `${tokens}/${id}`
    for (const [method, json] of [
      ['PATCH', { label: 'changed' }],
      ['DELETE', undefined],
    ] as const)
      expect((await t.ask(method, path, { bearer, json })).status).toBe(429)
    t.pass(60 * seconds)
    expect((await t.ask('GET', path, { bearer })).body.label).toBe('test')
  })

  test('passwords are not tried', async () => {
    await useUp()
    for (let time = 0; time < 12; time++) {
      const json = { username: 'robinhale', password: 'wrong' }
      expect((await t.ask('POST', '/v2/users/login', { json })).body.error).toBe(false)
    }
    t.pass(60 * seconds)
    expect(await t.signIn('robinhale')).toBeTruthy()
  })
})

describe('a request is paid by', () => {
  test('the person, the token, or the address that asks, and by nobody else', async () => {
    const person = await t.signIn('robinhale')
    const other = await t.signIn('miravance')
    const { bearer: token } = await tokenBearer(person)
    const { bearer: sibling } = await tokenBearer(person)
    const callers = [person, token, sibling, other, undefined]
    for (const [index, caller] of callers.entries()) {
      await useUp(caller)
      for (const spent of callers.slice(0, index)) expect((await look(spent)).status).toBe(429)
      for (const later of callers.slice(index + 1)) expect((await look(later)).status).not.toBe(429)
    }
  })

  test('the person, whatever they signed in with and however often', async () => {
    const first = await t.signIn('robinhale')
    const second = await t.signIn('robinhale')
    const personal = await signIn('robinhale', t.addPersonalToken('robinhale', ['repo:read']).secret)
    expect([await look(first), await look(second), await look(personal)].map(left)).toEqual([
      limit - 1,
      limit - 2,
      limit - 3,
    ])
    await useUp(personal)
    expect([(await look(first)).status, (await look(second)).status]).toEqual([429, 429])
  })

  test('the address when the bearer is not good', async () => {
    const owner = await t.signIn('robinhale')
    const { id, bearer } = await tokenBearer(owner)
    await t.ask('PATCH', `${tokens}/${id}`, { bearer: owner, json: { is_active: false } })
    const before = left(await look())
    const bad = ['', 'x', `${owner}x`, bearer, 'a.b.c', ...Array.from({ length: 5 }, () => randomUUID())]
    for (const [index, one] of bad.entries()) {
      const answer = await t.ask('GET', '/v2/user', { headers: { authorization: `Bearer ${one}` } })
      expect([answer.status, left(answer)]).toEqual([401, before - 1 - index])
    }
    await useUp('x')
    expect((await look()).status).toBe(429)
    expect((await look(owner)).status).toBe(200)
  })
})

test('the registry’s side is not counted', async () => {
  await useUp()
  for (const [path, status] of [
    ['/token', 200],
    ['/token/', 200],
    ['/v2/', 401],
    ['/v2', 401],
  ] as const) {
    const answer = await t.ask('GET', path)
    expect([answer.status, told(answer)]).toEqual([status, [null, null, null]])
  }
  expect((await t.ask('POST', '/registry/events')).body.detail).toContain('secret')
})

test('0 turns it off', async () => {
  const open = await createTestHub({ requestsPerMinute: 0 })
  const answers = await Promise.all(Array.from({ length: 500 }, () => open.ask('GET', '/v2/user')))
  expect(new Set(answers.map(({ status }) => status))).toEqual(new Set([401]))
  expect(told(answers[0] as Answer)).toEqual([null, null, null])
  open.close()
})

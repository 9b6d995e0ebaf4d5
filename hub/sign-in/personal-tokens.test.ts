// What a personal access token opens: every way in, how far each scope goes, and nothing once it is off, over or gone.
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { registryService } from '../registry/constants.ts'
import { type TestHub, createTestHub } from '../test-hub.ts'

const owner = 'robinhale'
const twoFactorOwner = 'danieloduya'
const minute = 60_000

let t: TestHub
beforeEach(async () => {
  t = await createTestHub()
})
afterEach(() => t.close())

const basic = (username: string, secret: string) => ({
  authorization: `Basic ${Buffer.from(`${username}:${secret}`).toString('base64')}`,
})

function postForm(username: string, password: string) {
  const form = new URLSearchParams({ grant_type: 'password', service: registryService, username, password })
  const headers = { 'content-type': 'application/x-www-form-urlencoded' }
  return t.ask('POST', '/token', { raw: form.toString(), headers })
}

/** Every way to sign in with a user name and a secret. */
const waysIn: [name: string, ask: (username: string, secret: string) => ReturnType<TestHub['ask']>][] = [
  [
    '/v2/auth/token',
    (identifier, secret) => t.ask('POST', '/v2/auth/token', { json: { identifier, secret } }),
  ],
  [
    '/v2/users/login',
    (username, password) => t.ask('POST', '/v2/users/login', { json: { username, password } }),
  ],
  ['GET /token', (username, secret) => t.ask('GET', '/token', { headers: basic(username, secret) })],
  ['POST /token', postForm],
]

async function allWaysIn(username: string, secret: string): Promise<number[]> {
  const answers = []
  for (const [, ask] of waysIn) answers.push((await ask(username, secret)).status)
  return answers
}
const opens = [200, 200, 200, 200]
const isRefused = [401, 401, 401, 401]

async function made(bearer: string, more: object = {}): Promise<{ uuid: string; token: string }> {
  const json = { token_label: 'test', scopes: ['repo:read'], ...more }
  return (await t.ask('POST', '/v2/access-tokens', { bearer, json })).body as { uuid: string; token: string }
}

const exchange = async (username: string, secret: string) =>
  (await t.ask('POST', '/v2/auth/token', { json: { identifier: username, secret } })).body
    .access_token as string

describe('every way in', () => {
  test('opens with the token and its person’s name, and with no other’s', async () => {
    const { token } = await made(await t.signIn(owner))
    expect(await allWaysIn(owner, token)).toEqual(opens)
    for (const other of ['miravance', 'harborline', 'nobody'])
      expect(await allWaysIn(other, token)).toEqual(isRefused)
  })

  test('opens for a person with a second factor, whose password alone does not', async () => {
    const { secret } = t.addPersonalToken(twoFactorOwner, ['repo:read'])
    expect(await allWaysIn(twoFactorOwner, secret)).toEqual(opens)
    expect(await allWaysIn(twoFactorOwner, t.passwordOf(twoFactorOwner))).toEqual(isRefused)
    const bearer = await exchange(twoFactorOwner, secret)
    expect((await t.ask('GET', '/v2/user', { bearer })).body.username).toBe(twoFactorOwner)
  })

  test('counts as its use', async () => {
    const bearer = await t.signIn(owner)
    const { uuid, token } = await made(bearer)
    const lastUsed = async () =>
      (await t.ask('GET', `/v2/access-tokens/${uuid}`, { bearer })).body.last_used as string
    expect(await lastUsed()).toBeNull()
    for (const [, ask] of waysIn) {
      t.pass(1000)
      await ask(owner, token)
      expect(Date.parse(await lastUsed())).toBe(t.now())
    }
    t.pass(1000)
    await allWaysIn('miravance', token)
    expect(Date.parse(await lastUsed())).toBe(t.now() - 1000)
  })
})

describe('nothing opens', () => {
  type Ending = (one: { uuid: string; bearer: string }) => Promise<unknown> | void

  test.each<[what: string, end: Ending, comesBack: Ending | null]>([
    [
      'switched off, until it is on again',
      ({ uuid, bearer }) =>
        t.ask('PATCH', `/v2/access-tokens/${uuid}`, { bearer, json: { is_active: false } }),
      ({ uuid, bearer }) =>
        t.ask('PATCH', `/v2/access-tokens/${uuid}`, { bearer, json: { is_active: true } }),
    ],
    ['expired', () => t.pass(5 * minute), null],
    ['deleted', ({ uuid, bearer }) => t.ask('DELETE', `/v2/access-tokens/${uuid}`, { bearer }), null],
    [
      'of a person whose account is off',
      () => void t.hub.context.database.run('UPDATE users SET is_active = 0 WHERE username = ?', owner),
      () => void t.hub.context.database.run('UPDATE users SET is_active = 1 WHERE username = ?', owner),
    ],
  ])('%s', async (_, end, comesBack) => {
    const bearer = await t.signIn(owner)
    const expires_at = new Date(t.now() + 5 * minute).toISOString()
    const { uuid, token } = await made(bearer, { expires_at })
    const ofToken = await exchange(owner, token)
    const look = async () =>
      Promise.all(
        [
          '/v2/user',
          '/v2/user/orgs',
          '/v2/namespaces/harborline/repositories',
          '/v2/orgs/harborline/members',
        ].map(async (path) => (await t.ask('GET', path, { bearer: ofToken })).status),
      )
    expect([await look(), await allWaysIn(owner, token)]).toEqual([opens, opens])
    await end({ uuid, bearer })
    expect([await look(), await allWaysIn(owner, token)]).toEqual([isRefused, isRefused])
    if (comesBack === null) return
    await comesBack({ uuid, bearer })
    expect(await allWaysIn(owner, token)).toEqual(opens)
  })

  test('with a wrong one, however often, and nobody is locked out by that', async () => {
    const wrong = ['dckr', 'pat', 'x'.repeat(27)].join('_')
    const { secret } = t.addPersonalToken(owner, ['repo:read'])
    for (let time = 0; time < 12; time++) {
      expect(await allWaysIn(owner, wrong)).toEqual(isRefused)
      expect(await allWaysIn(owner, `${secret}x`)).toEqual(isRefused)
    }
    expect(await allWaysIn(owner, t.passwordOf(owner))).toEqual(opens)
  })

  test('but a name that wrong passwords locked stays open to its tokens, which do not unlock it', async () => {
    const { secret } = t.addPersonalToken(owner, ['repo:read'])
    for (let time = 0; time < 10; time++) await waysIn[0]?.[1](owner, 'wrong')
    const locked = [429, 429, 429, 429]
    expect(await allWaysIn(owner, t.passwordOf(owner))).toEqual(locked)
    expect(await allWaysIn(owner, secret)).toEqual(opens)
    expect(await allWaysIn(owner, t.passwordOf(owner))).toEqual(locked)
  })
})

describe('how far', () => {
  const repository = 'harborline/yard-api'
  /** Each needs more than the one before. */
  const steps: [name: string, allowed: (bearer: string, secret: string) => Promise<boolean>][] = [
    [
      'read a public repository',
      async (bearer) =>
        (await t.ask('GET', '/v2/namespaces/meadowlark/repositories/survey-cli', { bearer })).status === 200,
    ],
    [
      'read a private repository',
      async (bearer) =>
        (await t.ask('GET', `/v2/namespaces/harborline/repositories/yard-api`, { bearer })).status === 200,
    ],
    ['pull', (_, secret) => grants(secret, 'pull')],
    ['push', (_, secret) => grants(secret, 'push')],
    ['delete images', (_, secret) => grants(secret, 'delete')],
    [
      'change a repository',
      async (bearer) => {
        const path = '/v2/namespaces/harborline/repositories/yard-api'
        return (await t.ask('PATCH', path, { bearer, json: { description: 'x' } })).status === 200
      },
    ],
    [
      'change members',
      async (bearer) => {
        const path = '/v2/orgs/harborline/members/leahpark'
        return (await t.ask('PUT', path, { bearer, json: { role: 'editor' } })).status === 200
      },
    ],
  ]

  async function grants(secret: string, action: string): Promise<boolean> {
    const path = `/token?scope=repository:${repository}:pull,push,delete`
    const { body } = await t.ask('GET', path, { headers: basic(owner, secret) })
    const claims = Buffer.from((body.token as string).split('.')[1] ?? '', 'base64url').toString()
    const { access } = JSON.parse(claims) as { access: { actions: string[] }[] }
    return access.some(({ actions }) => actions.includes(action))
  }

  test.each([
    ['repo:public_read', 1],
    ['repo:read', 3],
    ['repo:write', 4],
    ['repo:admin', 7],
  ])('%s goes: the first %i of these and no further', async (scope, reach) => {
    const { token } = await made(await t.signIn(owner), { scopes: [scope] })
    const bearer = await exchange(owner, token)
    const allowed = []
    for (const [name, may] of steps) if (await may(bearer, token)) allowed.push(name)
    expect(allowed).toEqual(steps.slice(0, reach).map(([name]) => name))
  })

  test('no scope manages an organization’s access tokens, on any of its routes', async () => {
    const password = await t.signIn(owner)
    const { token } = await made(password, { scopes: ['repo:admin'] })
    const bearer = await exchange(owner, token)
    const path = '/v2/orgs/harborline/access-tokens'
    const [one] = (await t.ask('GET', path, { bearer: password })).body.results as [{ id: string }]
    for (const [method, rest] of [
      ['GET', ''],
      ['POST', ''],
      ['GET', `/${one.id}`],
      ['PATCH', `/${one.id}`],
      ['DELETE', `/${one.id}`],
      ['GET', `/${one.id}/activity`],
    ] as const) {
      const json = method === 'POST' || method === 'PATCH' ? { label: 'x' } : undefined
      const answer = await t.ask(method, `${path}${rest}`, { bearer, json })
      expect([answer.status, answer.body.detail]).toEqual([
        403,
        'token issued from personal access token is not allowed',
      ])
    }
  })

  test('a changed scope holds at once, for bearers that are out too', async () => {
    const password = await t.signIn(owner)
    const { uuid, token } = await made(password)
    const bearer = await exchange(owner, token)
    const read = async () =>
      (await t.ask('GET', '/v2/namespaces/harborline/repositories/yard-api', { bearer })).status
    expect(await read()).toBe(200)
    await t.ask('PATCH', `/v2/access-tokens/${uuid}`, {
      bearer: password,
      json: { scopes: ['repo:public_read'] },
    })
    expect(await read()).toBe(404)
  })
})

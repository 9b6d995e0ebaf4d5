import { Hono } from 'hono'
import { describe, expect, it } from 'vitest'
import { signIn, submitCode } from './auth.ts'

const pat = ['dckr', 'pat', 'a'.repeat(10)].join('_')
const person = { username: 'mona', secret: 'correct horse' }
const now = Date.UTC(2026, 0, 1)
const jwt = ['e30', Buffer.from(JSON.stringify({ exp: now / 1000 + 600 })).toString('base64url'), 'sig'].join(
  '.',
)

type Route = (body: Record<string, string>) => Response
const json = (status: number, body: unknown, headers: Record<string, string> = {}) =>
  new Response(JSON.stringify(body), {
    status,
    headers: { 'content-type': 'application/json', date: new Date(now).toUTCString(), ...headers },
  })
const html = (status: number) =>
  new Response('<p>hello</p>', { status, headers: { 'content-type': 'text/html' } })

function door(routes: Record<string, Route>) {
  const asked: string[] = []
  const hub = new Hono().post('*', async (c) => {
    asked.push(c.req.path)
    return routes[c.req.path]?.(await c.req.json()) ?? json(404, { detail: 'not found' })
  })
  // Ten years off, which the server's Date makes up for.
  const wrongClock = () => now + 10 * 365 * 86_400_000
  return { asked, baseUrl: 'http://hub.test', fetch: hub.request.bind(hub) as typeof fetch, now: wrongClock }
}

const login = '/v2/users/login'
const token = '/v2/auth/token'

describe('signIn', () => {
  it('takes a password to users/login', async () => {
    const hub = door({
      [login]: ({ username, password }) => json(200, { token: jwt, seen: [username, password] }),
    })
    expect(await signIn(hub, person)).toEqual({ step: 'done', bearer: jwt, lifetime: 600 })
    expect(hub.asked).toEqual([login])
  })

  it('takes a personal access token to auth/token', async () => {
    const hub = door({
      [token]: ({ identifier, secret }) =>
        identifier === 'mona' && secret === pat ? json(200, { access_token: jwt }) : json(401, {}),
    })
    expect(await signIn(hub, { username: 'mona', secret: pat })).toMatchObject({ step: 'done', bearer: jwt })
    expect(hub.asked).toEqual([token])
  })

  it('takes the other way where the server does not have the first', async () => {
    const modern = door({ [token]: () => json(200, { access_token: jwt }) })
    expect(await signIn(modern, person)).toMatchObject({ step: 'done' })
    expect(modern.asked).toEqual([login, token])
    const old = door({ [login]: () => json(200, { token: jwt }), [token]: () => json(405, {}) })
    expect(await signIn(old, { username: 'mona', secret: pat })).toMatchObject({ step: 'done' })
    expect(old.asked).toEqual([token, login])
    await expect(signIn(door({}), person)).rejects.toMatchObject({ failure: { code: 'server.unexpected' } })
  })

  it('does not try a wrong secret twice', async () => {
    const hub = door({
      [login]: () => json(401, { detail: 'no' }),
      [token]: () => json(200, { access_token: jwt }),
    })
    await expect(signIn(hub, person)).rejects.toMatchObject({
      failure: { code: 'signIn.wrong', detail: 'no' },
    })
    expect(hub.asked).toEqual([login])
  })

  it('asks for the code of a second factor', async () => {
    const detail = 'Require secondary authentication on MFA enabled account'
    const hub = door({ [login]: () => json(401, { detail, login_2fa_token: 'opaque' }) })
    expect(await signIn(hub, person)).toEqual({ step: 'code', loginToken: 'opaque' })
  })

  it.each([
    [
      'an organization',
      json(401, { detail: 'Cannot log into an organization account' }),
      'signIn.notAPerson',
    ],
    ['a locked name', json(429, { detail: 'locked' }, { 'retry-after': '120' }), 'signIn.locked'],
    ['single sign-on', json(403, { detail: 'SSO is enforced for this account' }), 'signIn.sessionRefused'],
    ['a name that cannot be', json(400, { fields: { username: ['bad'] } }), 'signIn.wrong'],
    ['another refusal', json(403, { detail: 'blocked' }), 'server.refused'],
    ['a broken server', json(500, {}), 'server.failed'],
    ['a captive portal', html(200), 'server.unexpected'],
    ['a proxy that wants a sign-in of its own', html(401), 'server.unexpected'],
    ['an answer without bearer', json(200, { ok: true }), 'server.unexpected'],
    ['a bearer that breaks headers', json(200, { token: 'a\r\nx: y' }), 'server.unexpected'],
  ])('tells %s', async (_what, answer, code) => {
    await expect(signIn(door({ [login]: () => answer.clone() }), person)).rejects.toMatchObject({
      failure: { code },
    })
  })

  it('says how long a lock lasts', async () => {
    const hub = door({ [login]: () => json(429, {}, { 'retry-after': '120' }) })
    await expect(signIn(hub, person)).rejects.toMatchObject({ failure: { retryAfter: 120 } })
  })

  it('sends an organization access token nowhere', async () => {
    const hub = door({})
    const secret = ['dckr', 'oat', 'x'.repeat(10)].join('_')
    await expect(signIn(hub, { username: 'acme', secret })).rejects.toMatchObject({
      failure: { code: 'signIn.notAPerson' },
    })
    expect(hub.asked).toEqual([])
  })

  it('never repeats the password', async () => {
    const echo: Route = ({ password }) => json(401, { detail: `no user with password ${password}` })
    const error = await signIn(door({ [login]: echo }), person).catch((reason: unknown) => reason)
    expect(JSON.stringify(error) + String(error)).not.toContain(person.secret)
  })
})

describe('submitCode', () => {
  const path = '/v2/users/2fa-login'

  it('sends the code as text', async () => {
    const hub = door({
      [path]: (body) => (body['code'] === '012345' ? json(200, { token: jwt }) : json(401, {})),
    })
    expect(await submitCode(hub, 'opaque', '012345')).toEqual({ bearer: jwt, lifetime: 600 })
  })

  it.each([
    [json(401, { detail: 'Incorrect or already used code' }), 'signIn.codeWrong'],
    [json(401, { detail: 'The sign-in took too long: start again' }), 'signIn.needed'],
    [json(429, { detail: 'locked' }), 'signIn.locked'],
    [json(404, {}), 'server.unexpected'],
    [html(200), 'server.unexpected'],
  ])('tells a refusal apart', async (answer, code) => {
    const hub = door({ [path]: () => answer.clone() })
    await expect(submitCode(hub, 'opaque', '1')).rejects.toMatchObject({ failure: { code } })
  })
})

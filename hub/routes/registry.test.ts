// The registry token service in memory: who gets which token, in which words others are refused, and the protocol's base.
import { X509Certificate, createPublicKey, verify } from 'node:crypto'
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { leafLife } from '../certificates/registry.ts'
import { registryIssuer, registryService, registryTokenSeconds } from '../registry/constants.ts'
import { type TestHub, createTestHub, organizationResource, repositoryResource } from '../test-hub.ts'

const owner = 'robinhale'
let t: TestHub
beforeAll(async () => {
  t = await createTestHub()
})
afterAll(() => t.close())
// Every test makes its tokens anew, so the slots must be free again.
beforeEach(() => void t.hub.context.database.run("DELETE FROM access_tokens WHERE label = 'test'"))

type Resources = ReturnType<typeof repositoryResource>[]

async function newToken(resources: Resources, more: object = {}, organization = 'harborline') {
  const answer = await t.ask('POST', `/v2/orgs/${organization}/access-tokens`, {
    bearer: await t.signIn(owner),
    json: { label: 'test', resources, ...more },
  })
  expect(answer.status).toBe(201)
  return answer.body as { id: string; token: string }
}

const basic = (username: string, secret: string) => ({
  authorization: `Basic ${Buffer.from(`${username}:${secret}`).toString('base64')}`,
})

function ask(scopes: string[], credentials?: [username: string, secret: string], query = '') {
  const search = scopes.map((scope) => `&scope=${encodeURIComponent(scope)}`).join('')
  return t.ask('GET', `/token?service=${registryService}${search}${query}`, {
    headers: credentials ? basic(...credentials) : {},
  })
}

function post(form: Record<string, string | string[]>) {
  const body = new URLSearchParams()
  for (const [name, values] of Object.entries(form))
    for (const value of [values].flat()) body.append(name, value)
  return t.ask('POST', '/token', {
    raw: body.toString(),
    headers: { 'content-type': 'application/x-www-form-urlencoded' },
  })
}

const part = (token: string, index: number) =>
  JSON.parse(Buffer.from(token.split('.')[index] ?? '', 'base64url').toString()) as Record<string, unknown>
const accessOf = (answer: { body: { token: string } }) => part(answer.body.token, 1)['access']

const grant = (name: string, ...actions: string[]) => ({ type: 'repository', name, actions })

describe('the token', () => {
  test('is what CNCF Distribution checks: ES256 by a leaf of our authority, one audience, dates, access', async () => {
    const { id, token: secret } = await newToken([
      repositoryResource('harborline/yard-api', 'scope-image-push'),
    ])
    const answer = await ask(['repository:harborline/yard-api:pull,push'], ['harborline', secret])
    expect(answer.status).toBe(200)
    expect(Object.keys(answer.body)).toEqual(['token', 'access_token', 'expires_in', 'issued_at'])
    const { token, access_token, expires_in, issued_at } = answer.body as Record<
      'token' | 'access_token' | 'issued_at',
      string
    > & { expires_in: number }
    expect(access_token).toBe(token)
    expect(expires_in).toBe(registryTokenSeconds)
    expect(expires_in).toBeGreaterThanOrEqual(60)
    expect(expires_in).toBeLessThanOrEqual(300)
    expect(Date.parse(issued_at)).toBe(t.now())

    const seconds = t.now() / 1000
    expect(part(token, 1)).toEqual({
      iss: registryIssuer,
      sub: `harborline/${id}`,
      aud: registryService,
      iat: seconds,
      nbf: seconds,
      exp: seconds + expires_in,
      jti: expect.any(String),
      access: [grant('harborline/yard-api', 'pull', 'push')],
    })

    const header = part(token, 0)
    expect(header).toEqual({ alg: 'ES256', typ: 'JWT', x5c: [expect.any(String)] })
    const leaf = new X509Certificate(Buffer.from((header['x5c'] as string[])[0] ?? '', 'base64'))
    const authority = new X509Certificate(readFileSync(join(t.folder, 'registry-ca.pem')))
    expect(authority.ca).toBe(true)
    expect(leaf.ca).toBe(false)
    expect(leaf.checkIssued(authority) && leaf.verify(authority.publicKey)).toBe(true)
    expect(Date.parse(authority.validTo) - t.now()).toBeGreaterThan(20 * 365 * 86_400_000)
    const [head, payload, signature] = token.split('.')
    const key = {
      key: createPublicKey(leaf.publicKey.export({ type: 'spki', format: 'pem' })),
      dsaEncoding: 'ieee-p1363',
    } as const
    expect(
      verify('sha256', Buffer.from(`${head}.${payload}`), key, Buffer.from(signature ?? '', 'base64url')),
    ).toBe(true)
  })

  test('is never a refresh token, whatever Docker asks for', async () => {
    const answer = await ask(
      [],
      [owner, t.passwordOf(owner)],
      '&account=robinhale&client_id=docker&offline_token=true',
    )
    expect(answer.status).toBe(200)
    expect(answer.body).not.toHaveProperty('refresh_token')
    expect(accessOf(answer)).toEqual([])
  })

  test('comes from POST too, with the granted scope; a list or repeated scopes', async () => {
    const { token: secret } = await newToken([repositoryResource('harborline/*', 'scope-image-pull')])
    const form = {
      grant_type: 'password',
      service: registryService,
      client_id: 'x',
      username: 'harborline',
      password: secret,
    }
    for (const scope of [
      'repository:harborline/yard-api:pull,push repository:harborline/gate-api:pull',
      ['repository:harborline/yard-api:pull,push', 'repository:harborline/gate-api:pull'],
    ]) {
      const answer = await post({ ...form, scope })
      expect(answer.status).toBe(200)
      expect(answer.body).toMatchObject({
        access_token: expect.any(String),
        expires_in: registryTokenSeconds,
        scope: 'repository:harborline/yard-api:pull repository:harborline/gate-api:pull',
      })
      expect(answer.body).not.toHaveProperty('refresh_token')
    }
  })

  test.each([
    { grant_type: 'refresh_token', refresh_token: 'x' },
    { grant_type: 'password', username: 'harborline' },
    { username: 'harborline', password: 'x' },
  ])('is refused for %j with 400, at which clients fall back to GET', async (form) => {
    expect((await post(form)).status).toBe(400)
  })

  test('is refused for another service, a malformed scope, and a body of another type', async () => {
    expect((await t.ask('GET', '/token?service=registry.docker.io')).status).toBe(400)
    expect((await ask(['nonsense'])).status).toBe(400)
    expect((await t.ask('POST', '/token', { json: {} })).status).toBe(400)
    expect((await t.ask('GET', '/token')).status).toBe(200)
  })
})

describe('what is granted', () => {
  const all = [
    'repository:harborline/yard-api:pull,push,delete',
    'repository:harborline/base-node:pull,push,delete',
  ]

  test.each<[string, Resources, unknown[]]>([
    [
      'pull on one',
      [repositoryResource('harborline/yard-api', 'scope-image-pull')],
      [grant('harborline/yard-api', 'pull')],
    ],
    [
      'push includes pull',
      [repositoryResource('harborline/yard-api', 'scope-image-push')],
      [grant('harborline/yard-api', 'pull', 'push')],
    ],
    [
      'delete includes both',
      [repositoryResource('harborline/yard-api', 'scope-image-delete')],
      [grant('harborline/yard-api', 'pull', 'push', 'delete')],
    ],
    [
      'every repository',
      [repositoryResource('harborline/*', 'scope-image-push')],
      [grant('harborline/yard-api', 'pull', 'push'), grant('harborline/base-node', 'pull', 'push')],
    ],
    [
      'public repositories: only those, only pull',
      [repositoryResource('*/*/public', 'scope-image-pull')],
      [grant('harborline/base-node', 'pull')],
    ],
    [
      'nothing is implied, public repositories included',
      [organizationResource('harborline', 'scope-member-read')],
      [],
    ],
    [
      'no action from other repository scopes',
      [repositoryResource('harborline/*', 'scope-repository-admin', 'scope-tag-admin')],
      [],
    ],
    [
      'the sum of all resources',
      [
        repositoryResource('harborline/*', 'repo-pull'),
        repositoryResource('harborline/yard-api', 'scope-tag-read', 'scope-image-push'),
      ],
      [grant('harborline/yard-api', 'pull', 'push'), grant('harborline/base-node', 'pull')],
    ],
  ])('%s', async (_, resources, granted) => {
    const { token } = await newToken(resources)
    expect(accessOf(await ask(all, ['harborline', token]))).toEqual(granted)
  })

  test('is never more than was asked for; `*` asks for everything', async () => {
    const { token } = await newToken([repositoryResource('harborline/*', 'scope-image-push')])
    const as: [string, string] = ['harborline', token]
    expect(accessOf(await ask(['repository:harborline/yard-api:pull'], as))).toEqual([
      grant('harborline/yard-api', 'pull'),
    ])
    expect(accessOf(await ask(['repository:harborline/yard-api:*'], as))).toEqual([
      grant('harborline/yard-api', 'pull', 'push'),
    ])
    expect(accessOf(await ask(['repository:harborline/yard-api:delete,fly'], as))).toEqual([])
  })

  test('is nothing for repositories that do not exist, other organizations’, and other types', async () => {
    const { token } = await newToken([repositoryResource('harborline/*', 'scope-image-push')])
    const asked = [
      'repository:harborline/no-such-thing:pull',
      'repository:meadowlark/survey-api:pull',
      'repository:meadowlark/survey-cli:pull',
      'repository:harborline:pull',
      'repository:localhost:5000/harborline/yard-api:pull',
      'registry:catalog:*',
    ]
    const answer = await ask(asked, ['harborline', token])
    expect(answer.status).toBe(200)
    expect(accessOf(answer)).toEqual([])
  })

  test('with "read public", public repositories of other organizations too', async () => {
    const { token } = await newToken([repositoryResource('*/*/public', 'scope-image-pull')])
    const asked = ['repository:meadowlark/survey-cli:pull,push', 'repository:meadowlark/survey-api:pull']
    expect(accessOf(await ask(asked, ['harborline', token]))).toEqual([
      grant('meadowlark/survey-cli', 'pull'),
    ])
  })

  test('anonymous callers pull what is public', async () => {
    const answer = await ask(all)
    expect(accessOf(answer)).toEqual([grant('harborline/base-node', 'pull')])
    expect(part(answer.body.token, 1)['sub']).toBe('')
  })

  test.each([
    ['robinhale', ['pull', 'push', 'delete']],
    ['tomasreyes', ['pull', 'push', 'delete']],
    ['leahpark', []],
  ])('%s with a password', async (username, actions) => {
    const answer = await ask(all.slice(0, 1), [username, t.passwordOf(username)])
    expect(accessOf(answer)).toEqual(actions.length > 0 ? [grant('harborline/yard-api', ...actions)] : [])
    expect(part(answer.body.token, 1)['sub']).toBe(username)
  })

  test.each([
    ['repo:admin', ['pull', 'push', 'delete']],
    ['repo:write', ['pull', 'push']],
    ['repo:read', ['pull']],
    ['repo:public_read', []],
  ])('an owner’s personal access token with %s', async (scope, actions) => {
    const { secret } = t.addPersonalToken(owner, [scope])
    const access = accessOf(await ask(all.slice(0, 1), [owner, secret]))
    expect(access).toEqual(actions.length > 0 ? [grant('harborline/yard-api', ...actions)] : [])
  })
})

describe('who is refused', () => {
  const words = async (username: string, secret: string) => {
    const fromGet = await ask([], [username, secret])
    const fromPost = await post({ grant_type: 'password', username, password: secret })
    expect(fromPost.body).toEqual(fromGet.body)
    expect([fromGet.status, fromPost.status]).toEqual([401, 401])
    // The two shapes whose text `docker login` shows.
    expect(fromGet.body.errors).toEqual([{ code: 'UNAUTHORIZED', message: fromGet.body.details }])
    return fromGet.body.details as string
  }

  test('a wrong password, a wrong token, an unknown name', async () => {
    expect(await words(owner, 'wrong')).toContain('incorrect')
    expect(await words('harborline', ['dckr', 'oat', 'wrong'].join('_'))).toContain('incorrect')
    expect(await words('nobody', 'wrong')).toContain('incorrect')
    expect(await words('harborline', t.passwordOf(owner))).toContain('incorrect')
  })

  test('an access token with a user’s name, or another organization’s', async () => {
    const { token } = await newToken([repositoryResource('harborline/*', 'scope-image-pull')])
    for (const username of [owner, 'meadowlark', 'nobody'])
      expect(await words(username, token)).toContain('name of that organization')
  })

  test('a deactivated, an expired, a deleted access token', async () => {
    const bearer = await t.signIn(owner)
    const { id, token } = await newToken([repositoryResource('harborline/*', 'scope-image-pull')])
    const path = `/v2/orgs/harborline/access-tokens/${id}`
    await t.ask('PATCH', path, { bearer, json: { is_active: false } })
    expect(await words('harborline', token)).toContain('deactivated')
    await t.ask('DELETE', path, { bearer })
    expect(await words('harborline', token)).toContain('incorrect')

    const end = new Date(t.now() + 5000).toISOString()
    const dated = await newToken([repositoryResource('harborline/*', 'scope-image-pull')], {
      expires_at: end,
    })
    t.pass(5000)
    expect(await words('harborline', dated.token)).toContain('expired')
  })

  test('a password where a second factor is on', async () => {
    expect(await words('danieloduya', t.passwordOf('danieloduya'))).toContain('personal access token')
  })

  test('a locked user name', async () => {
    for (let time = 0; time < 10; time++) await ask([], ['miravance', 'wrong'])
    const answer = await ask([], ['miravance', t.passwordOf('miravance')])
    expect(answer.status).toBe(429)
    expect(answer.headers.get('retry-after')).toBe('600')
    expect(answer.body.errors[0].code).toBe('TOOMANYREQUESTS')
  })

  test.each([
    'Basic',
    'Basic !!!',
    `Basic ${Buffer.from('nocolon').toString('base64')}`,
    `Basic ${Buffer.from(':x').toString('base64')}`,
    'Bearer x',
  ])('credentials that cannot be read are not anonymous: %s', async (authorization) => {
    expect((await t.ask('GET', '/token', { headers: { authorization } })).status).toBe(401)
  })
})

test('using an access token sets its last use', async () => {
  const { id, token } = await newToken([repositoryResource('harborline/*', 'scope-image-pull')])
  t.pass(60_000)
  await ask([], ['harborline', token])
  const read = await t.ask('GET', `/v2/orgs/harborline/access-tokens/${id}`, {
    bearer: await t.signIn(owner),
  })
  expect(Date.parse(read.body.last_used_at)).toBe(t.now())
})

describe('GET /v2/', () => {
  const base = (authorization?: string) =>
    t.ask('GET', '/v2/', { headers: authorization ? { authorization } : {} })

  test('challenges with a realm on the host that the client used', async () => {
    const answer = await base()
    expect(answer.status).toBe(401)
    expect(answer.headers.get('www-authenticate')).toBe(
      `Bearer realm="http://localhost/token",service="${registryService}"`,
    )
    expect(answer.headers.get('docker-distribution-api-version')).toBe('registry/2.0')
    expect(answer.body.errors[0].code).toBe('UNAUTHORIZED')
    t.hub.allowedHosts.add('127.0.0.1:5001')
    const elsewhere = await t.ask('GET', 'https://127.0.0.1:5001/v2')
    expect(elsewhere.headers.get('www-authenticate')).toContain('realm="https://127.0.0.1:5001/token"')
  })

  test('takes our registry tokens while they are good', async () => {
    const { token } = (await ask([], [owner, t.passwordOf(owner)])).body
    expect((await base(`Bearer ${token}`)).status).toBe(200)
    t.pass(registryTokenSeconds * 1000)
    const late = await base(`Bearer ${token}`)
    expect(late.status).toBe(401)
    expect(late.headers.get('www-authenticate')).toContain('error="invalid_token"')
  })

  test('takes no bearer of the Hub API, and the Hub API no registry token', async () => {
    expect((await base(`Bearer ${await t.signIn(owner)}`)).status).toBe(401)
    const { token } = (await ask([], [owner, t.passwordOf(owner)])).body
    expect((await t.ask('GET', '/v2/user', { bearer: token })).status).toBe(401)
  })

  test('takes no token of another server', async () => {
    const other = await createTestHub()
    try {
      const { token } = (await other.ask('GET', '/token')).body
      expect((await base(`Bearer ${token}`)).status).toBe(401)
    } finally {
      other.close()
    }
  })

  test('takes tokens of the signing key before, after the key was changed', async () => {
    const fresh = await createTestHub()
    try {
      const { registryTokens } = fresh.hub.context
      const first = (await registryTokens.issue('x', [])).token
      fresh.pass(leafLife - registryTokenSeconds * 1000 - 1000)
      const before = (await registryTokens.issue('x', [])).token
      fresh.pass(1000)
      const after = (await registryTokens.issue('x', [])).token
      expect(part(before, 0)).toEqual(part(first, 0))
      expect(part(after, 0)).not.toEqual(part(before, 0))
      expect(await registryTokens.isGood(before)).toBe(true)
      expect(await registryTokens.isGood(after)).toBe(true)
    } finally {
      fresh.close()
    }
  })
})

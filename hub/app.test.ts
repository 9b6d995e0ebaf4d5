// The door of the Local Hub: hosts, origins, bodies, unknown routes, faults; and that its README tells the truth.
import { readFileSync } from 'node:fs'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { catalogue } from './errors.ts'
import { type TestHub, createTestHub } from './test-hub.ts'

let t: TestHub
beforeAll(async () => {
  t = await createTestHub()
})
afterAll(() => t.close())

const readme = readFileSync(new URL('README.md', import.meta.url), 'utf8')

describe('the host', () => {
  test.each([
    'http://evil.example/v2/user',
    'http://localhost:81/v2/user',
    'http://localhost.evil.example/v2/user',
    'http://localhost./v2/user',
    'http://127.0.0.1/v2/user',
    'http://0.0.0.0/v2/user',
    'http://[::1]/v2/user',
  ])('%s is refused', async (url) => {
    const answer = await t.ask('GET', url)
    expect(answer.status).toBe(421)
    expect(answer.text).not.toContain('evil')
  })
})

describe('web pages', () => {
  test.each([
    { origin: 'https://evil.example' },
    { origin: 'null' },
    { origin: 'http://localhost:3000' },
    { origin: 'http://localhost.evil.example' },
    { origin: '' },
    { 'sec-fetch-site': 'cross-site' },
    { 'sec-fetch-site': 'same-site' },
    { 'sec-fetch-site': 'x' },
  ])('%j is refused on reading, writing and signing in', async (headers) => {
    for (const [method, path] of [
      ['GET', '/v2/user'],
      ['POST', '/v2/users/login'],
      ['GET', '/token'],
      ['OPTIONS', '/v2/user'],
    ] as const)
      expect((await t.ask(method, path, { headers })).status).toBe(403)
  })

  test('requests without those headers, or from our own origin, are answered', async () => {
    for (const headers of [
      {},
      { origin: 'http://localhost' },
      { 'sec-fetch-site': 'same-origin' },
      { 'sec-fetch-site': 'none' },
    ])
      expect((await t.ask('GET', '/v2/namespaces/harborline/repositories', { headers })).status).toBe(200)
  })

  test('never get CORS headers, not for a preflight either', async () => {
    const preflight = await t.ask('OPTIONS', '/v2/user', {
      headers: { 'access-control-request-method': 'GET', 'access-control-request-private-network': 'true' },
    })
    expect(preflight.status).toBe(404)
    expect([...preflight.headers.keys()].filter((name) => name.startsWith('access-control'))).toEqual([])
  })
})

describe('bodies', () => {
  const login = (raw: string | Uint8Array, type = 'application/json') =>
    t.ask('POST', '/v2/users/login', { raw, headers: type === '' ? {} : { 'content-type': type } })

  test.each([
    'text/plain',
    'application/x-www-form-urlencoded',
    'multipart/form-data',
    'application/jsonp',
    '',
  ])('of type %j are refused', async (type) =>
    expect((await login('{"username":"x","password":"y"}', type)).status).toBe(415),
  )

  test('of JSON with a charset are taken', async () => {
    expect((await login('{"username":"x","password":"y"}', 'Application/JSON; charset=utf-8')).status).toBe(
      401,
    )
  })

  test.each(['', '{', 'null', '[]', '"x"', '7', '{"username":"x","password":"y"} x'])(
    '%j is malformed',
    async (raw) => {
      const answer = await login(raw)
      expect(answer.status).toBe(400)
      expect(answer.body.detail).toContain('JSON')
    },
  )

  test('that are not UTF-8 are refused', async () => {
    expect((await login(new Uint8Array([0x7b, 0xff, 0x7d]))).status).toBe(400)
  })

  test('nested too deeply are refused, however deep', async () => {
    for (const depth of [20, 10_000]) {
      const answer = await login(`{"username":${'['.repeat(depth)}${']'.repeat(depth)}}`)
      expect(answer.status).toBe(400)
      expect(answer.body.detail).toContain('nested')
    }
  })

  test('of more than 64 KiB are refused, with and without a length', async () => {
    const big = `{"username":"x","password":"${'y'.repeat(64 * 1024)}"}`
    expect((await login(big)).status).toBe(413)
    const stream = new ReadableStream<Uint8Array>({
      pull(controller) {
        controller.enqueue(new TextEncoder().encode('x'.repeat(8192)))
      },
    })
    const response = await t.hub.request('/v2/users/login', {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: stream,
      duplex: 'half',
    })
    expect(response.status).toBe(413)
  })

  test('with __proto__ and unknown members do nothing', async () => {
    const answer = await login('{"__proto__":{"username":"x"},"password":"y","constructor":1}')
    expect(answer.status).toBe(400)
    expect(({} as Record<string, unknown>)['username']).toBeUndefined()
  })

  test('an empty one with Content-Type: application/json is no matter on GET and DELETE', async () => {
    const bearer = await t.signIn('robinhale')
    const headers = { 'content-type': 'application/json' }
    expect((await t.ask('GET', '/v2/user', { bearer, headers })).status).toBe(200)
    expect((await t.ask('DELETE', '/v2/orgs/harborline/access-tokens/x', { bearer, headers })).status).toBe(
      404,
    )
  })

  test('are never quoted in an error', async () => {
    const canary = 'canary-7f3a91'
    const bearer = await t.signIn('robinhale')
    const answers = [
      await login(JSON.stringify({ username: canary, password: canary })),
      await login(JSON.stringify({ username: [canary], password: { canary } })),
      await login(`{"${canary}`),
      await t.ask('POST', '/v2/orgs/harborline/access-tokens', {
        bearer,
        json: {
          label: [canary],
          resources: [{ type: canary, path: canary, scopes: [canary] }],
          expires_at: canary,
        },
      }),
      await t.ask('GET', '/token', {
        headers: { authorization: `Basic ${Buffer.from(`a:${canary}`).toString('base64')}` },
      }),
      await t.ask('GET', `/v2/namespaces/${canary}/repositories?page=${canary}&ordering=${canary}`),
      await t.ask('GET', `/${canary}`),
    ]
    for (const { status, text } of answers) {
      expect(status).toBeGreaterThanOrEqual(400)
      expect(text).not.toContain(canary)
    }
    expect(t.logged).toEqual([])
  })
})

describe('answers', () => {
  test.each([
    '/',
    '/v2/nope',
    '/v2/users',
    '/v2/orgs/harborlin',
    '/token/x',
    '//v2/user',
    '/v2/user/%2e%2e/x',
  ])('GET %s is "not found"', async (path) => {
    const answer = await t.ask('GET', `http://localhost${path}`)
    expect(answer.status).toBe(404)
    expect(answer.text).toContain('not found')
  })

  test('are JSON, not to be stored, not to be sniffed', async () => {
    for (const path of ['/v2/user', '/nope', '/v2/namespaces/harborline/repositories']) {
      const { headers } = await t.ask('GET', path)
      expect(headers.get('content-type')).toMatch(/^application\/json/)
      expect(headers.get('cache-control')).toBe('no-store')
      expect(headers.get('x-content-type-options')).toBe('nosniff')
    }
  })

  test('HEAD is GET without the body', async () => {
    const answer = await t.ask('HEAD', '/v2/namespaces/harborline/repositories')
    expect([answer.status, answer.text]).toEqual([200, ''])
  })

  test('a fault of ours is 500 without details, and logged without what was sent', async () => {
    const broken = await createTestHub()
    try {
      broken.hub.context.database.run('DROP TABLE repositories')
      const answer = await broken.ask('GET', '/v2/namespaces/harborline/repositories?name=canary')
      expect(answer.status).toBe(500)
      expect(answer.body).toEqual({
        detail: catalogue['server.failed'].words,
        message: catalogue['server.failed'].words,
      })
      expect(broken.logged).toHaveLength(1)
      expect(broken.logged[0]).toContain('repositories.ts')
      expect(broken.logged[0]).not.toContain('canary')
    } finally {
      broken.close()
    }
  })

  test('after closing, requests are refused instead of taking the process down', async () => {
    const closed = await createTestHub()
    closed.close()
    expect((await closed.ask('GET', '/v2/namespaces/harborline/repositories')).status).toBe(503)
  })
})

describe('README.md', () => {
  test('lists exactly the routes that there are', () => {
    const documented = [...readme.matchAll(/^\| `((?:GET|POST|PUT|PATCH|DELETE) [^`]+)`/gm)].map(
      ([, route]) => route,
    )
    const real = t.hub.routes.map((route) => route.replace(/:(\w+)/g, '{$1}'))
    expect([...documented].sort()).toEqual([...real].sort())
  })

  test('lists exactly the errors that there are, with status and shape', () => {
    const documented = [...readme.matchAll(/^\| `([a-zA-Z.]+)` +\| (\d{3}) +\| (\w+) +\|/gm)].map(
      ([, ...cells]) => cells,
    )
    const real = Object.entries(catalogue).map(([code, { status, shape }]) => [code, String(status), shape])
    expect(documented).toEqual(real)
  })

  test('says "not found" in every 404', () => {
    for (const { status, words } of Object.values(catalogue))
      if (status === 404) expect(words).toContain('not found')
  })
})

import { Hono } from 'hono'
import { describe, expect, it } from 'vitest'
import * as z from 'zod'
import { Failed } from '../../shared/errors.ts'
import { type BearerSource, createHubClient, type HubClientOptions } from './client.ts'
import { HubFailed } from './failures.ts'

const answer = z.looseObject({ name: z.string() })
const read = { method: 'GET', path: '/v2/thing', answer } as const
const write = { method: 'POST', path: '/v2/thing', body: { a: 1 }, answer } as const

/** A Hub in memory whose time only passes while the client sleeps. */
function setUp(
  hub: Pick<Hono, 'request'>,
  bearer: BearerSource | null = null,
  more: Partial<HubClientOptions> = {},
) {
  let time = 1000
  const slept: number[] = []
  const client = createHubClient({
    baseUrl: 'http://hub.test',
    fetch: (url, init) => hub.request(url, init),
    bearer,
    monotonic: () => time,
    random: () => 0.5,
    sleep: async (milliseconds) => {
      slept.push(milliseconds)
      time += milliseconds
    },
    ...more,
  })
  return { client, slept, pass: (milliseconds: number) => (time += milliseconds) }
}

/** Answers in order, the last one again and again; counts the requests. */
function sequence(...list: (() => Response)[]) {
  const seen: Request[] = []
  const hub = new Hono().all('*', (c) => {
    seen.push(c.req.raw)
    const next = list[Math.min(seen.length, list.length) - 1]
    if (!next) throw new Error('no answer')
    return next()
  })
  return { hub, seen }
}

const json =
  (status: number, body: unknown, headers: Record<string, string> = {}) =>
  () =>
    new Response(JSON.stringify(body), {
      status,
      headers: { 'content-type': 'application/json', ...headers },
    })
const html = (status: number) => () =>
  new Response('<h1>Welcome to the airport</h1>', { status, headers: { 'content-type': 'text/html' } })
const good = json(200, { name: 'acme', extra: { kept: true } })

const failureOf = async (promise: Promise<unknown>) => {
  const error = await promise.then(
    () => new Error('it succeeded'),
    (reason: unknown) => reason,
  )
  if (!(error instanceof Failed)) throw error
  return error.failure
}

describe('an answer', () => {
  it('is parsed, with fields that nobody announced', async () => {
    const { client } = setUp(sequence(good).hub)
    expect(await client.request(read)).toEqual({ name: 'acme', extra: { kept: true } })
  })

  it('carries query, body and bearer of the request, and nothing else', async () => {
    const { hub, seen } = sequence(good)
    const { client } = setUp(hub, { current: async () => 'b1', renew: async () => 'b2' })
    await client.request({ ...write, query: { page: 2, name: 'a b&c' } })
    const [request] = seen
    expect(request?.url).toBe('http://hub.test/v2/thing?page=2&name=a+b%26c')
    expect(await request?.json()).toEqual({ a: 1 })
    expect(Object.fromEntries(request?.headers ?? [])).toEqual({
      accept: 'application/json',
      authorization: 'Bearer b1',
      'content-type': 'application/json',
    })
  })

  it.each([
    ['a page for people', html(200)],
    ['nothing', () => new Response(null, { status: 204 })],
    ['empty JSON', () => new Response(' ', { status: 200, headers: { 'content-type': 'application/json' } })],
    ['half of it', () => new Response('{"name":"a', { headers: { 'content-type': 'application/json' } })],
    ['another shape', json(200, { name: 5 })],
    ['a list', json(200, [])],
    [
      'JSON under a false name',
      () => new Response('{"name":"a"}', { headers: { 'content-type': 'text/json+html' } }),
    ],
    ['a redirect', () => new Response(null, { status: 302, headers: { location: 'http://login.test/' } })],
  ])('that is %s is unexpected, and not asked for again', async (_what, what) => {
    const { hub, seen } = sequence(what)
    expect((await failureOf(setUp(hub).client.request(read))).code).toBe('server.unexpected')
    expect(seen).toHaveLength(1)
  })

  it.each(['application/json; charset=utf-8', 'application/problem+json', 'Application/JSON'])(
    'may say %s',
    async (type) => {
      const { hub } = sequence(() => new Response('{"name":"a"}', { headers: { 'content-type': type } }))
      expect(await setUp(hub).client.request(read)).toEqual({ name: 'a' })
    },
  )

  it('never quotes a value that has the wrong shape', async () => {
    const { hub } = sequence(json(200, { name: { token: 'canary-91' } }))
    const failure = await failureOf(setUp(hub).client.request(read))
    expect(failure.detail).toBe('the answer lacks name')
  })

  it('that is larger than allowed is given up', async () => {
    const { hub } = sequence(json(200, { name: 'x'.repeat(2000) }))
    const failure = await failureOf(setUp(hub, null, { maximumBytes: 1000 }).client.request(read))
    expect(failure).toEqual({ code: 'server.unexpected', detail: 'the answer is larger than allowed' })
    expect(await setUp(hub, null, { maximumBytes: 3000 }).client.request(read)).toBeDefined()
  })

  it('does not matter where none is asked for', async () => {
    const { hub } = sequence(html(200))
    expect(
      await setUp(hub).client.request({ method: 'DELETE', path: '/v2/thing', answer: null }),
    ).toBeUndefined()
  })
})

describe('trying again', () => {
  it('reads up to three times, with growing pauses', async () => {
    const { hub, seen } = sequence(json(500, {}), html(503), good)
    const { client, slept } = setUp(hub)
    expect(await client.request(read)).toMatchObject({ name: 'acme' })
    expect(seen).toHaveLength(3)
    expect(slept).toEqual([375, 750])
  })

  it('gives up after the third', async () => {
    const { hub, seen } = sequence(json(500, { detail: 'database down' }))
    expect(await failureOf(setUp(hub).client.request(read))).toEqual({
      code: 'server.failed',
      detail: 'database down',
    })
    expect(seen).toHaveLength(3)
  })

  it.each(['POST', 'PATCH', 'DELETE'] as const)('sends a %s once', async (method) => {
    const { hub, seen } = sequence(json(500, {}), good)
    const failure = await failureOf(setUp(hub).client.request({ method, path: '/v2/thing', answer }))
    expect(failure.code).toBe('server.failed')
    expect(seen).toHaveLength(1)
  })

  it('never happens after a refusal', async () => {
    const { hub, seen } = sequence(json(403, { detail: 'no' }))
    expect(await failureOf(setUp(hub).client.request(read))).toEqual({ code: 'server.refused', detail: 'no' })
    expect(seen).toHaveLength(1)
  })

  it('ends when the time for the call is used up', async () => {
    const { hub, seen } = sequence(json(500, {}))
    const { client, pass } = setUp(hub, null, {
      deadlineSeconds: 30,
      fetch: (url, init) => {
        pass(16_000)
        return hub.request(url, init)
      },
    })
    await failureOf(client.request(read))
    expect(seen).toHaveLength(2)
  })
})

describe('a bearer that the server refuses', () => {
  const source = (renewals: (string | Failed)[]) => {
    let bearer = 'old'
    const used: string[] = []
    return {
      used,
      current: async () => bearer,
      renew: async (refused: string) => {
        used.push(refused)
        const next = renewals.shift()
        if (typeof next !== 'string') throw next ?? new Error('asked too often')
        return (bearer = next)
      },
    }
  }
  const accepting = (accepted: string) => {
    const seen: string[] = []
    const hub = new Hono().all('*', (c) => {
      seen.push(c.req.header('authorization') ?? '')
      return c.req.header('authorization') === `Bearer ${accepted}`
        ? c.json({ name: 'acme' })
        : c.json({ detail: 'expired' }, 401)
    })
    return { hub, seen }
  }

  it.each([read, write])('is renewed once, without a word, for a $method', async (request) => {
    const { hub, seen } = accepting('new')
    const bearers = source(['new'])
    expect(await setUp(hub, bearers).client.request(request)).toEqual({ name: 'acme' })
    expect(bearers.used).toEqual(['old'])
    expect(seen).toEqual(['Bearer old', 'Bearer new'])
  })

  it('means signing in when the new one is refused too', async () => {
    const { hub, seen } = accepting('other')
    const bearers = source(['new', 'newer'])
    expect((await failureOf(setUp(hub, bearers).client.request(read))).code).toBe('signIn.needed')
    expect(seen).toEqual(['Bearer old', 'Bearer new'])
  })

  it('means what the renewal says when that fails', async () => {
    const { hub, seen } = accepting('new')
    const bearers = source([new Failed('signIn.needed')])
    expect((await failureOf(setUp(hub, bearers).client.request(write))).code).toBe('signIn.needed')
    expect(seen).toHaveLength(1)
  })

  it('is not renewed where the kind of session is refused', async () => {
    const { hub, seen } = sequence(
      json(401, { detail: 'token issued from personal access token is not allowed' }),
    )
    const bearers = source(['new'])
    expect((await failureOf(setUp(hub, bearers).client.request(read))).code).toBe('signIn.sessionRefused')
    expect(bearers.used).toEqual([])
    expect(seen).toHaveLength(1)
  })

  it('was not used by a request that came no further than the sign-in', async () => {
    const { hub, seen } = sequence(good)
    const failing = new HubFailed('server.timeout', { reach: 'maybeDone', passing: true })
    const { client } = setUp(hub, { current: () => Promise.reject(failing), renew: async () => 'b' })
    await expect(client.request(write)).rejects.toMatchObject({ reach: 'notSent' })
    expect(seen).toHaveLength(0)
  })
})

describe('a rate limit', () => {
  const limited = (headers: Record<string, string>) =>
    json(429, { detail: 'Rate limit exceeded', error: false }, headers)

  it('is waited for as told', async () => {
    const { hub } = sequence(limited({ 'retry-after': '7' }), good)
    const { client, slept } = setUp(hub)
    expect(await client.request(read)).toMatchObject({ name: 'acme' })
    expect(slept).toEqual([7000])
  })

  it('holds every call of the account', async () => {
    const { hub, seen } = sequence(limited({ 'retry-after': '8' }), good)
    const { client, slept, pass } = setUp(hub)
    // A write is not sent again on its own, but the next call waits.
    const failure = await failureOf(client.request(write))
    expect(failure).toEqual({ code: 'server.rateLimited', detail: 'Rate limit exceeded', retryAfter: 8 })
    expect(seen).toHaveLength(1)
    pass(3000)
    await client.request({ ...read, path: '/v2/other' })
    expect(slept).toEqual([5000])
  })

  it('that is long is told instead of waited for, until it is over', async () => {
    const { hub, seen } = sequence(limited({ 'retry-after': '90' }), good)
    const { client, slept, pass } = setUp(hub)
    expect(await failureOf(client.request(read))).toMatchObject({
      code: 'server.rateLimited',
      retryAfter: 90,
    })
    pass(30_000)
    expect(await failureOf(client.request(write))).toMatchObject({
      code: 'server.rateLimited',
      retryAfter: 60,
    })
    expect(seen).toHaveLength(1)
    expect(slept).toEqual([])
    pass(60_000)
    expect(await client.request(write)).toMatchObject({ name: 'acme' })
  })

  it('that never ends fails after three tries', async () => {
    const { hub, seen } = sequence(limited({ 'retry-after': '2' }))
    expect(await failureOf(setUp(hub).client.request(read))).toMatchObject({ code: 'server.rateLimited' })
    expect(seen).toHaveLength(3)
  })
})

describe('whether the server is there', () => {
  const bearer: BearerSource = {
    current: () => Promise.reject(new Error('asked for a bearer')),
    renew: () => Promise.reject(new Error('asked for a bearer')),
  }

  it.each([200, 401, 429, 500])(
    'it is when it answers %i, and nobody is signed in for that',
    async (status) => {
      const { hub, seen } = sequence(() => new Response('{}', { status }))
      expect(await setUp(hub, bearer).client.isReachable()).toBe(true)
      expect(seen.map(({ method, headers }) => [method, headers.get('authorization')])).toEqual([
        ['GET', null],
      ])
    },
  )

  it('it is not when nobody answers, or not in time', async () => {
    const gone = () => Promise.reject(Object.assign(new Error('net'), { code: 'ECONNREFUSED' }))
    expect(await setUp(new Hono(), bearer, { fetch: gone }).client.isReachable()).toBe(false)
    const never = () => new Promise<Response>(() => {})
    const { client } = setUp(new Hono(), bearer, { fetch: never, deadlineSeconds: 0.05 })
    expect(await client.isReachable()).toBe(false)
  })
})

describe('giving up', () => {
  const endless: Pick<HubClientOptions, 'fetch'> = { fetch: () => new Promise<Response>(() => {}) }

  it('happens at the deadline even when fetch does not listen', async () => {
    const { client } = setUp(new Hono(), null, { ...endless, deadlineSeconds: 0.05 })
    expect(await failureOf(client.request(read))).toEqual({ code: 'server.timeout' })
  })

  it('happens when the caller says so, with the caller’s reason', async () => {
    const { client } = setUp(new Hono(), null, endless)
    const stop = new AbortController()
    const waiting = client.request({ ...read, signal: stop.signal })
    stop.abort(new Error('the page was left'))
    await expect(waiting).rejects.toThrow('the page was left')
    await expect(client.request({ ...read, signal: stop.signal })).rejects.toThrow('the page was left')
  })
})

it('passes on why a server’s authorities could not be read', async () => {
  const fetch = () => {
    throw new Failed('file.unreadable', { detail: 'ca.pem' })
  }
  expect(await failureOf(setUp(new Hono(), null, { fetch }).client.request(write))).toEqual({
    code: 'file.unreadable',
    detail: 'ca.pem',
  })
})

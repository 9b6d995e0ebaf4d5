import { Hono } from 'hono'
import { describe, expect, it } from 'vitest'
import { createHubClient } from './client.ts'
import { searchRepositories } from './repositories.ts'
import {
  countAccessTokens,
  createAccessToken,
  deleteAccessToken,
  getAccessToken,
  listAccessTokens,
} from './tokens.ts'

const item = { id: '1', label: 'ci', is_active: true, created_at: '2026-01-01T00:00:00.123456Z' }
const body = {
  label: 'ci',
  resources: [{ type: 'TYPE_REPO', path: 'acme/*', scopes: ['scope-image-pull'] }],
  expires_at: '2026-12-31T23:59:59Z',
}
const secret = ['dckr', 'oat', 'x'.repeat(8)].join('_')

const clientOf = (hub: Pick<Hono, 'request'>) =>
  createHubClient({
    baseUrl: 'http://hub.test',
    fetch: (url, init) => hub.request(url, init),
    bearer: { current: async () => 'bearer', renew: async () => 'bearer' },
    sleep: async () => {},
  })

describe('listing', () => {
  it('keeps what it can read and counts the rest', async () => {
    const odd = [{ ...item, id: '../../etc' }, { ...item, id: '2', is_active: 'yes' }, { label: 'no id' }]
    const hub = new Hono().get('/v2/orgs/acme/access-tokens', (c) =>
      c.json({ total: 5, next: null, results: [{ ...item, future_field: 1 }, ...odd, item] }),
    )
    expect(await listAccessTokens(clientOf(hub), 'acme')).toEqual({
      tokens: [{ ...item, future_field: 1 }],
      unreadable: 3,
      total: 5,
    })
  })

  it('counts with one small request', async () => {
    const asked: string[] = []
    const hub = new Hono().get('/v2/orgs/acme/access-tokens', (c) => {
      asked.push(new URL(c.req.url).search)
      return c.json({ total: 61, next: 'http://x', results: [{ broken: true }] })
    })
    expect(await countAccessTokens(clientOf(hub), 'acme')).toBe(61)
    expect(asked).toEqual(['?page=1&page_size=1'])
  })
})

describe('creating', () => {
  const answering = (status: number, answer: unknown, type = 'application/json') => {
    const bodies: unknown[] = []
    const hub = new Hono().post('/v2/orgs/acme/access-tokens', async (c) => {
      bodies.push(await c.req.json())
      return new Response(typeof answer === 'string' ? answer : JSON.stringify(answer), {
        status,
        headers: { 'content-type': type },
      })
    })
    return { client: clientOf(hub), bodies }
  }

  it('sends the body as it is and gives the whole answer', async () => {
    const created = { ...item, ...body, description: '', token: secret, extra: 1 }
    const { client, bodies } = answering(201, created)
    expect(await createAccessToken(client, 'acme', body)).toEqual(created)
    expect(bodies).toEqual([body])
  })

  it('loses no secret to anything else that is wrong in the answer', async () => {
    const { client } = answering(201, { id: '9', token: secret, label: null, resources: 'x', is_active: 1 })
    expect(await createAccessToken(client, 'acme', body)).toMatchObject({
      id: '9',
      token: secret,
      label: 'ci',
      resources: body.resources,
      is_active: true,
      created_at: expect.stringMatching(/^\d{4}-/) as string,
    })
  })

  it.each([
    ['a page', 200, '<p>done</p>', 'text/html'],
    ['no secret', 201, { ...item, ...body }, 'application/json'],
    ['no id', 201, { token: secret }, 'application/json'],
    ['half an answer', 201, '{"id":"9","tok', 'application/json'],
    ['a fault', 500, { detail: 'oops' }, 'application/json'],
    ['a gateway’s fault', 504, '<p>timeout</p>', 'text/html'],
  ])('does not know the outcome after %s', async (_what, status, answer, type) => {
    const { client, bodies } = answering(status, answer, type)
    await expect(createAccessToken(client, 'acme', body)).rejects.toMatchObject({
      failure: { code: 'token.unknownOutcome' },
    })
    expect(bodies).toHaveLength(1)
  })

  it.each([
    [
      400,
      { fields: { label: ['too odd'] }, text: 'invalid' },
      { code: 'token.rejected', field: 'label', detail: 'too odd' },
    ],
    [
      400,
      { text: 'limit of 10 access tokens reached' },
      { code: 'slots.full', detail: 'limit of 10 access tokens reached' },
    ],
    [403, { detail: 'owners only' }, { code: 'organization.notOwner', detail: 'owners only' }],
    [
      404,
      { detail: 'organization not found' },
      { code: 'organization.gone', detail: 'organization not found' },
    ],
    [429, { detail: 'slow' }, { code: 'server.rateLimited', detail: 'slow', retryAfter: 10 }],
  ])('knows that nothing was made after a %i', async (status, answer, failure) => {
    const { client, bodies } = answering(status, answer)
    await expect(createAccessToken(client, 'acme', body)).rejects.toMatchObject({ failure })
    expect(bodies).toHaveLength(1)
  })

  it('never shows a secret that stands in a refusal', async () => {
    const { client } = answering(400, { text: `cannot make ${secret}` })
    const error = await createAccessToken(client, 'acme', body).catch((reason: unknown) => reason)
    expect(JSON.stringify(error) + String(error)).not.toContain(secret)
  })
})

describe('one token', () => {
  it('is read with its access', async () => {
    const hub = new Hono().get('/v2/orgs/acme/access-tokens/1', (c) =>
      c.json({ ...item, resources: body.resources }),
    )
    expect(await getAccessToken(clientOf(hub), 'acme', '1')).toMatchObject({ resources: body.resources })
    await expect(getAccessToken(clientOf(new Hono()), 'acme', '1')).rejects.toMatchObject({
      failure: { code: 'server.unexpected' },
    })
  })

  it('counts as deleted when it is gone, but not when something else answers for the Hub', async () => {
    const gone = new Hono().delete('/v2/orgs/acme/access-tokens/1', (c) =>
      c.json({ detail: 'not found' }, 404),
    )
    await expect(deleteAccessToken(clientOf(gone), 'acme', '1')).resolves.toBeUndefined()
    const portal = new Hono().all('*', (c) => c.html('<p>page not found</p>', 404))
    await expect(deleteAccessToken(clientOf(portal), 'acme', '1')).rejects.toMatchObject({
      failure: { code: 'server.unexpected' },
    })
  })

  it('is named safely in the address', async () => {
    const asked: string[] = []
    const hub = new Hono().delete('*', (c) => {
      asked.push(new URL(c.req.url).pathname)
      return c.body(null, 204)
    })
    await deleteAccessToken(clientOf(hub), 'acme', 'a/../../b?c')
    expect(asked).toEqual(['/v2/orgs/acme/access-tokens/a%2F..%2F..%2Fb%3Fc'])
  })
})

it('searches repositories by name, in order of name', async () => {
  const asked: string[] = []
  const hub = new Hono().get('/v2/namespaces/acme/repositories', (c) => {
    asked.push(new URL(c.req.url).search)
    return c.json({
      count: 150,
      next: 'http://x',
      results: [{ name: 'web', namespace: 'acme', is_private: true }],
    })
  })
  const found = await searchRepositories(clientOf(hub), 'acme', { name: 'we', page: 1, pageSize: 100 })
  expect(found).toMatchObject({ total: 150, more: true, items: [{ name: 'web' }] })
  await searchRepositories(clientOf(hub), 'acme', { name: '', page: 2, pageSize: 50 })
  expect(asked).toEqual(['?ordering=name&name=we&page=1&page_size=100', '?ordering=name&page=2&page_size=50'])
})

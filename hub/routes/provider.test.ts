// Docker's Terraform provider, as a client: its acceptance tests for organization access tokens (T1 to T5) and those of
// its unmerged data source (D1 to D4), made with the same requests, headers and comparisons.
// Source: docker/terraform-provider-docker internal/provider/resource_org_access_token_test.go, internal/hubclient.
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { type TestHub, createTestHub, repositoryResource } from '../test-hub.ts'

let t: TestHub
beforeEach(async () => {
  t = await createTestHub()
})
afterEach(() => t.close())

interface Body {
  label: string
  description: string
  resources: { type: string; path: string; scopes: string[] }[]
  expires_at?: string
}

/** The provider's client: any status below 400 is success, and absence is recognised by words. */
function createProvider() {
  let bearer: { token: string; endsAt: number } | null = null

  async function signIn(): Promise<string> {
    if (bearer !== null && bearer.endsAt > t.now()) return bearer.token
    const json = { username: 'robinhale', password: t.passwordOf('robinhale') }
    const { status, body } = await t.ask('POST', '/v2/users/login', { json })
    if (status !== 200) throw new Error(`login failed: ${status}`)
    const { token } = body as { token: string }
    const parts = token.split('.')
    if (parts.length !== 3) throw new Error('token is not a JWT')
    const { exp } = JSON.parse(Buffer.from(parts[1] ?? '', 'base64url').toString()) as { exp?: unknown }
    if (typeof exp !== 'number') throw new Error('token does not contain expiry')
    bearer = { token, endsAt: exp * 1000 }
    return token
  }

  async function request(method: string, path: string, json?: unknown) {
    const answer = await t.ask(method, path, {
      json,
      headers: {
        // On every call, also those without a body.
        'content-type': 'application/json',
        accept: 'application/json',
        'user-agent': 'terraform-provider-docker/test',
        authorization: `Bearer ${await signIn()}`,
      },
    })
    if (answer.status >= 400) throw new Error(`bad response ${answer.status}: ${answer.text.slice(0, 500)}`)
    return answer
  }

  const base = '/v2/orgs/harborline/access-tokens'
  return {
    request,
    create: async (body: Body) => (await request('POST', base, body)).body,
    read: async (id: string) => (await request('GET', `${base}/${id}`)).body,
    update: async (id: string, body: Body) => (await request('PATCH', `${base}/${id}`, body)).body,
    remove: async (id: string) => request('DELETE', `${base}/${id}`),
    /** Follows `next`, as the provider does: strips scheme, host and /v2. It sends no page size. */
    async list() {
      const found: { id: string; label: string }[] = []
      for (let path: string | null = base; path !== null;) {
        const { body } = await request('GET', path)
        found.push(...body.results)
        path = body.next === null ? null : `/v2${(body.next as string).replace('http://localhost/v2', '')}`
      }
      return found
    },
  }
}

const config: Body = {
  label: 'tf-acc',
  description: 'Created by a test',
  resources: [repositoryResource('harborline/*', 'scope-image-pull')],
  expires_at: '2029-12-31T23:59:59Z',
}

/** What a plan compares: state after apply and refresh against the configuration, lists in order. */
const attributes = ({ label, description, resources, expires_at }: Body) => ({
  label,
  description,
  resources,
  expires_at,
})

describe('resource docker_org_access_token', () => {
  test('T1 create: everything comes back as configured, and a refresh plans nothing', async () => {
    const provider = createProvider()
    const created = await provider.create(config)
    expect(created.id).toBeTruthy()
    expect(created.token).toBeTruthy()
    expect(attributes(created)).toEqual(config)
    expect(attributes(await provider.read(created.id))).toEqual(config)
  })

  test('T2 import by id: every attribute equals the state, the secret excepted', async () => {
    const provider = createProvider()
    const { token, ...state } = await provider.create(config)
    expect(token).toBeTruthy()
    expect(await provider.read(state.id)).toMatchObject(state)
  })

  test('T3 update in place: same id, new label, description and path', async () => {
    const provider = createProvider()
    const { id } = await provider.create(config)
    const changed = {
      label: 'tf-acc-renamed',
      description: 'Changed by a test',
      resources: [repositoryResource('*/*/public', 'scope-image-pull')],
    }
    const answer = await provider.update(id, changed)
    expect(answer.id).toBe(id)
    const expected = { ...changed, expires_at: config.expires_at }
    expect(attributes(answer)).toEqual(expected)
    expect(attributes(await provider.read(id))).toEqual(expected)
    expect((await provider.read(id)).is_active).toBe(true)
  })

  test.each([true, false])('T4 another expiry replaces the token (delete first: %s)', async (deleteFirst) => {
    const provider = createProvider()
    const old = await provider.create(config)
    const next = { ...config, expires_at: '2030-12-31T23:59:59Z' }
    if (deleteFirst) await provider.remove(old.id)
    const made = await provider.create(next)
    if (!deleteFirst) await provider.remove(old.id)
    expect(made.id).not.toBe(old.id)
    expect(attributes(await provider.read(made.id))).toEqual(next)
  })

  test('T5 destroy: gone, and a second time recognised by "not found"', async () => {
    const provider = createProvider()
    const { id } = await provider.create(config)
    await provider.remove(id)
    await expect(provider.remove(id)).rejects.toThrow(/not found/i)
    await expect(provider.read(id)).rejects.toThrow(/not found/i)
  })

  test('signs in again when its bearer ran out', async () => {
    const provider = createProvider()
    const { id } = await provider.create(config)
    t.pass(600_000)
    expect((await provider.read(id)).id).toBe(id)
  })
})

describe('data source docker_org_access_token', () => {
  test('D1 by id: no token attribute', async () => {
    const provider = createProvider()
    const { id } = await provider.create(config)
    expect(Object.keys(await provider.read(id))).not.toContain('token')
  })

  test('D2 by label: all pages, the exact label, then the token itself', async () => {
    const provider = createProvider()
    const { id } = await provider.create(config)
    const all = await provider.list()
    expect(all.length).toBeGreaterThan(50)
    expect(new Set(all.map((one) => one.id)).size).toBe(all.length)
    const [match, ...others] = all.filter(({ label }) => label === config.label)
    expect(others).toEqual([])
    expect(attributes(await provider.read(match?.id ?? ''))).toEqual(config)
    expect(match?.id).toBe(id)
  })

  test('D3 and D4: two or no tokens with the label are the client’s to see', async () => {
    const provider = createProvider()
    await provider.create(config)
    await provider.create(config)
    const labels = (await provider.list()).map(({ label }) => label)
    expect(labels.filter((label) => label === config.label)).toHaveLength(2)
    expect(labels).not.toContain('no such label')
  })
})

test('a trailing slash is as good as none, on every route, without a redirect', async () => {
  const provider = createProvider()
  const { id } = await provider.create(config)
  for (const path of [
    '/v2/user',
    '/v2/user/orgs',
    '/v2/namespaces/harborline/repositories',
    '/v2/orgs/harborline/access-tokens',
    `/v2/orgs/harborline/access-tokens/${id}`,
  ]) {
    const [without, withSlash] = [
      await provider.request('GET', path),
      await provider.request('GET', `${path}/`),
    ]
    expect([without.status, withSlash.status]).toEqual([200, 200])
    expect(withSlash.text.replaceAll('/?', '?')).toBe(without.text)
  }
})

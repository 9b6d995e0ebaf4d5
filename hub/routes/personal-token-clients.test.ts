// Docker's own clients of personal access tokens, over HTTPS: the Terraform provider's acceptance tests and hub-tool's
// calls, made with the same requests, headers and comparisons.
// Sources: docker/terraform-provider-docker internal/provider/resource_access_token_test.go and internal/hubclient,
// docker/hub-tool pkg/hub/tokens.go and client.go.
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { type StartedHub, startHub } from '../server.ts'
import { totpOf } from '../sign-in/second-factor.ts'
import { askOverSocket } from '../test-socket.ts'

let folder: string
let hub: StartedHub
beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'granary-hub-'))
  hub = await startHub({
    dataFolder: folder,
    passwordCost: 4,
    seed: 'everybody',
    tls: 'own',
    requestsPerMinute: 0,
  })
}, 60_000)
afterAll(async () => {
  await hub.close()
  rmSync(folder, { recursive: true, force: true })
})
beforeEach(() => void hub.hub.context.database.run('DELETE FROM personal_tokens'))

const person = (username: string) => {
  const found = hub.credentials?.people.find((one) => one.username === username)
  if (!found) throw new Error(`${username} is not in the demo`)
  return found
}

interface Token {
  uuid: string
  token: string
  token_label: string
  is_active: boolean
  scopes: string[]
  expires_at?: string
}

/** Any status below 400 is success; URLs are BASE/v2 with a path, and the next page's loses exactly that. */
function createProvider() {
  const base = `${hub.url}/v2`
  const userAgent = { 'user-agent': 'terraform-provider-docker/test' }
  let bearer: string | null = null

  async function signIn(): Promise<string> {
    const { username, password } = person('robinhale')
    const headers = { 'content-type': 'application/json', ...userAgent }
    const answer = await askOverSocket(hub, 'POST', `${base}/users/login/`, {
      headers,
      json: { username, password },
    })
    if (answer.status >= 400) throw new Error(`check credentials status: ${answer.status}`)
    return answer.body.token as string
  }

  async function request(method: string, path: string, json?: unknown) {
    bearer ??= await signIn()
    // All of them on every call, also those without a body.
    const headers = {
      'content-type': 'application/json',
      accept: 'application/json',
      authorization: `Bearer ${bearer}`,
      ...userAgent,
    }
    const answer = await askOverSocket(hub, method, `${base}${path}`, { headers, json })
    if (answer.status >= 400) throw new Error(`server response ${base}${path}: ${answer.text}`)
    return answer.body as Token
  }

  return {
    create: (json: object) => request('POST', '/access-tokens', json),
    read: (uuid: string) => request('GET', `/access-tokens/${uuid}`),
    update: (uuid: string, json: object) => request('PATCH', `/access-tokens/${uuid}`, json),
    remove: (uuid: string) => request('DELETE', `/access-tokens/${uuid}`),
    async list() {
      const found: Token[] = []
      for (let path: string | null = '/access-tokens'; path !== null;) {
        const page = (await request('GET', path)) as unknown as { results: Token[]; next: string | null }
        found.push(...page.results)
        path = page.next?.replace(base, '') ?? null
      }
      return found
    },
  }
}

describe('resource docker_access_token', () => {
  const config = {
    token_label: 'test-label',
    scopes: ['repo:read', 'repo:write'],
    expires_at: '2029-12-31T23:59:59Z',
  }

  test('create: uuid and secret set, active, everything as configured', async () => {
    const created = await createProvider().create(config)
    expect(created).toMatchObject({ ...config, is_active: true })
    expect(created.scopes).toHaveLength(2)
    expect([created.uuid, created.token].every(Boolean)).toBe(true)
  })

  test.each<[what: string, more: object]>([
    ['absent', {}],
    ['empty', { expires_at: '' }],
  ])('create without an end (%s): none in the state, after a refresh neither', async (_, more) => {
    const provider = createProvider()
    const created = await provider.create({ token_label: 'test-label', scopes: ['repo:read'], ...more })
    // The provider's state has "" where the member is absent.
    expect(created.expires_at ?? '').toBe('')
    expect((await provider.read(created.uuid)).expires_at ?? '').toBe('')
  })

  test('import by uuid: every attribute equals the created state, the secret excepted', async () => {
    const provider = createProvider()
    const { token, ...state } = await provider.create(config)
    const { token: imported, ...read } = await provider.read(state.uuid)
    expect(read).toEqual(state)
    expect([token === '', imported]).toEqual([false, ''])
  })

  test('update in place: label and activeness, as the provider always sends both', async () => {
    const provider = createProvider()
    const { uuid } = await provider.create(config)
    for (const is_active of [false, true]) {
      const changed = { token_label: `renamed ${is_active}`, is_active }
      expect(await provider.update(uuid, changed)).toMatchObject({ ...config, ...changed, uuid })
      expect(await provider.read(uuid)).toMatchObject({ ...config, ...changed, uuid })
    }
  })

  test('destroy: gone, and recognised as gone by "not found"', async () => {
    const provider = createProvider()
    const { uuid } = await provider.create(config)
    await provider.remove(uuid)
    await expect(provider.read(uuid)).rejects.toThrow(/not found/i)
    await expect(provider.update(uuid, { token_label: 'x', is_active: true })).rejects.toThrow(/not found/i)
    await expect(provider.remove(uuid)).rejects.toThrow(/not found/i)
  })

  test('data source docker_access_tokens: all pages', async () => {
    const provider = createProvider()
    const made: string[] = []
    for (let time = 0; time < 23; time++) made.push((await provider.create(config)).uuid)
    expect((await provider.list()).map(({ uuid }) => uuid).sort()).toEqual(made.sort())
  })
})

describe('hub-tool token', () => {
  /** hub-tool's headers are on every call; only 2xx is success. */
  async function call(method: string, path: string, bearer: string | null, json?: unknown) {
    const headers = {
      accept: 'application/json',
      'content-type': 'application/json',
      'user-agent': 'hub-tool/test',
      ...(bearer !== null && { authorization: `Bearer ${bearer}` }),
    }
    return askOverSocket(hub, method, path, { headers, json })
  }

  async function signIn(username: string): Promise<string> {
    const { password, totp } = person(username)
    const login = await call('POST', '/v2/users/login?refresh_token=true', null, { username, password })
    if (totp === null) return login.body.token as string
    expect([login.status, login.body.detail]).toEqual([
      401,
      'Require secondary authentication on MFA enabled account',
    ])
    const code = totpOf(totp.secret, username).generate()
    const json = { code, login_2fa_token: login.body.login_2fa_token as string }
    return (await call('POST', '/v2/users/2fa-login?refresh_token=true', null, json)).body.token as string
  }

  /** What Go makes of an answer: these types or it fails, and a moment is RFC 3339 or null. */
  const decoded = {
    uuid: expect.stringMatching(/^[0-9a-f-]{36}$/) as string,
    client_id: expect.any(String) as string,
    creator_ip: '127.0.0.1',
    creator_ua: 'hub-tool/test',
    created_at: expect.stringMatching(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{6}Z$/) as string,
    last_used: null,
    generated_by: expect.any(String) as string,
    is_active: true,
    token: expect.any(String) as string,
    token_label: 'ci',
    scopes: ['repo:public_read'],
  }

  test.each(['robinhale', 'danieloduya'])(
    'create, ls, inspect, deactivate, activate and rm as %s',
    async (who) => {
      const bearer = await signIn(who)
      // `is_active` is always there, and false, because Go leaves nothing else out.
      const created = await call('POST', '/v2/api_tokens', bearer, { token_label: 'ci', is_active: false })
      expect([created.status, created.body]).toEqual([201, decoded])
      expect(created.body.token).toBeTruthy()
      const path = `/v2/api_tokens/${created.body.uuid}`

      const list = (await call('GET', '/v2/api_tokens?page=1&page_size=100', bearer)).body
      const shown = { ...created.body, token: '' } as object
      expect(list).toEqual({ count: 1, active_count: 1, next: null, previous: null, results: [shown] })
      expect((await call('GET', path, bearer)).body).toEqual(shown)
      for (const is_active of [false, true]) {
        const updated = await call('PATCH', path, bearer, { is_active })
        expect([updated.status, updated.body]).toEqual([200, { ...shown, is_active }])
        const counts = (await call('GET', '/v2/api_tokens?page=1&page_size=100', bearer)).body
        expect([counts.count, counts.active_count]).toEqual([1, is_active ? 1 : 0])
      }
      expect((await call('DELETE', path, bearer)).status).toBe(204)
      const again = await call('DELETE', path, bearer)
      // It shows an error's words only when every member is a text.
      expect([again.status, ...Object.values(again.body as object).map((word) => typeof word)]).toEqual([
        404,
        'string',
        'string',
      ])
    },
  )

  test.each(['admin', 'write', 'read', 'public_read'])('create --scope %s', async (scope) => {
    const bearer = await signIn('robinhale')
    const json = { token_label: 'ci', scopes: [`repo:${scope}`], is_active: false }
    const { body } = await call('POST', '/v2/api_tokens', bearer, json)
    expect(body).toEqual({ ...decoded, scopes: [`repo:${scope}`] })
  })

  test('ls --all follows next as it is', async () => {
    const bearer = await signIn('robinhale')
    for (let time = 0; time < 101; time++) await call('POST', '/v2/api_tokens', bearer, { token_label: 'ci' })
    const first = (await call('GET', '/v2/api_tokens?page=1&page_size=100', bearer)).body
    expect([first.count, first.results.length]).toEqual([101, 100])
    const second = (await call('GET', first.next as string, bearer)).body
    expect([second.count, second.results.length, second.next]).toEqual([101, 1, null])
  })
})

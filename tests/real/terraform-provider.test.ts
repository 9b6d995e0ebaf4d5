// Docker's Terraform provider against the Local Hub over HTTPS: its acceptance tests for organization access tokens
// (T1 to T5), those of its unmerged data source (D1 to D4), and those for personal access tokens.
// Source: docker/terraform-provider-docker internal/provider/resource_org_access_token_test.go, its pull request 131,
// and resource_access_token_test.go.
import { mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest'
import { type StartedHub, startHub } from '../../hub/server.ts'
import { type ProviderOptions, type TokenConfig, terraformProvider } from '../support/terraform-provider.ts'

const organization = 'harborline'
let folder: string
let hub: StartedHub
/** How far the clock of the Hub and its client is ahead (milliseconds). */
let ahead = 0
const now = () => Date.now() + ahead

beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'granary-terraform-'))
  hub = await startHub({ dataFolder: folder, now, passwordCost: 4, seed: 'everybody', tls: 'own' })
})
afterAll(async () => {
  await hub.close()
  rmSync(folder, { recursive: true, force: true })
})
// As at the end of each acceptance test, everything that was made is destroyed.
const made: (() => Promise<unknown>)[] = []
afterEach(async () => {
  for (const destroy of made.splice(0)) await destroy().catch(notFound)
  ahead = 0
})

const notFound = (error: Error) => {
  if (!/not found/i.test(error.message)) throw error
}

function provider(options: Partial<ProviderOptions> = {}) {
  const { username = '', password = '' } =
    hub.credentials?.people.find((person) => person.username === 'robinhale') ?? {}
  const ca = readFileSync(hub.tlsCa ?? '', 'utf8')
  const client = terraformProvider({ url: hub.url, ca, username, password, now, ...options })
  return {
    ...client,
    create: async (config: TokenConfig) => {
      const state = await client.createToken(organization, config)
      made.push(() => client.deleteToken(organization, state.id))
      return state
    },
    createPersonal: async (config: Parameters<typeof client.createPersonal>[0]) => {
      const state = await client.createPersonal(config)
      made.push(() => client.deletePersonal(state.uuid))
      return state
    },
  }
}

const config: TokenConfig = {
  label: 'tf-acc',
  description: 'Created by a test',
  resources: [{ type: 'TYPE_REPO', path: `${organization}/*`, scopes: ['scope-image-pull'] }],
  expires_at: '2029-12-31T23:59:59Z',
}

/** What a plan compares: state after apply and refresh against the configuration, lists in order. */
const attributes = ({ label, description, resources, expires_at }: TokenConfig) => ({
  label,
  description,
  resources,
  expires_at,
})

describe('resource docker_org_access_token', () => {
  test.each(['users/login', 'auth/token'] as const)(
    'T1 create, signed in at %s: everything comes back as configured, and a refresh plans nothing',
    async (signInAt) => {
      const { create, readToken } = provider({ signInAt })
      const created = await create(config)
      expect(created.id).toBeTruthy()
      expect(created.token).toBeTruthy()
      expect(attributes(created)).toEqual(config)
      expect(attributes(await readToken(organization, created.id))).toEqual(config)
    },
  )

  test('T2 import by id: every attribute equals the state, the secret excepted', async () => {
    const { create, readToken } = provider()
    const { token, ...state } = await create(config)
    expect(token).toBeTruthy()
    expect(await readToken(organization, state.id)).toMatchObject(state)
  })

  test('T3 update in place: same id, new label, description and path', async () => {
    const { create, readToken, updateToken } = provider()
    const { id } = await create(config)
    const changed = {
      label: 'tf-acc-renamed',
      description: 'Changed by a test',
      resources: [{ type: 'TYPE_REPO', path: '*/*/public', scopes: ['scope-image-pull'] }],
    }
    const answer = await updateToken(organization, id, changed)
    const expected = { ...changed, expires_at: config.expires_at }
    expect(answer.id).toBe(id)
    expect(attributes(answer)).toEqual(expected)
    const refreshed = await readToken(organization, id)
    expect(attributes(refreshed)).toEqual(expected)
    expect(refreshed.is_active).toBe(true)
  })

  test.each([true, false])('T4 another expiry replaces the token (delete first: %s)', async (deleteFirst) => {
    const { create, readToken, deleteToken } = provider()
    const old = await create(config)
    const next = { ...config, expires_at: '2030-12-31T23:59:59Z' }
    if (deleteFirst) await deleteToken(organization, old.id)
    const replacement = await create(next)
    if (!deleteFirst) await deleteToken(organization, old.id)
    expect(replacement.id).not.toBe(old.id)
    expect(attributes(await readToken(organization, replacement.id))).toEqual(next)
  })

  test('T5 destroy: gone, and a second time recognised by "not found"', async () => {
    const { create, readToken, deleteToken } = provider()
    const { id } = await create(config)
    await deleteToken(organization, id)
    await expect(deleteToken(organization, id)).rejects.toThrow(/not found/i)
    await expect(readToken(organization, id)).rejects.toThrow(/not found/i)
  })

  test('a bearer is good until the second it ends, and then a new one is had', async () => {
    const { create, readToken } = provider()
    const { id } = await create(config)
    ahead = 595_000
    expect((await readToken(organization, id)).id).toBe(id)
    ahead = 605_000
    expect((await readToken(organization, id)).id).toBe(id)
  })
})

describe('data source docker_org_access_token', () => {
  test('D1 by id: no token attribute', async () => {
    const { create, readToken } = provider()
    const { id } = await create(config)
    expect(Object.keys(await readToken(organization, id))).not.toContain('token')
  })

  test('D2 by label: all pages of ten, the exact label, then the token itself', async () => {
    const { create, listTokens, readToken } = provider()
    const { id } = await create(config)
    const all = await listTokens(organization)
    expect(all.length).toBeGreaterThan(50)
    expect(new Set(all.map((one) => one.id)).size).toBe(all.length)
    const matches = all.filter(({ label }) => label === config.label)
    expect(matches.map((match) => match.id)).toEqual([id])
    expect(attributes(await readToken(organization, id))).toEqual(config)
  })

  test('D3 and D4: two or no tokens with the label are the client’s to see', async () => {
    const { create, listTokens } = provider()
    await create(config)
    await create(config)
    const labels = (await listTokens(organization)).map(({ label }) => label)
    expect(labels.filter((label) => label === config.label)).toHaveLength(2)
    expect(labels).not.toContain('no such label')
  })
})

describe('resource docker_access_token', () => {
  const personal = { token_label: 'test-label', scopes: ['repo:read', 'repo:write'] }

  test.each([{ expires_at: '2029-12-31T23:59:59Z' }, {}])(
    'create with %j, then import: equal to the state, the secret excepted',
    async (expiry) => {
      const { createPersonal, readPersonal } = provider()
      const { token, ...state } = await createPersonal({ ...personal, ...expiry })
      expect(token).toBeTruthy()
      expect(state.uuid).toBeTruthy()
      expect(state).toMatchObject({ ...personal, is_active: true, ...expiry })
      // "" or null would differ from a configuration without it.
      expect('expires_at' in state).toBe('expires_at' in expiry)
      expect(await readPersonal(state.uuid)).toEqual({ ...state, token: '' })
    },
  )

  test('update in place', async () => {
    const { createPersonal, readPersonal, updatePersonal } = provider()
    const { uuid } = await createPersonal(personal)
    const changed = { token_label: 'renamed', is_active: false }
    expect(await updatePersonal(uuid, changed)).toMatchObject({ uuid, ...changed })
    expect(await readPersonal(uuid)).toMatchObject({ uuid, ...changed, scopes: personal.scopes })
  })

  test('destroy: gone, and recognised by "not found"', async () => {
    const { createPersonal, readPersonal, deletePersonal } = provider()
    const { uuid } = await createPersonal(personal)
    await deletePersonal(uuid)
    await expect(deletePersonal(uuid)).rejects.toThrow(/not found/i)
    await expect(readPersonal(uuid)).rejects.toThrow(/not found/i)
  })
})

test('a trailing slash is as good as none, on every route, without a redirect', async () => {
  const { create, request } = provider()
  const { id } = await create(config)
  for (const path of [
    '/user',
    '/user/orgs',
    `/orgs/${organization}`,
    `/orgs/${organization}/members`,
    `/orgs/${organization}/groups`,
    `/namespaces/${organization}/repositories`,
    `/orgs/${organization}/access-tokens`,
    `/orgs/${organization}/access-tokens/${id}`,
  ]) {
    const without = JSON.stringify(await request('GET', path))
    const withSlash = JSON.stringify(await request('GET', `${path}/`))
    expect(withSlash.replaceAll('/?', '?')).toBe(without)
  }
})

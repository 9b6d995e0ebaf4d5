// Clients and a registry that nobody here wrote: the Docker CLI signs in, skopeo pushes, pulls and deletes, and CNCF
// Distribution lets them, or not, on the strength of our tokens.
import { mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { dockerLogin, skopeo } from '../../tests/support/docker.ts'
import { makeImage } from '../../tests/support/image.ts'
import { type Registry, startRegistry } from '../../tests/support/registry.ts'
import type { Run } from '../../tests/support/run.ts'
import { type StartedHub, startHub } from '../server.ts'
import { organizationResource, readAnswer, repositoryResource } from '../test-hub.ts'
import { registryIssuer, registryService } from './constants.ts'

const organization = 'meadowlark'
const pushRepository = 'survey-api'
const pullRepository = 'survey-web'

let folder: string
let hub: StartedHub
let registry: Registry
let bearer = ''

beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'granary-hub-'))
  hub = await startHub({ dataFolder: join(folder, 'hub'), passwordCost: 4, seed: 'everybody' })
  registry = await startRegistry({
    realm: `${hub.url}/token`,
    service: registryService,
    issuer: registryIssuer,
    caFile: hub.registryCa,
  })
  const json = { username: 'robinhale', password: passwordOf('robinhale') }
  bearer = (await api('POST', '/v2/users/login', json)).body.token as string
}, 60_000)

afterAll(async () => {
  await registry.stop()
  await hub.close()
  rmSync(folder, { recursive: true, force: true })
})

type Credentials = [username: string, secret: string]

const passwordOf = (username: string) =>
  hub.credentials?.people.find((person) => person.username === username)?.password ?? ''

async function api(method: string, path: string, json?: unknown) {
  const headers = {
    'content-type': 'application/json',
    ...(bearer !== '' && { authorization: `Bearer ${bearer}` }),
  }
  const body = json === undefined ? null : JSON.stringify(json)
  return readAnswer(await fetch(`${hub.url}${path}`, { method, headers, body }))
}

const tokens = `/v2/orgs/${organization}/access-tokens`
const made: string[] = []

async function newToken(
  ...resources: ReturnType<typeof repositoryResource>[]
): Promise<{ id: string; secret: string }> {
  // One slot is free in the demo's Team organization.
  for (const id of made.splice(0)) await api('DELETE', `${tokens}/${id}`)
  const { status, body } = await api('POST', tokens, { label: 'test', resources })
  expect(status).toBe(201)
  const { id, token: secret } = body as { id: string; token: string }
  made.push(id)
  return { id, secret }
}

async function login(address: string, ...[username, secret]: Credentials) {
  const config = mkdtempSync(join(folder, 'docker-'))
  const { code, output } = await dockerLogin(config, { registry: address, username, secret })
  return { ok: code === 0, said: output, config }
}

async function withSkopeo(
  credentials: Credentials | null,
  act: (client: Awaited<ReturnType<typeof skopeo>>) => Promise<Run>,
): Promise<{ ok: boolean; said: string }> {
  const [username = '', secret = ''] = credentials ?? []
  const client = await skopeo(credentials ? { registry: registry.address, username, secret } : undefined)
  try {
    const { code, output } = await act(client)
    return { ok: code === 0, said: output }
  } finally {
    await client.close()
  }
}

const image = (repository: string) => `docker://${registry.address}/${organization}/${repository}:test`
const push = async (credentials: Credentials | null, repository: string) => {
  const { reference } = await makeImage(mkdtempSync(join(folder, 'image-')))
  return withSkopeo(credentials, (client) => client.copy(reference, image(repository)))
}
const pull = (credentials: Credentials | null, repository: string) =>
  withSkopeo(credentials, (client) =>
    client.copy(image(repository), `dir:${mkdtempSync(join(folder, 'pulled-'))}`),
  )
const remove = (credentials: Credentials | null, repository: string) =>
  withSkopeo(credentials, (client) => client.delete(image(repository)))

describe.each([
  ['the Local Hub alone', () => hub.registry],
  ['a real registry', () => registry.address],
])('docker login to %s', (_, address) => {
  test('succeeds with an access token and its organization, and counts as its use', async () => {
    const { id, secret } = await newToken(repositoryResource(`${organization}/*`, 'scope-image-pull'))
    const { ok, said, config } = await login(address(), organization, secret)
    expect(said).toContain('Login Succeeded')
    expect(ok).toBe(true)
    const kept = JSON.parse(readFileSync(join(config, 'config.json'), 'utf8')) as {
      auths: Record<string, { auth?: string; identitytoken?: string }>
    }
    const entry = kept.auths[address()]
    expect(Buffer.from(entry?.auth ?? '', 'base64').toString()).toBe(`${organization}:${secret}`)
    expect(entry?.identitytoken).toBeUndefined()
    expect((await api('GET', `${tokens}/${id}`)).body.last_used_at).toEqual(expect.any(String))
  }, 60_000)

  test('succeeds with a password and with a personal access token', async () => {
    expect((await login(address(), 'robinhale', passwordOf('robinhale'))).ok).toBe(true)
    const { username = '', secret = '' } = hub.credentials?.personalToken ?? {}
    expect((await login(address(), username, secret)).ok).toBe(true)
  }, 60_000)

  test('shows why it was refused', async () => {
    const { id, secret } = await newToken(repositoryResource(`${organization}/*`, 'scope-image-pull'))
    const refused = async (username: string, password: string, words: string) => {
      const { ok, said } = await login(address(), username, password)
      expect(ok).toBe(false)
      expect(said).toContain(words)
      expect(said).not.toContain(password)
    }
    await refused('robinhale', secret, 'use the name of that organization')
    await refused(organization, `${secret}x`, 'incorrect user name')
    await refused('danieloduya', passwordOf('danieloduya'), 'second factor')
    await api('PATCH', `${tokens}/${id}`, { is_active: false })
    await refused(organization, secret, 'deactivated')
    await api('DELETE', `${tokens}/${id}`)
    await refused(organization, secret, 'incorrect user name')
  }, 60_000)
})

describe('images in a real registry', () => {
  test('are pushed where the token may push, denied where it may only pull, pulled from both', async () => {
    // Something to pull must be there first: the owner pushes it.
    expect((await push(['robinhale', passwordOf('robinhale')], pullRepository)).ok).toBe(true)
    const { secret } = await newToken(
      repositoryResource(`${organization}/${pushRepository}`, 'scope-image-push'),
      repositoryResource(`${organization}/${pullRepository}`, 'scope-image-pull'),
    )
    const as: Credentials = [organization, secret]
    const pushed = await push(as, pushRepository)
    expect(pushed.ok, pushed.said).toBe(true)
    const denied = await push(as, pullRepository)
    expect(denied.ok).toBe(false)
    expect(denied.said).toContain('denied')
    for (const repository of [pushRepository, pullRepository]) {
      const pulled = await pull(as, repository)
      expect(pulled.ok, pulled.said).toBe(true)
    }
    const elsewhere = await push(as, 'survey-worker')
    expect(elsewhere.said).toContain('denied')
  }, 120_000)

  test('are deleted with scope-image-delete only', async () => {
    const pushing = await newToken(repositoryResource(`${organization}/field-sync`, 'scope-image-push'))
    expect((await push([organization, pushing.secret], 'field-sync')).ok).toBe(true)
    expect((await remove([organization, pushing.secret], 'field-sync')).ok).toBe(false)
    const deleting = await newToken(repositoryResource(`${organization}/field-sync`, 'scope-image-delete'))
    const removed = await remove([organization, deleting.secret], 'field-sync')
    expect(removed.ok, removed.said).toBe(true)
  }, 120_000)

  test('of public repositories are pulled by everybody, of private ones by nobody without access', async () => {
    const owner: Credentials = ['robinhale', passwordOf('robinhale')]
    expect((await push(owner, 'survey-cli')).ok).toBe(true)
    expect((await push(owner, 'map-tiles')).ok).toBe(true)
    expect((await pull(null, 'survey-cli')).ok).toBe(true)
    expect((await pull(null, 'map-tiles')).ok).toBe(false)
    const { secret } = await newToken(
      repositoryResource('*/*/public', 'scope-image-pull'),
      organizationResource(organization, 'scope-member-read'),
    )
    expect((await pull([organization, secret], 'survey-cli')).ok).toBe(true)
    expect((await pull([organization, secret], 'map-tiles')).ok).toBe(false)
    expect((await push([organization, secret], 'survey-cli')).ok).toBe(false)
  }, 120_000)

  test('stay out of reach for a repository that does not exist', async () => {
    const { secret } = await newToken(repositoryResource(`${organization}/*`, 'scope-image-push'))
    expect((await push([organization, secret], 'no-such-thing')).said).toContain('denied')
  }, 60_000)

  test('and the registry takes no tokens of another Local Hub', async () => {
    const other = await startHub({
      dataFolder: join(folder, 'other'),
      passwordCost: 4,
      seed: { ownerPassword: 'x' },
    })
    try {
      const ask = async (from: StartedHub, password: string) => {
        const authorization = `Basic ${Buffer.from(`robinhale:${password}`).toString('base64')}`
        const { token } = (await readAnswer(await fetch(`${from.url}/token`, { headers: { authorization } })))
          .body
        const answer = await fetch(`http://${registry.address}/v2/`, {
          headers: { authorization: `Bearer ${token}` },
        })
        return answer.status
      }
      expect(await ask(hub, passwordOf('robinhale'))).toBe(200)
      expect(await ask(other, 'x')).toBe(401)
    } finally {
      await other.close()
    }
  })

  test('and a restarted Local Hub, with a new signing key, needs no new registry', async () => {
    const { port } = hub
    await hub.close()
    const credentials = hub.credentials
    hub = await startHub({ dataFolder: join(folder, 'hub'), passwordCost: 4 })
    expect(hub.port).toBe(port)
    hub = { ...hub, credentials }
    expect((await login(registry.address, 'robinhale', passwordOf('robinhale'))).ok).toBe(true)
  }, 60_000)
})

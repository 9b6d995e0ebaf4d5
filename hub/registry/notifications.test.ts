// With real parts: skopeo pushes, pulls and deletes at CNCF Distribution with an access token, and the Local Hub hears.
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { skopeo } from '../../tests/support/docker.ts'
import { makeImage } from '../../tests/support/image.ts'
import { type StartedHub, startHub } from '../server.ts'
import { repositoryResource } from '../test-hub.ts'
import { askOverSocket } from '../test-socket.ts'
import { type RegistryProgram, startRegistryProgram } from './program.ts'

const organization = 'meadowlark'
const repository = `${organization}/survey-api`
const page = `/v2/namespaces/${organization}/repositories/survey-api`
const tokens = `/v2/orgs/${organization}/access-tokens`

interface Told {
  timestamp: string
  action: string
}

describe.each([
  ['http', undefined],
  ['https', 'own'],
] as const)('over %s', (scheme, tls) => {
  let folder: string
  let hub: StartedHub
  let registry: RegistryProgram
  let bearer: string | null = null

  const api = (method: string, path: string, json?: unknown) =>
    askOverSocket(hub, method, path, {
      json,
      headers: {
        'content-type': 'application/json',
        ...(bearer !== null && { authorization: `Bearer ${bearer}` }),
      },
    })

  beforeAll(async () => {
    folder = mkdtempSync(join(tmpdir(), 'granary-hub-'))
    hub = await startHub({ dataFolder: join(folder, 'hub'), passwordCost: 4, seed: 'everybody', tls })
    registry = await startRegistryProgram({ started: hub, folder, port: 0 })
    const password = hub.credentials?.people.find(({ username }) => username === 'robinhale')?.password
    bearer = (await api('POST', '/v2/users/login', { username: 'robinhale', password })).body.token as string
  }, 60_000)
  afterAll(async () => {
    await registry.stop()
    await hub.close()
    rmSync(folder, { recursive: true, force: true })
  })

  test('what an access token does is its activity, its use, the tag’s and the repository’s', async () => {
    expect(new URL(hub.url).protocol).toBe(`${scheme}:`)
    const resources = [repositoryResource(repository, 'scope-image-delete')]
    const made = (await api('POST', tokens, { label: 'test', resources })).body as {
      id: string
      token: string
    }
    const before = (await api('GET', page)).body as { pull_count: number; last_updated: string }
    const activity = async () => (await api('GET', `${tokens}/${made.id}/activity`)).body.results as Told[]
    const actions = async () => (await activity()).map(({ action }) => action)

    const client = await skopeo({ registry: registry.address, username: organization, secret: made.token })
    try {
      const image = await makeImage(join(folder, 'image'))
      const at = `docker://${registry.address}/${repository}:v1`
      expect(await client.copy(image.reference, at)).toMatchObject({ code: 0 })
      expect(await client.copy(at, `dir:${join(folder, 'pulled')}`)).toMatchObject({ code: 0 })
      await expect.poll(actions, { timeout: 20_000 }).toEqual(['pull', 'push'])

      const of = { repository, tag: 'v1', digest: image.digest, address: '127.0.0.1' }
      const withSkopeo = expect.stringMatching(/^skopeo\/\d/) as unknown
      const [pulled, pushed] = (await activity()) as [Told, Told]
      for (const told of [pulled, pushed]) expect(told).toMatchObject({ ...of, client: withSkopeo })
      expect((await api('GET', `${page}/tags/v1`)).body).toMatchObject({
        digest: image.digest,
        tag_last_pushed: pushed.timestamp,
        tag_last_pulled: pulled.timestamp,
        last_updater_username: organization,
      })
      const after = (await api('GET', page)).body as typeof before
      expect(after).toMatchObject({ pull_count: before.pull_count + 1, last_updated: pushed.timestamp })
      expect((await api('GET', `${tokens}/${made.id}`)).body.last_used_at).toBe(pulled.timestamp)

      // skopeo asks for the digest first; the registry tells of the image and then of its tag.
      expect(await client.delete(at)).toMatchObject({ code: 0 })
      await expect.poll(actions, { timeout: 20_000 }).toEqual(['delete', 'delete', 'pull', 'pull', 'push'])
      expect((await api('GET', `${page}/tags/v1`)).status).toBe(404)
      const { logs } = (await api('GET', `/v2/auditlogs/${organization}?name=${repository}`)).body
      expect((logs as { action: string }[]).slice(0, 2).map(({ action }) => action)).toEqual([
        'repo.tag.delete',
        'repo.tag.push',
      ])
    } finally {
      await client.close()
    }
  }, 90_000)
})

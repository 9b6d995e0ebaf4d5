// A real registry that trusts the Local Hub, and real clients with one of the Hub's tokens: push, pull, delete, denial.
import { randomBytes } from 'node:crypto'
import { mkdtemp, readFile, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { registryIssuer, registryService } from '../../hub/registry/constants.ts'
import { type StartedHub, startHub } from '../../hub/server.ts'
import {
  type Credentials,
  type Skopeo,
  dockerLogin,
  dockerLogout,
  scratchConfig,
  skopeo,
} from '../support/docker.ts'
import { type HubToken, makeHubToken } from '../support/hub-token.ts'
import { makeImage } from '../support/image.ts'
import { type Registry, startRegistry } from '../support/registry.ts'

const password = randomBytes(16).toString('hex')
const organization = 'harborline'
let folder = ''
let hub: StartedHub
let registry: Registry
let token: HubToken
let credentials: Credentials
let client: Skopeo

const repository = (name: string, scope: string) => ({
  type: 'TYPE_REPO',
  path: `${organization}/${name}`,
  scopes: [scope],
})
const image = (name: string) => `docker://${registry.address}/${organization}/${name}:1`
const newImage = async () => makeImage(await mkdtemp(join(folder, 'image-')))

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'granary-real-'))
  hub = await startHub({ dataFolder: join(folder, 'hub'), seed: { ownerPassword: password } })
  registry = await startRegistry({
    realm: `http://${hub.registry}/token`,
    service: registryService,
    issuer: registryIssuer,
    caFile: hub.registryCa,
  })
  const resources = [
    repository('crane-events', 'scope-image-delete'),
    repository('labour-api', 'scope-image-pull'),
  ]
  token = await makeHubToken(hub, { password, organization, label: 'registry', resources })
  credentials = { registry: registry.address, username: organization, secret: token.secret }
  client = await skopeo(credentials)
}, 60_000)
afterAll(async () => {
  await client.close()
  await registry.stop()
  await hub.close()
  await rm(folder, { recursive: true, force: true })
})

describe('a token of the Local Hub at a real registry', { timeout: 60_000 }, () => {
  it('pushes, pulls and deletes where it may', async () => {
    const made = await newImage()
    expect(await client.copy(made.reference, image('crane-events'))).toMatchObject({ code: 0 })
    const seen = await client.inspect(image('crane-events'))
    expect(seen.code).toBe(0)
    expect(JSON.parse(seen.output)).toMatchObject({ Digest: made.digest, Architecture: 'amd64' })
    const back = `oci:${join(folder, 'back')}:1`
    expect(await client.copy(image('crane-events'), back)).toMatchObject({ code: 0 })
    expect(await client.delete(image('crane-events'))).toMatchObject({ code: 0 })
    expect((await client.inspect(image('crane-events'))).output).toContain('manifest unknown')
  })

  it('does not push where it may only pull', async () => {
    const pushed = await client.copy((await newImage()).reference, image('labour-api'))
    expect(pushed.code).toBe(1)
    expect(pushed.output).toMatch(/denied|unauthorized/)
  })

  it('signs the Docker CLI in and out', async () => {
    const config = await scratchConfig()
    try {
      expect(await dockerLogin(config.folder, credentials)).toMatchObject({ code: 0 })
      const file = join(config.folder, 'config.json')
      expect(JSON.parse(await readFile(file, 'utf8'))).toHaveProperty(['auths', registry.address, 'auth'])
      expect(await dockerLogout(config.folder, registry.address)).toMatchObject({ code: 0 })
      expect(JSON.parse(await readFile(file, 'utf8'))).toEqual({ auths: {} })
      expect(await dockerLogin(config.folder, { ...credentials, username: 'meadowlark' })).toMatchObject({
        code: 1,
      })
    } finally {
      await config.remove()
    }
  })

  it('is needed: without one nothing private is read', async () => {
    const anonymous = await skopeo()
    try {
      const seen = await anonymous.inspect(image('labour-api'))
      expect(seen.code).toBe(1)
      expect(seen.output).toMatch(/unauthorized|denied/)
    } finally {
      await anonymous.close()
    }
  })
})

describe('the support itself', () => {
  it('makes a different image every time', async () => {
    expect((await newImage()).digest).not.toBe((await newImage()).digest)
  })

  it('says why a registry did not start', async () => {
    const starting = startRegistry({
      realm: 'http://localhost/token',
      service: 's',
      issuer: 'i',
      caFile: '/missing.pem',
    })
    await expect(starting).rejects.toThrow(/missing\.pem/)
  })
})

// Testing tokens at the Local Hub over its socket, and at a real registry: each outcome and each reason.
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { askRegistry } from '../../electron/dockerhub/registry.ts'
import { registryOf } from '../../electron/registry.ts'
import { type CheckParts, checkToken } from '../../electron/tokens/check.ts'
import { type StartedHub, startHub } from '../../hub/server.ts'
import type { Token } from '../../shared/contract/tokens.ts'
import { type OwnedToken, ownerOf } from '../support/hub-owner.ts'
import { startRegistry } from '../support/registry.ts'

const organization = 'harborline'
let folder: string
let hub: StartedHub
let owner: Awaited<ReturnType<typeof ownerOf>>
/** How far the Hub's clock is ahead (milliseconds). */
let ahead = 0

beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'granary-token-test-'))
  hub = await startHub({
    dataFolder: folder,
    seed: 'everybody',
    passwordCost: 4,
    now: () => Date.now() + ahead,
  })
  owner = await ownerOf(hub)
}, 60_000)
afterAll(async () => {
  await hub.close()
  rmSync(folder, { recursive: true, force: true })
})

const repo = (path: string, ...scopes: string[]) => ({ type: 'TYPE_REPO', path, scopes })
const pull = 'scope-image-pull'
const push = 'scope-image-push'
type Resources = ReturnType<typeof repo>[]

interface Setting {
  /** What this computer believes; as it is on the server when not given. */
  resources?: Resources
  isActive?: boolean
  expiresAt?: string | null
  address?: string
  name?: string
  labels?: Record<string, string>
}

async function run(
  { id, secret }: Pick<OwnedToken, 'id' | 'secret'>,
  setting: Setting = {},
  more: string[] = [],
) {
  const ref = { accountId: 'demo', organization: setting.name ?? organization, tokenId: id }
  const place = { kind: 'server', registry: setting.address ?? new URL(hub.url).host } as const
  const steps: [number, number][] = []
  const parts: CheckParts = {
    token: async () => {
      const known: Pick<Token, 'isActive' | 'expiresAt' | 'resources'> = {
        isActive: setting.isActive ?? true,
        expiresAt: setting.expiresAt ?? null,
        resources: setting.resources ?? [],
      }
      return known
    },
    repositories: async () => {
      const { results } = (await owner.ask(
        'GET',
        `/v2/namespaces/${organization}/repositories?page_size=100&ordering=name`,
      )) as { results: { name: string; is_private: boolean }[] }
      return results.map(({ name, is_private }) => ({ name, isPrivate: is_private }))
    },
    exists: async (_, repository) =>
      owner.ask('GET', `/v2/namespaces/${repository.replace('/', '/repositories/')}`).then(
        () => true,
        () => false,
      ),
    labelOf: async ({ tokenId }) => setting.labels?.[tokenId] ?? null,
    ask: (at, one, wishes, onProgress) =>
      askRegistry(
        { ...registryOf({ ...place, serverUrl: hub.url }), fetch },
        { username: at.organization, secret: one },
        wishes,
        onProgress,
      ),
    registry: () => place.registry,
    testing: (_, asked, total) => steps.push([asked, total]),
    now: Date.now,
  }
  const result = await checkToken(parts, ref, secret, more)
  expect(JSON.stringify(result)).not.toContain(secret)
  const rows = Object.fromEntries(
    result.rows.map(({ repository, granted, reason }) => [repository, [granted.join(), reason]]),
  )
  return { ...result, rows, steps }
}

async function made(resources: Resources, expires?: string): Promise<OwnedToken> {
  return owner.newToken(organization, resources, expires)
}

describe('at the Local Hub', () => {
  it('a token gets what its access says, and each thing that is missing has its reason', async () => {
    const resources = [repo(`${organization}/yard-api`, push), repo(`${organization}/gate-api`, pull)]
    const token = await made(resources)
    const outside = [`${organization}/base-node`, `${organization}/never-created`]
    expect(await run(token, { resources }, outside)).toMatchObject({
      signsIn: 'yes',
      words: null,
      steps: [
        [0, 4],
        [4, 4],
      ],
      rows: {
        [`${organization}/yard-api`]: ['pull,push', 'granted'],
        [`${organization}/gate-api`]: ['pull', 'missingScope'],
        [`${organization}/base-node`]: ['', 'outsideAccess'],
        [`${organization}/never-created`]: ['', 'outsideAccess'],
      },
    })
    await token.remove()
  })

  it('an access changed elsewhere shows as less, as more, and as left out', async () => {
    const before = [
      repo(`${organization}/yard-api`, push),
      repo(`${organization}/gate-api`, pull),
      repo(`${organization}/base-node`, pull),
    ]
    const token = await made(before)
    await token.change({
      resources: [repo(`${organization}/yard-api`, pull), repo(`${organization}/gate-api`, push)],
    })
    expect((await run(token, { resources: before })).rows).toEqual({
      [`${organization}/yard-api`]: ['pull', 'less'],
      [`${organization}/gate-api`]: ['pull,push', 'more'],
      [`${organization}/base-node`]: ['', 'hidden'],
    })
    await token.remove()
  })

  it('a private repository that was deleted is told from one that is hidden', async () => {
    const path = `/v2/namespaces/${organization}/repositories`
    await owner.ask('POST', path, { name: 'short-lived', is_private: true })
    const resources = [repo(`${organization}/short-lived`, push)]
    const token = await made(resources)
    expect((await run(token, { resources })).rows).toEqual({
      [`${organization}/short-lived`]: ['pull,push', 'granted'],
    })
    await owner.ask('DELETE', `${path}/short-lived`)
    expect((await run(token, { resources })).rows).toEqual({
      [`${organization}/short-lived`]: ['', 'gone'],
    })
    await token.remove()
  })

  it('a star is tried on five repositories, "any public" on a public one', async () => {
    const all = [repo(`${organization}/*`, pull)]
    const token = await made(all)
    const { rows } = await run(token, { resources: all })
    expect(Object.values(rows)).toEqual(Array.from({ length: 5 }, () => ['pull', 'missingScope']))
    await token.remove()

    const anybodys = [repo('*/*/public', pull)]
    const reader = await made(anybodys)
    expect(Object.values((await run(reader, { resources: anybodys })).rows)).toEqual([
      ['pull', 'missingScope'],
    ])
    await reader.remove()
  })

  it('says why a secret signs nobody in', async () => {
    const resources = [repo(`${organization}/yard-api`, pull)]
    const token = await made(resources)
    expect(await run({ ...token, secret: `${token.secret}x` }, { resources })).toMatchObject({
      signsIn: 'wrong',
      words: expect.stringContaining('incorrect'),
      rows: {},
    })
    expect(await run(token, { resources, name: 'meadowlark' })).toMatchObject({ signsIn: 'wrongName' })
    await token.change({ is_active: false })
    expect(await run(token, { resources })).toMatchObject({ signsIn: 'deactivated' })
    await token.remove()
    expect(await run(token, { resources })).toMatchObject({ signsIn: 'wrong' })
    // Where the registry only says "incorrect", what is known here says more.
    expect(await run(token, { resources, isActive: false })).toMatchObject({ signsIn: 'deactivated' })
    expect(await run(token, { expiresAt: '2020-01-01T00:00:00Z' })).toMatchObject({ signsIn: 'expired' })
  })

  it('says that a token has expired', async () => {
    const expires = new Date(Date.now() + 3_600_000).toISOString().replace(/\.\d+/, '')
    const token = await made([repo(`${organization}/yard-api`, pull)], expires)
    ahead = 3_600_000
    try {
      expect(await run(token)).toMatchObject({ signsIn: 'expired' })
    } finally {
      ahead = 0
    }
    await token.remove()
  })

  it('knows the secret of another token of the organization', async () => {
    const resources = [repo(`${organization}/yard-api`, pull)]
    const [mine, theirs] = [await made(resources), await made(resources)]
    const pasted = { id: mine.id, secret: theirs.secret }
    expect(await run(pasted, { resources, labels: { [theirs.id]: 'Theirs' } })).toMatchObject({
      signsIn: 'otherToken',
      words: 'Theirs',
      rows: {},
    })
    await mine.remove()
    await theirs.remove()
  })
})

it('a real registry sends the secret to the Hub that it trusts, and the Hub decides', async () => {
  const registry = await startRegistry(hub)
  try {
    const resources = [repo(`${organization}/yard-api`, push)]
    const token = await made(resources)
    expect(await run(token, { resources, address: registry.address })).toMatchObject({
      signsIn: 'yes',
      registry: registry.address,
      rows: { [`${organization}/yard-api`]: ['pull,push', 'granted'] },
    })
    await token.change({ is_active: false })
    expect(await run(token, { resources, address: registry.address })).toMatchObject({
      signsIn: 'deactivated',
    })
    await token.remove()
  } finally {
    await registry.stop()
  }
}, 30_000)

// Kills a process in the middle of a rotation, at each of its file calls: the old token is as it was, and a successor that
// exists has its secret kept or is listed with what to do. Needs strace.
import { existsSync, mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, it, vi } from 'vitest'
import { openJournal } from '../../electron/journal.ts'
import { createSecretMemory } from '../../electron/tokens/memory.ts'
import { findOrphans } from '../../electron/tokens/orphans.ts'
import { startHub, type StartedHub } from '../../hub/server.ts'
import { repositoryResource } from '../../hub/test-hub.ts'
import type { HubAccessToken } from '../../shared/hub/access-tokens.ts'
import { bundled, runWithFault } from '../support/crash.ts'
import { ownerOf } from '../support/hub-owner.ts'
import type { RotateAct } from './rotate-act.ts'

vi.setConfig({ testTimeout: 300_000, hookTimeout: 120_000 })

const organization = 'harborline'
const label = 'CI deploy'
const successor = `${label} (2)`
const resources = [repositoryResource(`${organization}/*`, 'scope-image-push', 'scope-image-pull')]

const scratch = mkdtempSync(join(tmpdir(), 'granary-rotate-crash-'))
const trace = join(scratch, 'trace')
let hub: StartedHub
let owner: Awaited<ReturnType<typeof ownerOf>>
let oldId: string
let program: string

const tokensPath = `/v2/orgs/${organization}/access-tokens`
const tokens = async () =>
  ((await owner.ask('GET', `${tokensPath}?page_size=100`))['results'] ?? []) as HubAccessToken[]

beforeAll(async () => {
  program = await bundled(new URL('rotate-act.ts', import.meta.url), scratch)
  hub = await startHub({ dataFolder: join(scratch, 'hub'), passwordCost: 4, seed: 'everybody' })
  owner = await ownerOf(hub)
  oldId = String((await owner.ask('POST', tokensPath, { label, resources }))['id'])
})
afterAll(async () => {
  await hub.close()
  rmSync(scratch, { recursive: true, force: true })
})

/** Rotates with the process killed at the nth call; false when there are fewer calls. */
async function killedAt(call: string, nth: number, folder: string): Promise<boolean> {
  const act: RotateAct = {
    url: hub.url,
    ...{ username: owner.username, password: owner.password, folder },
    input: {
      organization,
      tokenId: oldId,
      shown: { label, description: '', resources },
      label: successor,
      expiry: { kind: 'days', days: 30 },
      keep: 'keychain',
    },
  }
  const { struck, code, output } = await runWithFault(
    program,
    [],
    { call, fault: 'signal=SIGKILL', nth },
    { trace, input: JSON.stringify(act) },
  )
  if (!struck) expect(code, output).toBe(0)
  return struck
}

/** As the next start finds it: the unfinished creations of the organization. */
async function orphansIn(folder: string) {
  const { journal } = await openJournal(join(folder, 'journal.json'))
  const found = journal.list()
  const listed = (await tokens()).map(({ id, label: name, created_at, created_by }) => ({
    ...{ id, label: name, createdAt: created_at, createdBy: created_by ?? '', description: '' },
    ...{
      expiresAt: null,
      lastUsedAt: null,
      previouslyUsedAt: null,
      goneAt: null,
      isActive: true,
      resources: null,
      secretKept: false,
    },
  }))
  const orphans = await findOrphans(
    {
      journal,
      keychain: {
        get: async (name) =>
          existsSync(join(folder, 'secrets', name)) ? { state: 'found', value: 'x' } : { state: 'missing' },
      },
      memory: createSecretMemory(),
      inventory: async () => ({
        tokens: listed,
        ...{ unreadable: 0, slots: null, syncedAt: null, offline: false, notSaved: null },
      }),
      markKept: async () => undefined,
      secretName: ({ tokenId }) => tokenId,
      username: () => owner.username,
    },
    // The account's id is of one process; the journal has it.
    { accountId: found[0]?.accountId ?? '', organization },
  )
  return orphans
}

it.each(['fsync', 'rename', 'link'])('at each %s', async (call) => {
  const before = (await tokens()).find(({ id }) => id === oldId)
  const ends = new Set<string>()
  for (let nth = 1; ; nth++) {
    const folder = join(scratch, `${call}-${nth}`)
    const killed = await killedAt(call, nth, folder)
    const made = (await tokens()).filter((token) => token.label === successor)
    expect(made.length).toBeLessThanOrEqual(1)
    expect((await tokens()).find(({ id }) => id === oldId)).toEqual(before)
    const [id] = made.map((token) => token.id)
    const orphans = await orphansIn(folder)
    const kept = id !== undefined && existsSync(join(folder, 'secrets', id))
    if (id === undefined) {
      ends.add('nothing made')
      expect(orphans.flatMap(({ candidates }) => candidates)).toEqual([])
    } else if (kept) {
      ends.add('kept')
      expect(orphans).toEqual([])
    } else {
      ends.add('listed')
      expect(orphans).toMatchObject([{ label: successor, state: 'lost', candidates: [{ tokenId: id }] }])
    }
    // The way out of each: the successor deleted, and it begins again.
    if (id !== undefined) await owner.ask('DELETE', `${tokensPath}/${id}`)
    if (!killed) {
      expect(kept).toBe(true)
      break
    }
  }
  expect([...ends]).toEqual(expect.arrayContaining(['nothing made', 'kept']))
  if (call !== 'link') expect(ends).toContain('listed')
})

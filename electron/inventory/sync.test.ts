// The sync of everything over organizations in memory: what fails, what waits, what is stopped, and what is told of it.
import { beforeEach, describe, expect, it } from 'vitest'
import type { SyncState } from '../../shared/contract/sync.ts'
import { Failed } from '../../shared/errors.ts'
import type { ReadOptions } from './details.ts'
import { type SyncParts, createSync } from './sync.ts'

type Idle = Extract<SyncState, { phase: 'idle' }>

let told: SyncState[]
let synced: string[]
let slept: number[]
let failing: Map<string, Failed>
let organizations: Record<string, string[]>
let syncedAt: Map<string, string>
let learnt: string[]

beforeEach(() => {
  told = []
  synced = []
  slept = []
  failing = new Map()
  organizations = { me: ['acme', 'beta', 'gamma'] }
  syncedAt = new Map()
  learnt = []
})

const now = Date.parse('2027-03-10T12:00:00Z')

function create(change: Partial<SyncParts> = {}) {
  let ended: (state: Idle) => void = () => undefined
  const sync = createSync({
    accounts: () =>
      Object.keys(organizations).map((id) => ({
        id,
        serverName: `Server of ${id}`,
        state: 'signedIn' as const,
      })),
    async organizations(accountId) {
      const failure = failing.get(accountId)
      if (failure) throw failure
      return organizations[accountId] ?? []
    },
    async sync({ accountId, organization }, { onPlanned, onRead }) {
      onPlanned?.(2)
      onRead?.()
      const failure = failing.get(`${accountId}/${organization}`)
      if (failure) throw failure
      onRead?.()
      synced.push(`${accountId}/${organization}`)
    },
    async learn({ accountId, organization }) {
      learnt.push(`${accountId}/${organization}`)
    },
    syncedAt: async ({ organization }) => syncedAt.get(organization) ?? null,
    announce(state) {
      told.push(state)
      if (state.phase === 'idle') ended(state)
    },
    now: () => now,
    async sleep(milliseconds) {
      slept.push(milliseconds)
    },
    ...change,
  })
  /** How it ended. */
  const run = (olderThan = 0) =>
    new Promise<NonNullable<Idle['last']>>((resolve) => {
      ended = ({ last }) => last && resolve(last)
      sync.start(olderThan)
    })
  return { sync, run }
}

describe('a sync of everything', () => {
  it('goes through every organization of every account, and tells how far it is', async () => {
    organizations = { me: ['acme', 'beta'], you: ['gamma'] }
    const { sync, run } = create()
    expect(sync.state()).toEqual({ phase: 'idle', last: null })
    expect(await run()).toMatchObject({ ended: 'done', organizations: { done: 3, total: 3 }, failures: [] })
    expect(synced.sort()).toEqual(['me/acme', 'me/beta', 'you/gamma'])
    expect(told[0]).toMatchObject({ phase: 'working', organizations: { done: 0, total: 0 } })
    expect(sync.state()).toMatchObject({ phase: 'idle', last: { ended: 'done' } })
  })

  it('names what failed and goes on with the rest', async () => {
    organizations = { me: ['acme', 'beta', 'gamma'], you: ['delta'] }
    failing.set('me/beta', new Failed('organization.notOwner'))
    failing.set('you', new Failed('signIn.needed'))
    const { ended, failures } = await create().run()
    expect(ended).toBe('done')
    expect(
      failures.map(({ accountId, organization, failure }) => [accountId, organization, failure.code]),
    ).toEqual(
      expect.arrayContaining([
        ['me', 'beta', 'organization.notOwner'],
        ['you', null, 'signIn.needed'],
      ]),
    )
    expect(synced.sort()).toEqual(['me/acme', 'me/gamma'])
  })

  it('learns once of each organization that was synced, and takes no harm when that fails', async () => {
    failing.set('me/beta', new Failed('organization.notOwner'))
    await create().run()
    expect(learnt.sort()).toEqual(['me/acme', 'me/gamma'])
    failing.clear()
    const { run } = create({ learn: () => Promise.reject(new Failed('server.unreachable')) })
    expect(await run()).toMatchObject({ ended: 'done', organizations: { done: 3, total: 3 }, failures: [] })
  })

  it('is stopped while it learns', async () => {
    organizations = { me: ['acme'] }
    const { sync, run } = create({
      learn: (_ref, signal) =>
        new Promise((_, reject) => {
          signal.addEventListener('abort', () => reject(signal.reason as Error))
          sync.stop()
        }),
    })
    expect(await run()).toMatchObject({ ended: 'stopped', failures: [] })
  })

  it('leaves a server alone that cannot be reached, and tells of it once', async () => {
    organizations = { me: Array.from({ length: 50 }, (_, index) => `o${index}`), you: ['delta'] }
    for (const name of organizations['me'] ?? []) failing.set(`me/${name}`, new Failed('server.unreachable'))
    const { ended, failures } = await create().run()
    expect(failures).toEqual([
      { accountId: 'me', organization: null, failure: { code: 'server.unreachable' } },
    ])
    expect(ended).toBe('done')
    expect(synced).toEqual(['you/delta'])
  })

  it('is offline when no server can be reached', async () => {
    failing.set('me', new Failed('server.unreachable'))
    expect(await create().run()).toMatchObject({ ended: 'offline' })
  })

  it('waits as long as a server wants, says so, and goes on where it was', async () => {
    failing.set('me/beta', new Failed('server.rateLimited', { retryAfter: 40 }))
    let waiting: SyncState | null = null
    const { sync, run } = create({
      async sleep(milliseconds) {
        slept.push(milliseconds)
        waiting = sync.state()
        failing.clear()
      },
    })
    expect(await run()).toMatchObject({ ended: 'done', failures: [], organizations: { done: 3, total: 3 } })
    expect(slept).toEqual([40_000])
    expect(waiting).toMatchObject({
      waiting: { serverName: 'Server of me', until: new Date(now + 40_000).toISOString() },
    })
  })

  it('waits as well before it knows the organizations', async () => {
    failing.set('me', new Failed('server.rateLimited', { retryAfter: 40 }))
    const { run } = create({
      async sleep(milliseconds) {
        slept.push(milliseconds)
        failing.clear()
      },
    })
    expect(await run()).toMatchObject({ failures: [], organizations: { done: 3, total: 3 } })
    expect(slept).toEqual([40_000])
  })

  it('gives up a server that asks to wait for ever', async () => {
    failing.set('me/beta', new Failed('server.rateLimited'))
    const { run } = create({
      async sync({ organization }) {
        if (organization === 'beta') throw new Failed('server.rateLimited')
      },
    })
    const { failures } = await run()
    expect(failures).toMatchObject([{ organization: 'beta', failure: { code: 'server.rateLimited' } }])
  })

  it('shows what a client waits for silently', async () => {
    const { sync, run } = create({
      async sync() {
        sync.held('me', 12)
        expect(sync.state()).toMatchObject({ waiting: { serverName: 'Server of me' } })
      },
    })
    expect(await run()).toMatchObject({ failures: [] })
  })

  it('is stopped: requests under way are broken off, and nothing is begun any more', async () => {
    const broken: string[] = []
    organizations = { me: Array.from({ length: 20 }, (_, index) => `o${index}`) }
    const { sync, run } = create({
      sync: ({ organization }, { signal }: ReadOptions) =>
        new Promise((_, reject) => {
          signal?.addEventListener('abort', () => {
            broken.push(organization)
            reject(signal.reason as Error)
          })
          if (organization === 'o7') sync.stop()
        }),
    })
    expect(await run()).toMatchObject({
      ended: 'stopped',
      organizations: { done: 0, total: 20 },
      failures: [],
    })
    expect(broken).toHaveLength(8)
    expect(told.at(-2)?.phase).not.toBe('idle')
  })

  it('behind the owner’s back leaves alone what is fresh, and who is not signed in', async () => {
    organizations = { me: ['acme', 'beta', 'gamma'], out: ['delta'] }
    syncedAt.set('acme', new Date(now - 59 * 60_000).toISOString())
    syncedAt.set('beta', new Date(now - 61 * 60_000).toISOString())
    const { run } = create({
      accounts: () => [
        { id: 'me', serverName: 'Hub', state: 'signedIn' },
        { id: 'out', serverName: 'Hub', state: 'signInNeeded' },
      ],
    })
    await run(60)
    expect(synced.sort()).toEqual(['me/beta', 'me/gamma'])
  })

  it('behind the owner’s back begins nothing while nobody is signed in', async () => {
    const { sync, run } = create({
      accounts: () => [{ id: 'out', serverName: 'Hub', state: 'signInNeeded' }],
    })
    sync.start(60)
    expect(told).toEqual([])
    // Asked for by the owner, it begins.
    expect(await run()).toMatchObject({ ended: 'done' })
  })

  it('does what was asked for meanwhile afterwards', async () => {
    const { sync, run } = create()
    const first = run(60)
    sync.start(30)
    sync.start(0)
    await first
    await expect.poll(() => synced.length).toBe(6)
    expect(sync.state().phase).toBe('idle')
  })
})

// The sync half of the inventory bench: 100 organizations with 100 tokens each, on a Local Hub in another process. Real
// client, real inventory, sealed documents on disk; the keychain is one in memory.
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import PQueue from 'p-queue'
import '../support/no-electron.ts'
import { createHubClient } from '../../electron/dockerhub/client.ts'
import { changeAccessToken } from '../../electron/dockerhub/tokens.ts'
import type { SyncState } from '../../shared/contract/sync.ts'
import type { Figure } from './figures.ts'
import { type ManyTokens, startManyTokens } from './many-tokens.ts'
import { median } from './measure.ts'

const organizations = 100
const tokensEach = 100
/** Of the tokens, changed between a first and a second sync. */
const changedPart = 0.01
const rounds = 5
/** As many requests at a time as the inventory has under way. */
const atOnce = 6

/** Milliseconds. */
interface Run {
  loop: number
  first: number
  second: number
  /** The second, until all of it is on the disk too. */
  written: number
}

const names = Array.from({ length: organizations }, (_, number) => `organization-${number}`)

/** Numbers from 0 to 1 that look random and are always the same (Lehmer's generator). */
let seed = 20_271
const drawn = (): number => (seed = (seed * 48_271) % 2_147_483_647) / 2_147_483_647

async function timed(work: () => Promise<void>): Promise<number> {
  const started = performance.now()
  await work()
  return performance.now() - started
}

/** The same requests, as many at a time, and each answer parsed: what no client can do without. */
async function plainLoop(url: string, headers: Record<string, string>): Promise<void> {
  const queue = new PQueue({ concurrency: atOnce })
  const ask = (path: string) =>
    queue.add(async () => {
      const answer = await fetch(url + path, { headers })
      if (answer.status !== 200) throw new Error(`${path} answered ${answer.status}`)
      return (await answer.json()) as { results?: { id: string }[] }
    })
  await Promise.all(
    names.map(async (name) => {
      const [, { results = [] }] = await Promise.all([
        ask(`/v2/auditlogs/${name}?page=1&page_size=100`),
        ask(`/v2/orgs/${name}/access-tokens?page=1&page_size=100`),
      ])
      await Promise.all(results.map(({ id }) => ask(`/v2/orgs/${name}/access-tokens/${id}`)))
    }),
  )
}

async function measure({ url, username, password }: ManyTokens, folder: string): Promise<Run[]> {
  // electron-store looks for Electron unless it is told where: loaded after `no-electron` has said so.
  const { inventoriesOf } = await import('../support/inventories.ts')
  const { createSync } = await import('../../electron/inventory/sync.ts')
  const { memoryKeychain } = await import('../support/memory-keychain.ts')
  const login = await fetch(`${url}/v2/users/login`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ username, password }),
  })
  const { token } = (await login.json()) as { token: string }
  const bearer = { current: async () => token, renew: async () => token }
  const client = createHubClient({ baseUrl: url, fetch, bearer })
  const keychain = memoryKeychain()

  /** The way the app syncs: the inventory of a start of the app, everything of one account. */
  async function syncAll(sealed: string): Promise<() => Promise<void>> {
    const inventories = inventoriesOf(client, sealed, keychain)
    const last = await new Promise<Extract<SyncState, { phase: 'idle' }>['last']>((resolve) => {
      createSync({
        accounts: () => [{ id: 'me', serverName: 'Local Hub', state: 'signedIn' }],
        organizations: async () => names,
        sync: inventories.sync,
        learn: () => Promise.resolve(),
        syncedAt: inventories.syncedAt,
        announce: (state) => state.phase === 'idle' && resolve(state.last),
        now: Date.now,
        sleep: () => Promise.resolve(),
      }).start(0)
    })
    if (last?.failures.length !== 0 || last.organizations.done !== organizations)
      throw new Error(`the sync ended as ${JSON.stringify(last)}`)
    return inventories.settled
  }

  /** Another owner's changes, to tokens drawn from all of them, the same at each start of the bench. */
  async function changeSome(round: number): Promise<void> {
    for (let change = 0; change < organizations * tokensEach * changedPart; change += 1) {
      const name = names[Math.floor(drawn() * organizations)] ?? ''
      const page = 1 + Math.floor(drawn() * tokensEach)
      const answer = await fetch(`${url}/v2/orgs/${name}/access-tokens?page=${page}&page_size=1`, {
        headers: { authorization: `Bearer ${token}` },
      })
      const { results } = (await answer.json()) as { results: { id: string }[] }
      await changeAccessToken(client, name, results[0]?.id ?? '', { description: `round ${round}` })
    }
  }

  async function run(round: number): Promise<Run> {
    const sealed = join(folder, `sealed-${round}`)
    const loop = () => timed(() => plainLoop(url, { authorization: `Bearer ${token}` }))
    const early = round % 2 === 0 ? await loop() : null
    const first = await timed(async () => (await syncAll(sealed))())
    await changeSome(round)
    let settled: () => Promise<void> = () => Promise.resolve()
    const second = await timed(async () => void (settled = await syncAll(sealed)))
    const written = second + (await timed(() => settled()))
    return { loop: early ?? (await loop()), first, second, written }
  }

  await run(0)
  const runs: Run[] = []
  for (let round = 1; round <= rounds; round += 1) runs.push(await run(round))
  return runs
}

export async function syncFigures(): Promise<Figure[]> {
  const folder = mkdtempSync(join(tmpdir(), 'granary-bench-'))
  const server = await startManyTokens(join(folder, 'hub'), organizations, tokensEach)
  try {
    const runs = await measure(server, folder)
    const seconds = (times: number[]) => `${(median(times) / 1000).toFixed(1)} s`
    const times = {
      loop: seconds(runs.map(({ loop }) => loop)),
      first: seconds(runs.map(({ first }) => first)),
      second: seconds(runs.map(({ second }) => second)),
      written: seconds(runs.map(({ written }) => written)),
    }
    return [
      {
        name: 'first sync against a plain loop',
        ratio: median(runs.map(({ first, loop }) => first / loop)),
        goal: 1.3,
        about: `${organizations} x ${tokensEach} tokens, ${times.first} against ${times.loop}`,
      },
      {
        name: 'second sync against the first',
        ratio: median(runs.map(({ second, first }) => second / first)),
        goal: 0.1,
        about: `${changedPart * 100} % changed, ${times.second} against ${times.first}`,
      },
      {
        name: 'second sync, written down too',
        ratio: median(runs.map(({ written, first }) => written / first)),
        goal: null,
        about: times.written,
      },
    ]
  } finally {
    await server.stop()
    rmSync(folder, { recursive: true, force: true })
  }
}

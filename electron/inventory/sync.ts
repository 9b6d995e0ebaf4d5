// Syncs every organization that can be managed, over all accounts. One that fails does not hold up the others.
import PQueue from 'p-queue'
import type { OrganizationRef } from '../../shared/contract/references.ts'
import type { SyncState } from '../../shared/contract/sync.ts'
import { type Failure, type FailureCode, isFailed } from '../../shared/errors.ts'
import { noWay } from '../../shared/no-way.ts'
import type { ReadOptions } from './details.ts'
import { createProgress } from './sync-progress.ts'

interface SyncAccount {
  id: string
  serverName: string
  state: 'signedIn' | 'signInNeeded'
}

export interface SyncParts {
  accounts(): SyncAccount[]
  /** Names of those that can be managed: as this computer knows them, or asked for anew. */
  organizations(accountId: string, anew: boolean): Promise<string[]>
  sync(ref: OrganizationRef, options: ReadOptions): Promise<void>
  /** Reads what else the server tells of an organization that was synced; failing does not fail the sync. */
  learn(ref: OrganizationRef, signal: AbortSignal): Promise<void>
  /** When the organization was listed last, if nothing of it waits to be read; else null (ISO 8601). */
  syncedAt(ref: OrganizationRef): Promise<string | null>
  announce(state: SyncState): void
  /** Unix milliseconds. */
  now(): number
  sleep(milliseconds: number, signal: AbortSignal): Promise<void>
}

export interface Sync {
  state(): SyncState
  /** Syncs what was not wholly synced within so many minutes; 0 for everything. */
  start(olderThan: number): void
  stop(): void
  /** An account's server asked to be left alone for so many seconds. */
  held(accountId: string, seconds: number): void
}

/** Enough organizations at a time to keep every request busy: each begins with one question after the other. */
const organizationsAtOnce = 8
/** A server that asks to wait over and over does not want this sync. */
const maximumWaits = 10
/** Seconds, where the server did not say. */
const defaultWait = 30

/** About the account, not about one organization of it. */
const losesAccount: readonly FailureCode[] = [
  ...noWay,
  'server.certificate',
  'signIn.needed',
  'signIn.sessionRefused',
]
const isOffline = ({ code }: Failure): boolean => noWay.some((one) => one === code)

export function createSync(parts: SyncParts): Sync {
  const progress = createProgress(parts.announce, parts.now)
  let stopping: AbortController | null = null
  /** What was asked for while a sync was under way. */
  let next: number | null = null

  async function run(olderThan: number, signal: AbortSignal): Promise<void> {
    const queue = new PQueue({ concurrency: organizationsAtOnce })
    const lost = new Map<string, Failure>()
    // Behind the owner's back nobody is asked for a password.
    const accounts = parts.accounts().filter(({ state }) => olderThan === 0 || state === 'signedIn')
    if (olderThan > 0 && accounts.length === 0) return
    progress.begin()

    function lose(accountId: string, failure: Failure): void {
      if (lost.has(accountId)) return
      lost.set(accountId, failure)
      progress.failed({ accountId, organization: null, failure })
    }

    async function one(account: SyncAccount, organization: string): Promise<void> {
      if (signal.aborted || lost.has(account.id)) return
      const ref = { accountId: account.id, organization }
      progress.organization(organization)
      try {
        await patiently(account, signal, (gotOn) =>
          parts.sync(ref, {
            signal,
            onPlanned: (count) => progress.planned(ref, count),
            onRead() {
              gotOn()
              progress.read(ref)
            },
          }),
        )
        await parts.learn(ref, signal).catch(() => undefined)
      } catch (error) {
        if (signal.aborted) return
        const failure = failureOf(error)
        if (losesAccount.includes(failure.code)) return lose(account.id, failure)
        progress.failed({ ...ref, failure })
      }
      progress.done()
    }

    await Promise.all(
      accounts.map(async (account) => {
        try {
          const names = await patiently(account, signal, () => dueOf(account, olderThan))
          progress.found(names.length)
          await Promise.all(names.map((name) => queue.add(() => one(account, name))))
        } catch (error) {
          if (!signal.aborted) lose(account.id, failureOf(error))
        }
      }),
    )
    const offline = accounts.length > 0 && accounts.every(({ id }) => isOffline(lost.get(id) ?? none))
    progress.end(signal.aborted ? 'stopped' : offline ? 'offline' : 'done')
  }

  async function dueOf({ id: accountId }: SyncAccount, olderThan: number): Promise<string[]> {
    const known = await parts.organizations(accountId, olderThan === 0)
    if (olderThan === 0) return known
    const since = parts.now() - olderThan * 60_000
    const synced = await Promise.all(known.map((organization) => parts.syncedAt({ accountId, organization })))
    return known.filter((_, index) => !(Date.parse(synced[index] ?? '') > since))
  }

  /** Does it over and over, each time after waiting as long as the server wants. */
  async function patiently<T>(
    account: SyncAccount,
    signal: AbortSignal,
    work: (gotOn: () => void) => Promise<T>,
  ): Promise<T> {
    let waits = 0
    for (;;) {
      try {
        return await work(() => (waits = 0))
      } catch (error) {
        const failure = failureOf(error)
        if (signal.aborted || failure.code !== 'server.rateLimited' || waits === maximumWaits) throw error
        waits += 1
        const seconds = failure.retryAfter ?? defaultWait
        progress.held(account.serverName, seconds)
        await parts.sleep(seconds * 1000, signal)
      }
    }
  }

  function start(olderThan: number): void {
    if (stopping) {
      next = Math.min(next ?? olderThan, olderThan)
      return
    }
    const controller = new AbortController()
    stopping = controller
    void run(olderThan, controller.signal).finally(() => {
      stopping = null
      const wanted = next
      next = null
      if (wanted !== null && !controller.signal.aborted) start(wanted)
    })
  }

  return {
    state: progress.state,
    start,
    stop() {
      if (!stopping) return
      progress.stopping()
      stopping.abort(new Error('The sync was stopped'))
    },
    held(accountId, seconds) {
      const account = parts.accounts().find(({ id }) => id === accountId)
      if (account) progress.held(account.serverName, seconds)
    },
  }
}

const none: Failure = { code: 'internal' }
const failureOf = (error: unknown): Failure => (isFailed(error) ? error.failure : none)

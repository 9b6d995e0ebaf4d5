// How far a sync is, told at most four times a second.
import type { SyncFailure, SyncState } from '../../shared/contract/sync.ts'
import type { OrganizationRef } from '../../shared/contract/references.ts'

type Working = Extract<SyncState, { organizations: unknown }>
type Last = Extract<SyncState, { phase: 'idle' }>['last']

export interface SyncProgress {
  state(): SyncState
  begin(): void
  stopping(): void
  /** So many organizations more. */
  found(count: number): void
  organization(name: string): void
  /** The organization has so many tokens to be read, from now on. */
  planned(ref: OrganizationRef, count: number): void
  read(ref: OrganizationRef): void
  done(): void
  failed(failure: SyncFailure): void
  /** The server asked to be left alone for so many seconds. */
  held(serverName: string, seconds: number): void
  end(ended: NonNullable<Last>['ended']): void
}

const pause = 250

export function createProgress(announce: (state: SyncState) => void, now: () => number): SyncProgress {
  let working: Working | null = null
  let last: Last = null
  /** Tokens still to be read, by organization. */
  let left = new Map<string, number>()
  let timer: ReturnType<typeof setTimeout> | null = null

  function state(): SyncState {
    if (!working) return { phase: 'idle', last }
    const { waiting } = working
    return { ...working, waiting: waiting && Date.parse(waiting.until) > now() ? waiting : null }
  }

  function tell(): void {
    if (timer) clearTimeout(timer)
    timer = null
    announce(state())
  }

  /** What is under way is told a little later, with all that has changed by then. */
  function change(part: Partial<Working>): void {
    if (!working) return
    working = { ...working, ...part }
    timer ??= setTimeout(tell, pause)
  }

  const keyOf = ({ accountId, organization }: OrganizationRef): string => `${accountId} ${organization}`

  return {
    state,
    begin() {
      left = new Map()
      working = {
        phase: 'working',
        organizations: { done: 0, total: 0 },
        tokens: { read: 0, total: 0 },
        current: null,
        waiting: null,
        failures: [],
      }
      tell()
    },
    stopping: () => change({ phase: 'stopping' }),
    found(count) {
      if (working)
        change({ organizations: { ...working.organizations, total: working.organizations.total + count } })
    },
    organization: (current) => change({ current }),
    planned(ref, count) {
      if (!working) return
      const before = left.get(keyOf(ref)) ?? 0
      left.set(keyOf(ref), count)
      change({ tokens: { ...working.tokens, total: working.tokens.total + count - before } })
    },
    read(ref) {
      if (!working) return
      const key = keyOf(ref)
      left.set(key, (left.get(key) ?? 1) - 1)
      change({ tokens: { ...working.tokens, read: working.tokens.read + 1 } })
    },
    done() {
      if (working)
        change({ organizations: { ...working.organizations, done: working.organizations.done + 1 } })
    },
    failed(failure) {
      if (working) change({ failures: [...working.failures, failure] })
    },
    held: (serverName, seconds) =>
      change({ waiting: { serverName, until: new Date(now() + seconds * 1000).toISOString() } }),
    end(ended) {
      if (!working) return
      const { organizations, failures } = working
      last = { ended, at: new Date(now()).toISOString(), organizations, failures }
      working = null
      tell()
    },
  }
}

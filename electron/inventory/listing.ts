// One organization's list of tokens, with what the audit log tells of them since the last time: both written down at
// once, so that nothing that was told gets lost.
import type PQueue from 'p-queue'
import type { OrganizationRef } from '../../shared/contract/references.ts'
import { type FailureCode, isFailed } from '../../shared/errors.ts'
import { noWay } from '../../shared/no-way.ts'
import type { HubAccessTokenItem } from '../../shared/hub/access-tokens.ts'
import { inTurn } from '../disk/in-turn.ts'
import { type Copies, documentName } from './copies.ts'
import { type InventoryCopy, afterListing, toRead } from './copy.ts'
import { type LogPage, type Told, readTold, toldIds } from './told.ts'

interface Listed {
  tokens: HubAccessTokenItem[]
  unreadable: number
  total: number
}

export interface ListingParts {
  copies: Copies
  /** What every request of an account about its tokens waits in. */
  queueOf(ref: OrganizationRef): PQueue
  list(ref: OrganizationRef, signal?: AbortSignal): Promise<Listed>
  /** One page of the organization's audit log, counted from 1. */
  log(ref: OrganizationRef, page: number, signal?: AbortSignal): Promise<LogPage>
  /** What is being read of these tokens is not to be written down. */
  outdate(ref: OrganizationRef, ids: Iterable<string>): void
  changed(ref: OrganizationRef): void
  now(): number
}

export interface ListOptions {
  signal?: AbortSignal | undefined
  /** The greater comes first. */
  priority?: number
  /** Whoever asks reads the details too, and sees to it that all is written in the end. */
  unsaved?: boolean
}

export interface Listing {
  /** Throws what the server said; when it cannot be reached the organization is offline from then on. */
  list(ref: OrganizationRef, options?: ListOptions): Promise<void>
  /** A token was added, changed or removed by us: a list asked for before that is too old to be shown after it. */
  noteAct(ref: OrganizationRef): void
  isOffline(ref: OrganizationRef): boolean
}

const unreachable: readonly FailureCode[] = [...noWay, 'server.failed', 'server.unexpected']

export const isUnreachable = (error: unknown): boolean => isFailed(error, ...unreachable)

export function createListing(parts: ListingParts): Listing {
  const { copies, queueOf } = parts
  const acts = new Map<string, number>()
  const offline = new Set<string>()
  /** One list at a time for each organization, or an older one could come in after a newer one. */
  const turns = new Map<string, ReturnType<typeof inTurn>>()
  const actsOf = (name: string): number => acts.get(name) ?? 0

  function turnOf(name: string): ReturnType<typeof inTurn> {
    const turn = turns.get(name) ?? inTurn()
    turns.set(name, turn)
    return turn
  }

  function becomes(ref: OrganizationRef, isOffline: boolean): void {
    const name = documentName(ref)
    if (offline.has(name) === isOffline) return
    if (isOffline) offline.add(name)
    else offline.delete(name)
    parts.changed(ref)
  }

  const list: Listing['list'] = (ref, { signal, priority = 0, unsaved = false } = {}) => {
    const epoch = copies.epochOf(ref)
    const name = documentName(ref)
    return turnOf(name)(async () => {
      signal?.throwIfAborted()
      const { mark } = await copies.load(ref)
      const through = <T>(ask: () => Promise<T>) => queueOf(ref).add(ask, { priority })
      try {
        const telling = readTold((page) => through(() => parts.log(ref, page, signal)), mark)
        // Awaited below, unless the list fails first.
        telling.catch(() => undefined)
        for (let isTaken = false; !isTaken;) {
          const before = actsOf(name)
          const listed = await through(() => parts.list(ref, signal))
          const told = await telling
          if (copies.epochOf(ref) !== epoch) return
          becomes(ref, false)
          const moment = new Date(parts.now()).toISOString()
          const step = (copy: InventoryCopy) => {
            isTaken = actsOf(name) === before
            return isTaken ? after(ref, copy, told, listed, moment) : copy
          }
          await (unsaved ? copies.changeUnsaved(ref, step, 1) : copies.change(ref, step))
        }
      } catch (error) {
        if (isUnreachable(error) && copies.epochOf(ref) === epoch) becomes(ref, true)
        throw error
      }
    })
  }

  function after(
    ref: OrganizationRef,
    copy: InventoryCopy,
    told: Told,
    listed: Listed,
    moment: string,
  ): InventoryCopy {
    const next = afterListing(copy, listed, moment)
    if (told.kind === 'refused' || told.kind === 'unreadable') return { ...next, auditLog: told.kind }
    const ids = toldIds(told, copy.tokens, next.tokens)
    parts.outdate(ref, ids)
    return { ...toRead(next, ids), mark: told.mark, auditLog: 'read' }
  }

  return {
    list,
    noteAct(ref) {
      const name = documentName(ref)
      acts.set(name, actsOf(name) + 1)
    },
    isOffline: (ref) => offline.has(documentName(ref)),
  }
}

// An organization's activity: from the server, or as it was seen last while the server cannot be reached.
import {
  type ImageUse,
  type LogFilter,
  type LogPage,
  type UseFilter,
  type UsePage,
  logPage,
  usePage,
} from '../../shared/contract/activity.ts'
import type { OrganizationRef } from '../../shared/contract/references.ts'
import { isFailed } from '../../shared/errors.ts'
import { noWay } from '../../shared/no-way.ts'
import type { UnusualUse } from '../../shared/tokens/unusual-use.ts'
import { UseNotTold } from '../dockerhub/activity.ts'
import type { HubClient } from '../dockerhub/client.ts'
import type { SealedDocuments } from '../inventory/sealed.ts'
import { openUseHabits } from './habits.ts'
import { openKeptPages } from './kept-pages.ts'
import { readLog } from './log.ts'
import type { LogCursor } from './log-walk.ts'
import { momentOf } from './moment.ts'
import { readUse } from './use.ts'
import type { UseCursor } from './use-walk.ts'

export interface ActivityParts {
  documents: SealedDocuments
  client(ref: OrganizationRef): HubClient
  /** Its base address. */
  server(accountId: string): string
  /** What is unusual was learnt anew. */
  learnt(ref: OrganizationRef): void
  now(): number
}

export interface Activity {
  log(ref: OrganizationRef, filter: LogFilter, cursor: LogCursor | null): Promise<LogPage>
  use(ref: OrganizationRef, filter: UseFilter, cursor: UseCursor | null): Promise<UsePage>
  /** Learns from the newest uses of an organization. Does nothing where the server does not tell, or did just now. */
  learn(ref: OrganizationRef, signal?: AbortSignal): Promise<void>
  unusual(ref: OrganizationRef): Promise<UnusualUse[]>
  /** Forgets an account; nothing of it is written from then on. */
  forget(accountId: string): Promise<void>
}

/** A hundred uses each: enough to know what is usual the first time; later ones end at what is known. */
const pagesToLearnFrom = 5
/** Milliseconds in which nobody learns much. */
const lookEvery = 60_000
const newest: UseFilter = { action: 'any', tokenId: null, from: null, to: null }

export function openActivity(parts: ActivityParts): Activity {
  const pages = openKeptPages(parts.documents)
  const habits = openUseHabits(parts.documents)
  /** Servers that do not tell the use of tokens: they are not asked again before the next start. */
  const silent = new Set<string>()
  /** When an organization's uses were learnt from last, in Unix milliseconds. */
  const looked = new Map<string, number>()

  /** What `read` answers, and keeps it; while the server is away, what was kept of the same question. */
  async function readOrKept<Page extends object>(
    ref: OrganizationRef,
    key: unknown,
    read: (client: HubClient) => Promise<Page>,
  ): Promise<{ page: unknown; readAt: string; offline: boolean }> {
    try {
      const client = parts.client(ref)
      const page = await read(client)
      const readAt = new Date(parts.now()).toISOString()
      // Whoever signed out meanwhile wants no page left behind; signing in again makes another client.
      if (parts.client(ref) === client) void pages.keep(ref, key, page, readAt).catch(() => undefined)
      return { page, readAt, offline: false }
    } catch (error) {
      const kept = isFailed(error, ...away) ? await pages.find(ref, key) : null
      if (kept === null) throw error
      return { ...kept, offline: true }
    }
  }

  const use: Activity['use'] = async (ref, filter, cursor) => {
    const server = parts.server(ref.accountId)
    const untold = (): UsePage => ({
      ...{ told: false, uses: [], next: null, reached: null, offline: false },
      readAt: new Date(parts.now()).toISOString(),
    })
    if (silent.has(server)) return untold()
    try {
      const { page, ...rest } = await readOrKept(ref, ['use', filter, cursor], async (client) => ({
        told: true,
        ...(await readUse(client, ref.organization, filter, cursor)),
      }))
      return usePage.parse({ ...(page as object), ...rest })
    } catch (error) {
      if (!(error instanceof UseNotTold)) throw error
      silent.add(server)
      return untold()
    }
  }

  return {
    use,
    async log(ref, filter, cursor) {
      const { page, ...rest } = await readOrKept(ref, ['log', filter, cursor], (client) =>
        readLog(client, ref.organization, filter, cursor),
      )
      return logPage.parse({ ...(page as object), ...rest })
    },
    async learn(ref, signal) {
      const server = parts.server(ref.accountId)
      const key = JSON.stringify([ref.accountId, ref.organization])
      if (silent.has(server) || parts.now() - (looked.get(key) ?? -Infinity) < lookEvery) return
      looked.set(key, parts.now())
      const client = parts.client(ref)
      const known = await habits.latest(ref)
      const uses: ImageUse[] = []
      try {
        let cursor: UseCursor | null = null
        for (let page = 1; page <= pagesToLearnFrom; page++) {
          const read = await readUse(client, ref.organization, newest, cursor, signal)
          uses.push(...read.uses)
          cursor = read.next
          if (cursor === null || (known !== null && momentOf(cursor.at) <= momentOf(known))) break
        }
      } catch (error) {
        if (!(error instanceof UseNotTold)) throw error
        silent.add(server)
      }
      if (parts.client(ref) !== client) return
      if ((await habits.learn(ref, uses)).length > 0) parts.learnt(ref)
    },
    unusual: habits.unusual,
    async forget(accountId) {
      looked.clear()
      await Promise.all([pages.forget(accountId), habits.forget(accountId)])
    },
  }
}

const away = [...noWay, 'server.failed'] as const

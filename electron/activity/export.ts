// A whole log, or all uses, as a file: read page by page and written as it comes, so that a million rows need no memory.
import type { AuditEvent, ImageUse, LogFilter, UseFilter } from '../../shared/contract/activity.ts'
import type { OrganizationRef } from '../../shared/contract/references.ts'
import { isFailed } from '../../shared/errors.ts'
import { eventWords } from '../../shared/tokens/activity-words.ts'
import { writeStreamed } from '../disk/streamed.ts'
import { sleep } from '../dockerhub/clock.ts'
import type { HubClient } from '../dockerhub/client.ts'
import { byteOrderMark, csvLines } from '../reports/csv.ts'
import type { LogCursor } from './log-walk.ts'
import { readLog } from './log.ts'
import type { UseCursor } from './use-walk.ts'
import { readUse } from './use.ts'

export interface ExportParts {
  client(ref: OrganizationRef): HubClient
  /** Its base address. */
  server(accountId: string): string
  /** The labels of the tokens that are known, by id. */
  labels(ref: OrganizationRef): Promise<ReadonlyMap<string, string>>
  /** Where the owner wants it; null when they changed their mind. `name` is a suggestion. */
  chooseFile(name: string, format: 'csv' | 'json'): Promise<string | null>
  progressed(progress: { id: string; rows: number; reached: string | null }): void
  now(): number
}

export interface ExportRequest extends OrganizationRef {
  id: string
  format: 'csv' | 'json'
  content: { kind: 'log'; filter: LogFilter } | { kind: 'use'; filter: UseFilter }
}

export interface Exports {
  /** The file and its rows; null when it was cancelled. Throws `disk.*` and what reading throws: there is no file then. */
  save(request: ExportRequest): Promise<{ file: string; rows: number } | null>
  stop(id: string): void
  /** Stops every export and resolves when none has left anything behind. Never throws. */
  close(): Promise<void>
}

type Cell = string | boolean | null | readonly string[] | undefined
type Row = Record<string, Cell>
interface Pages {
  rows: Row[]
  reached: string | null
}

export function openExports(parts: ExportParts): Exports {
  const running = new Map<string, { stop: AbortController; ended: Promise<unknown> }>()

  async function* pagesOf(request: ExportRequest, signal: AbortSignal): AsyncGenerator<Pages> {
    const { content, accountId, organization } = request
    const ref = { accountId, organization }
    const client = parts.client(ref)
    if (content.kind === 'log') {
      const read = (from: LogCursor | null) => readLog(client, organization, content.filter, from, signal)
      for await (const { events, reached } of everyPage(read, signal))
        yield { rows: events.map(changeRow), reached }
      return
    }
    const labels = await parts.labels(ref)
    const read = (from: UseCursor | null) => readUse(client, organization, content.filter, from, signal)
    for await (const { uses, reached } of everyPage(read, signal))
      yield { rows: uses.map((use) => useRow(use, labels)), reached }
  }

  async function* textOf(
    request: ExportRequest,
    signal: AbortSignal,
    count: (rows: number) => void,
  ): AsyncGenerator<string> {
    const { id, format, content } = request
    const columns = content.kind === 'log' ? changeColumns : useColumns
    let rows = 0
    yield format === 'csv' ? byteOrderMark + csvLines([columns]) : headOf(request)
    for await (const page of pagesOf(request, signal)) {
      if (format === 'csv') yield csvLines(page.rows.map((row) => columns.map((name) => cell(row[name]))))
      else
        yield page.rows
          .map((row, index) => `${rows + index === 0 ? '\n' : ',\n'}    ${JSON.stringify(row)}`)
          .join('')
      rows += page.rows.length
      count(rows)
      parts.progressed({ id, rows, reached: page.reached })
      signal.throwIfAborted()
    }
    if (format === 'json') yield '\n  ]\n}\n'
  }

  const headOf = ({ accountId, organization, content }: ExportRequest): string => {
    const head = {
      granary: content.kind === 'log' ? 'changes' : 'use',
      version: 1,
      organization,
      server: parts.server(accountId),
      madeAt: new Date(parts.now()).toISOString(),
      filter: content.filter,
    }
    return `${JSON.stringify(head, null, 2).slice(0, -2)},\n  "rows": [`
  }

  return {
    async save(request) {
      const { id, organization, content, format } = request
      const what = content.kind === 'log' ? 'Changes' : 'Use'
      const day = new Date(parts.now()).toISOString().slice(0, 10)
      const file = await parts.chooseFile(`${what} in ${organization} ${day}.${format}`, format)
      if (file === null) return null
      const stop = new AbortController()
      let rows = 0
      const ended = writeStreamed(
        file,
        textOf(request, stop.signal, (count) => (rows = count)),
      )
      running.set(id, { stop, ended })
      try {
        await ended
        return { file, rows }
      } catch (error) {
        if (stop.signal.aborted) return null
        throw error
      } finally {
        running.delete(id)
      }
    },
    stop: (id) => running.get(id)?.stop.abort(),
    async close() {
      const all = [...running.values()]
      for (const { stop } of all) stop.abort()
      await Promise.allSettled(all.map(({ ended }) => ended))
    },
  }
}

/** A long log meets the server's limits: it is waited for as long as the server says. */
async function* everyPage<Page extends { next: Cursor | null }, Cursor>(
  read: (from: Cursor | null) => Promise<Page>,
  signal: AbortSignal,
): AsyncGenerator<Page> {
  for (let from: Cursor | null = null; ;) {
    try {
      const page: Page = await read(from)
      yield page
      if (page.next === null) return
      from = page.next
    } catch (error) {
      if (!isFailed(error, 'server.rateLimited')) throw error
      await sleep((error.failure.retryAfter ?? 10) * 1000, signal)
    }
  }
}

const cell = (value: Cell): string =>
  typeof value === 'object' ? (value?.join('; ') ?? '') : String(value ?? '')

const changeColumns = ['at', 'by', 'action', 'happened', 'about', 'tokenId', 'active', 'details']

function changeRow(event: AuditEvent): Row {
  const { did, details } = eventWords(event, null)
  return {
    at: event.at,
    by: event.actor,
    action: event.action,
    happened: did,
    about: event.name,
    tokenId: event.token?.id ?? null,
    active: event.token?.isActive ?? null,
    details,
  }
}

const useColumns = [
  ...['at', 'token', 'tokenId', 'by', 'action', 'repository', 'tag', 'digest', 'address', 'client'],
]

function useRow(use: ImageUse, labels: ReadonlyMap<string, string>): Row {
  const { at, tokenId, actor, action, repository, tag, digest, address, client } = use
  const token = tokenId === null ? null : (labels.get(tokenId) ?? null)
  return { at, token, tokenId, by: actor, action, repository, tag, digest, address, client }
}

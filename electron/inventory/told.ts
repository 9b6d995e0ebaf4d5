// What the audit log tells of an organization's tokens: which of them may have another access than when it was last read.
import * as z from 'zod'
import { type FailureCode, isFailed } from '../../shared/errors.ts'
import type { HubAuditEvent } from '../../shared/hub/audit-logs.ts'

/**
 * How far the log was read: the moment of its newest event (Unix milliseconds by the server's clock; this computer's
 * does not count) and how many events it had of that very moment. `at` is null while the log was empty.
 */
export const mark = z.object({ at: z.number().nullable(), count: z.number() })
export type Mark = z.infer<typeof mark>

export interface ToldChange {
  /** Null when the event does not name one. */
  id: string | null
  /** The token's label at that time. */
  label: string
}

/** refused: the log is not theirs to read. unreadable: it has no form that can be relied on. Both tell nothing. */
export type Told =
  | { kind: 'changes'; mark: Mark; changes: readonly ToldChange[] }
  | { kind: 'anything'; mark: Mark }
  | { kind: 'refused' }
  | { kind: 'unreadable' }

export interface LogPage {
  /** Newest first. */
  events: readonly HubAuditEvent[]
  unreadable: number
  /** Nothing follows. */
  last: boolean
}

/** With more pages than this since the mark it is cheaper to read every token again. */
const maximumPages = 10

/** Creations and deletions are told by the list. */
const changesToken = /access_token\.(?!(?:create|delete)$)\w+$/

/** Of the log alone: what stands in the way of the tokens too, their list says by itself. */
const refusals: readonly FailureCode[] = ['server.refused', 'organization.notOwner', 'signIn.sessionRefused']
/** A server that knows no such log answers as if the organization were not there. */
const troubles: readonly FailureCode[] = [
  'server.unexpected',
  'server.failed',
  'server.timeout',
  'organization.gone',
  'organization.noPlan',
]

/**
 * Reads the log back to the mark; without one a single page, for the mark. Read before the tokens are: what happens
 * after this is told next time. Throws when the server cannot be reached.
 */
export async function readTold(
  readPage: (page: number) => Promise<LogPage>,
  since: Mark | null,
): Promise<Told> {
  try {
    return await read(readPage, since)
  } catch (error) {
    if (isFailed(error, ...refusals)) return { kind: 'refused' }
    if (isFailed(error, ...troubles)) return { kind: 'unreadable' }
    throw error
  }
}

async function read(readPage: (page: number) => Promise<LogPage>, since: Mark | null): Promise<Told> {
  const events: (HubAuditEvent & { at: number })[] = []
  let mark: Mark | null = null
  for (let page = 1; page <= maximumPages; page += 1) {
    const { events: read, unreadable, last } = await readPage(page)
    events.push(...read.map((event) => ({ ...event, at: Date.parse(event.timestamp) })))
    if (unreadable > 0 || events.some(({ at }) => Number.isNaN(at))) return { kind: 'unreadable' }
    // Of the first page only: events that come in meanwhile push others onto the next page once more, and one counted
    // twice would hide the next of that moment.
    mark ??= markOf(events)
    if (since === null) return { kind: 'anything', mark }
    const oldest = events.at(-1)?.at ?? -Infinity
    if (last || oldest < (since.at ?? -Infinity))
      return { kind: 'changes', mark, changes: changesIn(events, since) }
  }
  return { kind: 'anything', mark: mark ?? markOf(events) }
}

function markOf(events: readonly { at: number }[]): Mark {
  const newest = events[0]?.at
  return newest === undefined
    ? { at: null, count: 0 }
    : { at: newest, count: events.filter(({ at }) => at === newest).length }
}

/** Of events of the mark's own moment nobody knows which were there before; one more than then, and all count. */
function changesIn(events: readonly (HubAuditEvent & { at: number })[], since: Mark): ToldChange[] {
  const marked = since.at ?? -Infinity
  const more = events.filter(({ at }) => at === marked).length > since.count
  return events
    .filter(({ at }) => at > marked || (more && at === marked))
    .filter(({ action }) => changesToken.test(action))
    .map(({ data, name }) => ({ id: typeof data?.['id'] === 'string' ? data['id'] : null, label: name }))
}

interface Labelled {
  id: string
  label: string
}

/**
 * The ids of the tokens that may have changed, among those known before and those listed now: each change is of the
 * token with its id, else of those with its label; one that fits none may be of any.
 */
export function toldIds(
  told: Told,
  known: readonly Labelled[],
  listed: readonly Labelled[],
): ReadonlySet<string> {
  const all = () => new Set([...known, ...listed].map(({ id }) => id))
  if (told.kind === 'anything') return all()
  if (told.kind !== 'changes') return new Set()
  const ids = new Set<string>()
  for (const { id, label } of told.changes) {
    if (id !== null) {
      ids.add(id)
      continue
    }
    const fitting = [...known, ...listed].filter((one) => one.label === label)
    if (fitting.length === 0) return all()
    for (const one of fitting) ids.add(one.id)
  }
  return ids
}

// Walks an audit log backwards in time. The log has no ids and no count, and page numbers shift while events arrive, so
// a page is asked for by its time: everything up to the last second that was seen, without what was seen of it.
import { HubFailed } from '../dockerhub/failures.ts'
import { momentOf, secondAfter, tally } from './moment.ts'

/** Where a walk goes on. */
export interface LogCursor {
  /** Nothing later than this is left to read; ISO 8601. */
  before: string
  /** What was read already of what lies up to there: moment and mark of each row, as often as it was read. */
  seen: string[]
}

export interface Walked<Row> {
  /** Newest first. */
  rows: Row[]
  /** Null at the end of the log. */
  next: LogCursor | null
}

/** One page of the log up to a moment (null: now), counted from 1, newest first. */
export type ReadLog<Row> = (to: string | null, page: number) => Promise<LogPage<Row>>

export interface LogPage<Row> {
  rows: Row[]
  /** How many the server gave, those that could not be read included. */
  given: number
}

export interface LogWalk<Row> {
  /** Logs that have no row in common, such as those of several actions; read as if they were one. */
  logs: readonly ReadLog<Row>[]
  /** The same for the same row, another for another one. */
  markOf(row: Row): string
}

/** No server gives fewer rows than this for a page that another one follows: it is what Docker Hub does unasked. */
const smallestPage = 25
/** Pages that one second may fill. */
const mostPages = 200

/** The next rows. Each row of the log is read once, whatever is added at its front meanwhile. Throws as `ReadLog`. */
export async function walkLog<Row extends { at: string }>(
  { logs, markOf }: LogWalk<Row>,
  cursor: LogCursor | null,
): Promise<Walked<Row>> {
  const entryOf = (row: Row) => `${row.at} ${markOf(row)}`
  const parts = await Promise.all(logs.map((log) => unread(log, entryOf, cursor)))
  // Where one log was read less far back than the others, theirs have to wait for it.
  const reached = parts.filter(({ ended }) => !ended).map(({ rows }) => momentOf(rows.at(-1)?.at ?? ''))
  const back = Math.max(...reached)
  const rows = parts
    .flatMap((part) => part.rows)
    .filter(({ at }) => momentOf(at) >= back)
    .sort((one, other) => momentOf(other.at) - momentOf(one.at))
  const last = rows.at(-1)
  if (reached.length === 0 || last === undefined) return { rows, next: null }
  const after = secondAfter(last.at)
  // What was told late may lie at the very bound: the walk never turns round for it.
  const before = cursor !== null && momentOf(after) > momentOf(cursor.before) ? cursor.before : after
  const known = [...(cursor?.seen ?? []), ...rows.map(entryOf)]
  return {
    rows,
    next: { before, seen: known.filter((entry) => momentOf(timeOf(entry)) <= momentOf(before)) },
  }
}

const timeOf = (entry: string): string => entry.slice(0, entry.indexOf(' '))

/** Looking again whether pages have shifted ends somewhere, even in a log that never rests. */
const mostReadings = 5

interface Part<Row> {
  rows: Row[]
  ended: boolean
}

/** The first page that holds anything new, without what is not. */
async function unread<Row extends { at: string }>(
  log: ReadLog<Row>,
  entryOf: (row: Row) => string,
  cursor: LogCursor | null,
): Promise<Part<Row>> {
  const to = cursor?.before ?? null
  const entriesOf = ({ rows }: LogPage<Row>) => rows.map(entryOf).join('\n')

  for (let reading = 1; ; reading++) {
    const known = tally(cursor?.seen ?? [])
    /** Pages with nothing new. */
    const old: string[] = []
    const part = await firstNew(known, old)
    // Had something come in between, the pages would have shifted, and what ended one would begin the next.
    let steady = true
    for (const [index, entries] of old.entries()) steady &&= entriesOf(await log(to, index + 1)) === entries
    if (steady || reading === mostReadings) return part
  }

  async function firstNew(known: ReturnType<typeof tally>, old: string[]): Promise<Part<Row>> {
    for (let page = 1; page <= mostPages; page++) {
      const read = await log(to, page)
      const inTime = read.rows.filter(({ at }) => to === null || momentOf(at) <= momentOf(to))
      // It does not heed `to`, and would go round for ever.
      if (inTime.length === 0 && read.rows.length > 0) break
      const rows = inTime.filter((row) => !known.take(entryOf(row)))
      const ended = read.given < smallestPage
      if (ended || rows.length > 0) return { rows, ended }
      old.push(entriesOf(read))
    }
    throw new HubFailed('server.unexpected', { detail: 'the log does not end', reach: 'refused' })
  }
}

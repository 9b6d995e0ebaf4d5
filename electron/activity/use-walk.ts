// Walks the use of tokens backwards in time. The server gives it by page number only, and every new use moves the pages:
// where the last row lies by now is found by its time, so that none is left out and none comes twice.
import { momentOf, tally } from './moment.ts'

/** Where a walk goes on. */
export interface UseCursor {
  /** How many rows lay before, when the server counted `total`: where to look first. */
  index: number
  total: number
  /** The moment of the last row that was read (ISO 8601), or the one to begin at. */
  at: string
  /** The marks of the rows of that moment that were read. */
  seen: string[]
}

export interface UsePage<Row> {
  /** Newest first. */
  rows: Row[]
  /** Rows of the page that could not be read. */
  unreadable: number
  /** Of the whole list, by now. */
  total: number
  more: boolean
}

export interface UseWalk<Row> {
  /** Counted from 1. */
  read(page: number): Promise<UsePage<Row>>
  /** Rows on a page. */
  size: number
  markOf(row: Row): string
}

export interface WalkedUse<Row> {
  /** Newest first. */
  rows: Row[]
  total: number
  next: UseCursor | null
}

/** The next rows, each once. Throws as `read`. */
export async function walkUse<Row extends { at: string }>(
  walk: UseWalk<Row>,
  cursor: UseCursor | null,
): Promise<WalkedUse<Row>> {
  if (cursor === null) {
    const page = await walk.read(1)
    return {
      rows: page.rows,
      total: page.total,
      next: page.more ? after(walk, page, page.rows, 1, null) : null,
    }
  }
  const upTo = momentOf(cursor.at)
  let { number, page } = await pageOf(walk, cursor)
  // Back to where rows of that moment begin: which of them were read is only known from there on.
  while (number > 1 && !page.rows.some(({ at }) => momentOf(at) > upTo)) page = await walk.read(--number)
  const seen = tally(cursor.seen)
  for (;;) {
    const rows = page.rows.filter(
      (row) => momentOf(row.at) < upTo || (momentOf(row.at) === upTo && !seen.take(walk.markOf(row))),
    )
    if (rows.length > 0 || !page.more)
      return {
        rows,
        total: page.total,
        next: page.more ? after(walk, page, rows, number, cursor) : null,
      }
    page = await walk.read(++number)
  }
}

/** The page where the next row lies, unless uses were told late or were taken away. */
async function pageOf<Row>(walk: UseWalk<Row>, { index, total }: UseCursor) {
  const numberAt = (row: number) => Math.max(1, Math.floor(row / walk.size) + 1)
  const number = numberAt(index)
  const page = await walk.read(number)
  const moved = numberAt(index + page.total - total)
  return moved === number ? { number, page } : { number: moved, page: await walk.read(moved) }
}

function after<Row extends { at: string }>(
  walk: UseWalk<Row>,
  page: UsePage<Row>,
  rows: readonly Row[],
  number: number,
  before: UseCursor | null,
): UseCursor | null {
  const at = rows.at(-1)?.at ?? before?.at
  if (at === undefined) return null
  const marks = rows.filter((row) => row.at === at).map(walk.markOf)
  return {
    index: (number - 1) * walk.size + page.rows.length + page.unreadable,
    total: page.total,
    at,
    seen: before?.at === at ? [...before.seen, ...marks] : marks,
  }
}

/** Where a walk from a moment backwards begins; found by halving, a page for each step. */
export async function seekUse<Row extends { at: string }>(
  walk: UseWalk<Row>,
  to: string,
): Promise<UseCursor> {
  const first = await walk.read(1)
  const isLater = ({ rows }: UsePage<Row>) =>
    rows.length > 0 && rows.every(({ at }) => momentOf(at) > momentOf(to))
  let [low, high] = [1, Math.max(1, Math.ceil(first.total / walk.size))]
  while (low < high) {
    const middle = Math.floor((low + high) / 2)
    if (isLater(middle === 1 ? first : await walk.read(middle))) low = middle + 1
    else high = middle
  }
  return { index: (low - 1) * walk.size, total: first.total, at: to, seen: [] }
}

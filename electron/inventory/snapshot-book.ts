// An organization's snapshots as one document: what its tokens were at some moments, each state of a token written once.
// Pure steps from one state of the book to the next.
import * as z from 'zod'
import type { ComparedToken } from '../../shared/tokens/compare.ts'

const resource = z.object({ type: z.string(), path: z.string(), scopes: z.array(z.string()) })

/** A token but for its last use, which moves all the time. Nothing of this computer, least of all a secret. */
const tokenState = z.object({
  id: z.string(),
  label: z.string(),
  description: z.string(),
  createdBy: z.string(),
  createdAt: z.string(),
  expiresAt: z.string().nullable(),
  isActive: z.boolean(),
  resources: z.array(resource).nullable(),
})
type TokenState = z.infer<typeof tokenState>

const snapshot = z.object({
  id: z.string(),
  /** When it was taken (ISO 8601). */
  at: z.string(),
  /** The owner's note when they marked it as reviewed; null for one that was taken by itself. */
  note: z.string().nullable(),
  /** The number of a state in the book, and the last use. */
  tokens: z.array(z.tuple([z.number().int().nonnegative(), z.string().nullable()])),
})
export type Snapshot = z.infer<typeof snapshot>

/** Oldest first. */
export const snapshotBook = z.object({ states: z.array(tokenState), snapshots: z.array(snapshot) })
export type SnapshotBook = z.infer<typeof snapshotBook>

export const emptyBook = (): SnapshotBook => ({ states: [], snapshots: [] })

/** Reviews that are kept; the oldest beyond them is a snapshot like others, thinned out like them. */
export const reviewMaximum = 20

/** How far apart snapshots taken by themselves are kept: by day for two weeks, by week for a quarter, then by month. */
const spans = [
  { days: 14, apart: 1 },
  { days: 98, apart: 7 },
  { days: 98 + 24 * 30, apart: 30 },
] as const
const day = 86_400_000

export const dayOf = (at: string): number => Math.floor(Date.parse(at) / day)

export const tokensAt = (book: SnapshotBook, { tokens }: Snapshot): ComparedToken[] =>
  tokens.flatMap(([at, lastUsedAt]) => {
    const known = book.states[at]
    return known ? [{ ...known, lastUsedAt }] : []
  })

/** The book with one snapshot more, and what its age makes superfluous gone. */
export function withSnapshot(
  book: SnapshotBook,
  { tokens, ...taken }: Omit<Snapshot, 'tokens'> & { tokens: readonly ComparedToken[] },
): SnapshotBook {
  const states = [...book.states]
  const numbers = new Map(states.map((one, at) => [keyOf(one), at]))
  const rows = tokens.map((token): [number, string | null] => {
    const known = stateOf(token)
    const key = keyOf(known)
    const number = numbers.get(key) ?? states.push(known) - 1
    numbers.set(key, number)
    return [number, token.lastUsedAt]
  })
  return thinned({ states, snapshots: [...book.snapshots, { ...taken, tokens: rows }] }, Date.parse(taken.at))
}

const stateOf = (token: ComparedToken): TokenState => ({
  id: token.id,
  label: token.label,
  description: token.description,
  createdBy: token.createdBy,
  createdAt: token.createdAt,
  expiresAt: token.expiresAt,
  isActive: token.isActive,
  resources: token.resources && token.resources.map(({ type, path, scopes }) => ({ type, path, scopes })),
})

const keyOf = (state: TokenState): string => JSON.stringify(state)

/** `now` in Unix milliseconds. Of each span the first snapshot stays, so that what stays does not move. */
export function thinned(book: SnapshotBook, now: number): SnapshotBook {
  const reviews = book.snapshots.filter(({ note }) => note !== null).slice(-reviewMaximum)
  const kept = new Set(reviews)
  const filled = new Set<string>()
  const newest = book.snapshots.at(-1)
  for (const one of book.snapshots) {
    if (kept.has(one)) continue
    const age = (now - Date.parse(one.at)) / day
    const span = spans.find(({ days }) => age <= days)
    if (!span) continue
    const place = `${span.apart} ${Math.floor(dayOf(one.at) / span.apart)}`
    if (!filled.has(place)) kept.add(one)
    filled.add(place)
  }
  if (newest) kept.add(newest)
  return withoutIdleStates(
    book,
    book.snapshots.filter((one) => kept.has(one)),
  )
}

function withoutIdleStates(book: SnapshotBook, snapshots: readonly Snapshot[]): SnapshotBook {
  const used = [...new Set(snapshots.flatMap(({ tokens }) => tokens.map(([at]) => at)))].sort((a, b) => a - b)
  const numbers = new Map(used.map((old, now) => [old, now]))
  return {
    states: used.flatMap((at) => book.states[at] ?? []),
    snapshots: snapshots.map((one) => ({
      ...one,
      tokens: one.tokens.map(([at, lastUsedAt]) => [numbers.get(at) ?? at, lastUsedAt]),
    })),
  }
}

/** The newest one taken at that time or before; where all are newer, the oldest. */
export const snapshotAt = ({ snapshots }: SnapshotBook, at: number): Snapshot | undefined =>
  snapshots.findLast((one) => Date.parse(one.at) <= at) ?? snapshots[0]

/** The last one that was marked as reviewed; before there is any, the oldest. */
export const lastReview = ({ snapshots }: SnapshotBook): Snapshot | undefined =>
  snapshots.findLast(({ note }) => note !== null) ?? snapshots[0]

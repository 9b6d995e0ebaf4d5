// When tokens end and when they were last used, counted into the bars of a chart.
import { tokenStatus } from './status.ts'

/** One bar. */
export interface Bar {
  /** Short, for the axis. */
  label: string
  /** Whole, for the table and for whoever hears it: "December 2026". */
  words: string
  count: number
}

export interface MonthBar extends Bar {
  /** The month, such as `2026-12`, for a filter. */
  month: string
}

/** For the last use: the days since then that the bar begins with; null where nothing was ever used. */
export interface UseBar extends Bar {
  days: number | null
}

export interface ExpiryTimeline {
  /** This month and the eleven that follow, in UTC, as the Hub's days end there. */
  months: MonthBar[]
  /** Active tokens that end later than that. */
  later: number
  /** Active tokens without an end. */
  never: number
  /** Tokens that have ended and still take a slot. */
  expired: number
}

interface Timed {
  isActive: boolean
  expiresAt: string | null
  lastUsedAt: string | null
  goneAt: string | null
}

const day = 86_400_000
const monthsShown = 12

const long = new Intl.DateTimeFormat('en-GB', { month: 'long', year: 'numeric', timeZone: 'UTC' })

/** A month such as `2026-12` in words: "December 2026". */
export const monthWords = (month: string): string => long.format(Date.parse(`${month}-01T00:00:00Z`))

/** `now` in Unix milliseconds, here and below. Deactivated tokens and those that are gone are not counted. */
export function expiryTimeline(tokens: readonly Timed[], now: number): ExpiryTimeline {
  const today = new Date(now)
  const monthAt = (index: number) => Date.UTC(today.getUTCFullYear(), today.getUTCMonth() + index, 1)
  const months = Array.from({ length: monthsShown }, (_, index): MonthBar => {
    const month = new Date(monthAt(index)).toISOString().slice(0, 7)
    const words = monthWords(month)
    return { label: words.slice(0, 3), words, count: 0, month }
  })
  const timeline: ExpiryTimeline = { months, later: 0, never: 0, expired: 0 }
  for (const token of tokens) {
    const status = tokenStatus(token, now)
    if (status === 'expired') timeline.expired += 1
    if (status !== 'active') continue
    if (token.expiresAt === null) {
      timeline.never += 1
      continue
    }
    const end = new Date(token.expiresAt)
    const index =
      (end.getUTCFullYear() - today.getUTCFullYear()) * 12 + end.getUTCMonth() - today.getUTCMonth()
    const month = months[index]
    if (month) month.count += 1
    else timeline.later += 1
  }
  return timeline
}

/** Days: what was used longer ago is counted together. */
export const lastUsesEnd = 90

const buckets: readonly [label: string, words: string, days: number][] = [
  ['7 d', 'In the last 7 days', 0],
  ['30 d', '8 to 30 days ago', 7],
  ['90 d', '31 to 90 days ago', 30],
  ['Longer', 'More than 90 days ago', lastUsesEnd],
]

/** When active tokens were last used; those that never were come last. */
export function lastUses(tokens: readonly Timed[], now: number): UseBar[] {
  const bars = buckets.map(([label, words, days]): UseBar => ({ label, words, days, count: 0 }))
  const never: UseBar = { label: 'Never', words: 'Never used', days: null, count: 0 }
  for (const token of tokens) {
    if (tokenStatus(token, now) !== 'active') continue
    const ago = token.lastUsedAt === null ? null : (now - Date.parse(token.lastUsedAt)) / day
    const bar = ago === null ? never : (bars.findLast(({ days }) => ago > (days ?? 0)) ?? bars[0])
    if (bar) bar.count += 1
  }
  return [...bars, never]
}

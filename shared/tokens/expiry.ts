// When a token ends: the choices of the wizard, the timestamp Docker Hub gets, and dates in words.

export type Expiry =
  { kind: 'days'; days: 30 | 60 | 90 | 365 } | { kind: 'date'; date: string } | { kind: 'none' }

export const expiryDays = [30, 60, 90, 365] as const

/** What a form has chosen so far: a number of days, a date, none, or nothing yet. */
export type ExpiryChoice = '' | `${(typeof expiryDays)[number]}` | 'date' | 'none'

const day = 86_400_000

/**
 * The wire timestamp of a choice, or null for none: the last second (UTC) of the chosen day, always `…T23:59:59Z`.
 * Docker Hub echoes it byte for byte, and `toISOString`'s milliseconds break Terraform.
 * `now` is in Unix milliseconds; `date` is `YYYY-MM-DD`.
 */
export function expiresAt(expiry: Expiry, now: number): string | null {
  if (expiry.kind === 'none') return null
  const date =
    expiry.kind === 'date' ? expiry.date : new Date(now + expiry.days * day).toISOString().slice(0, 10)
  return `${date}T23:59:59Z`
}

/** True for a real calendar date `YYYY-MM-DD` whose end (UTC) lies in the future. */
export function isFutureDate(date: string, now: number): boolean {
  if (!/^\d{4}-\d\d-\d\d$/.test(date)) return false
  const end = Date.parse(`${date}T23:59:59Z`)
  return Number.isFinite(end) && new Date(end).toISOString().startsWith(date) && end > now
}

/** Whole calendar days in UTC, as the Hub's days end there; NaN when either is no date. */
export function daysBetween(from: string, to: string): number {
  const midnight = (iso: string): number => Math.floor(Date.parse(iso) / day)
  return midnight(to) - midnight(from)
}

// Made once: making them costs more than all the rows of a table together.
const relativeWords = new Intl.RelativeTimeFormat('en', { numeric: 'auto' })
const longWords = new Intl.DateTimeFormat('en-GB', { dateStyle: 'full', timeZone: 'UTC' })

/** "in 12 days", "today", "3 days ago", "in 4 months": how people say a moment. */
export function relativeDate(iso: string, now: number): string {
  const distance = Date.parse(iso) - now
  const units = [
    ['year', 365.25 * day],
    ['month', 30.44 * day],
    ['day', day],
    ['hour', 3_600_000],
    ['minute', 60_000],
  ] as const
  for (const [unit, length] of units) {
    // Long units are approximate anyway: 90 days are three months, not two. A day that is not over does not count.
    const long = unit === 'year' || unit === 'month'
    const count = long ? Math.round(distance / length) : Math.trunc(distance / length)
    if (Math.abs(distance) >= (long ? 2 * length : length)) return relativeWords.format(count, unit)
  }
  return 'just now'
}

/** "Thursday, 24 December 2026", in UTC because the Hub's day ends in UTC. */
export const longDate = (iso: string): string => longWords.format(new Date(iso))

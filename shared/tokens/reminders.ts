// What an owner is to be told of a token: that it ends soon, that it has ended, that it is used in a way to look at.
// Pure: what was told before comes in, and what is due comes out.

import { quietBefore } from './quiet.ts'

export interface Watched {
  id: string
  label: string
  createdAt: string
  expiresAt: string | null
  isActive: boolean
  lastUsedAt: string | null
  /** The last use known before `lastUsedAt`; null for none. */
  previouslyUsedAt: string | null
  /** Until when that was seen to be the last one still. */
  quietUntil?: string | undefined
  /** When it was found missing on the server; null while it is there. */
  goneAt: string | null
  /** The latest use that is out of its pattern; null for none, or when nobody tells. */
  unusualAt: string | null
}

export interface ReminderRules {
  /** So many days before its end a token is told of. */
  days: readonly number[]
  /** Whether its use is told of. */
  use: boolean
}

/** `days` 0: it has ended. `quietDays`: so long it was not used before. */
export type Occasion =
  { kind: 'ends'; days: number } | { kind: 'usedAgain'; quietDays: number } | { kind: 'usedUnusually' }

/** What has been told of one token. */
export interface Told {
  /** The end that was told of, and how many days before it last; 0 once it was over. */
  end: { at: string; days: number } | null
  /** The last use that was told of as coming after a quiet time. */
  usedAt: string | null
  /** The last use that was told of as unusual. */
  unusualAt: string | null
}

const day = 86_400_000
export const nothingTold: Told = { end: null, usedAt: null, unusualAt: null }
/** What happened longer ago is no news any more (milliseconds): the lists show it. */
const newsFor = 7 * day
/** The tray counts what ends within so many days. */
export const soonDays = 7

/** What is due of one token at `now`, the server's time in Unix milliseconds. */
export function dueOf(token: Watched, told: Told, rules: ReminderRules, now: number): Occasion[] {
  if (!token.isActive || token.goneAt !== null) return []
  const due: Occasion[] = []
  const days = endDue(token, told, rules, now)
  if (days !== null) due.push({ kind: 'ends', days })
  if (!rules.use || hasEnded(token, now)) return due
  const quiet = quietBefore(token)
  if (quiet !== null && isNews(token.lastUsedAt, told.usedAt, now))
    due.push({ kind: 'usedAgain', quietDays: quiet })
  if (isNews(token.unusualAt, told.unusualAt, now)) due.push({ kind: 'usedUnusually' })
  return due
}

/** What has been told once `occasions` of the token were. */
export function afterTelling(token: Watched, told: Told, occasions: readonly Occasion[]): Told {
  const next = { ...told }
  for (const occasion of occasions) {
    if (occasion.kind === 'ends') next.end = { at: token.expiresAt ?? '', days: occasion.days }
    if (occasion.kind === 'usedAgain') next.usedAt = token.lastUsedAt
    if (occasion.kind === 'usedUnusually') next.unusualAt = token.unusualAt
  }
  return next
}

/** The first moment after `now` at which something may be due by the clock alone; null when never. */
export function nextMoment(token: Watched, rules: ReminderRules, now: number): number | null {
  if (!token.isActive || token.goneAt !== null || token.expiresAt === null) return null
  const end = Date.parse(token.expiresAt)
  const moments = [end, ...thresholds(token, rules).map((days) => end - days * day)]
  const later = moments.filter((moment) => moment > now)
  return later.length > 0 ? Math.min(...later) : null
}

/** Whether it works, and ends within `days`. */
export const endsWithin = (token: Watched, days: number, now: number): boolean =>
  token.isActive &&
  token.goneAt === null &&
  token.expiresAt !== null &&
  !hasEnded(token, now) &&
  Date.parse(token.expiresAt) - now <= days * day

const hasEnded = ({ expiresAt }: Watched, now: number): boolean =>
  expiresAt !== null && Date.parse(expiresAt) <= now

const isNews = (at: string | null, told: string | null, now: number): boolean =>
  at !== null && (told === null || Date.parse(at) > Date.parse(told)) && now - Date.parse(at) < newsFor

/** A threshold that was passed when the token was made, or on its first day, tells its maker nothing. */
const thresholds = ({ createdAt, expiresAt }: Watched, { days }: ReminderRules): number[] =>
  days.filter((count) => Date.parse(expiresAt ?? '') - count * day >= Date.parse(createdAt) + day)

/** The nearest threshold that was passed and not told of yet; those before it need no word any more. */
function endDue(token: Watched, told: Told, rules: ReminderRules, now: number): number | null {
  if (token.expiresAt === null) return null
  const left = Date.parse(token.expiresAt) - now
  const passed = thresholds(token, rules).filter((days) => left <= days * day)
  if (left > 0 && passed.length === 0) return null
  if (left <= -newsFor) return null
  const nearest = left <= 0 ? 0 : Math.min(...passed)
  const isTold = told.end !== null && told.end.at === token.expiresAt && told.end.days <= nearest
  return isTold ? null : nearest
}

// A token that is used again after a long quiet time: forgotten by its users, or found by somebody.

const day = 86_400_000

/** Not used for so many days, a token was forgotten by its users; the next use is worth a look. */
export const quietDays = 90

/** Moments are ISO 8601, null for none known. */
export interface Uses {
  lastUsedAt: string | null
  /** The last use known before `lastUsedAt`. */
  previouslyUsedAt: string | null
  /** Until when that was looked at and still the last one: what came after is not known to have been quiet. */
  quietUntil?: string | null | undefined
}

/** Whole days that the token is known to have been quiet before its last use, when they are many; otherwise null. */
export function quietBefore({ lastUsedAt, previouslyUsedAt, quietUntil }: Uses): number | null {
  if (lastUsedAt === null || previouslyUsedAt === null || !quietUntil) return null
  const until = Math.min(Date.parse(lastUsedAt), Date.parse(quietUntil))
  const days = Math.floor((until - Date.parse(previouslyUsedAt)) / day)
  return days >= quietDays ? days : null
}

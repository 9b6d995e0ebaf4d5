// A token's status, computed from what the Hub said and from the clock, so that it is right offline too.

export type TokenStatus = 'active' | 'inactive' | 'expired'

/** Expired wins over inactive: an expired token cannot be reactivated. `now` is in Unix milliseconds. */
export function tokenStatus(
  token: { isActive: boolean; expiresAt: string | null },
  now: number,
): TokenStatus {
  if (token.expiresAt !== null && Date.parse(token.expiresAt) <= now) return 'expired'
  return token.isActive ? 'active' : 'inactive'
}

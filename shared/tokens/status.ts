// A token's status, computed from what the Hub said and from the clock, so that it is right offline too.

/** gone: the server did not list it any more when it was last asked. */
export type TokenStatus = 'active' | 'inactive' | 'expired' | 'gone'

/** `goneAt`: when it was missed on the server (ISO 8601); null or absent while it is there. */
export interface PerhapsGone {
  goneAt?: string | null
}

/** Gone wins, then expired over inactive: an expired token cannot be reactivated. `now` is in Unix milliseconds. */
export function tokenStatus(
  token: PerhapsGone & { isActive: boolean; expiresAt: string | null },
  now: number,
): TokenStatus {
  if (isGone(token)) return 'gone'
  if (token.expiresAt !== null && Date.parse(token.expiresAt) <= now) return 'expired'
  return token.isActive ? 'active' : 'inactive'
}

export const isGone = ({ goneAt = null }: PerhapsGone): boolean => goneAt !== null

/** Those that the server has, as far as is known: they take slots and labels. */
export const stillThere = <T extends PerhapsGone>(tokens: readonly T[]): T[] =>
  tokens.filter((token) => !isGone(token))

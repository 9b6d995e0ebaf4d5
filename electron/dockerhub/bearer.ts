// What may be known about a bearer: it is opaque to us, save for how long it says it lives.

const longestLife = 31 * 24 * 3600

/** A bearer that fits in a header line. */
export const isBearer = (text: string): boolean => /^[\x21-\x7e]{1,16384}$/.test(text)

function claimsOf(bearer: string): Record<string, unknown> {
  try {
    const claims = JSON.parse(
      Buffer.from(bearer.split('.')[1] ?? '', 'base64url').toString('utf8'),
    ) as unknown
    return typeof claims === 'object' && claims !== null ? (claims as Record<string, unknown>) : {}
  } catch {
    return {}
  }
}

/**
 * Seconds that a JSON Web Token still lives, or null when it does not say so credibly. `serverNow` is the server's
 * own time in Unix milliseconds: this computer's clock may be hours or years off.
 */
export function bearerLifetime(bearer: string, serverNow: number): number | null {
  const { exp } = claimsOf(bearer)
  if (typeof exp !== 'number') return null
  const seconds = exp - serverNow / 1000
  return seconds > 0 && Number.isFinite(seconds) ? Math.min(seconds, longestLife) : null
}

/** Whether it says that it ended before `now` (Unix milliseconds). */
export function hasEnded(bearer: string, now: number): boolean {
  const { exp } = claimsOf(bearer)
  return typeof exp === 'number' && exp <= now / 1000
}

/** The user name in Docker's own claim, unverified; null when there is none. */
export function bearerUsername(bearer: string): string | null {
  const claim = claimsOf(bearer)['https://hub.docker.com'] as { username?: unknown } | null | undefined
  const username = claim?.username
  return typeof username === 'string' && username !== '' && username.length <= 255 ? username : null
}

// What may be known about a bearer: it is opaque to us, save for how long it says it lives.

const longestLife = 31 * 24 * 3600

/** A bearer that fits in a header line. */
export const isBearer = (text: string): boolean => /^[\x21-\x7e]{1,16384}$/.test(text)

/**
 * Seconds that a JSON Web Token still lives, or null when it does not say so credibly. `serverNow` is the server's
 * own time in Unix milliseconds: this computer's clock may be hours or years off.
 */
export function bearerLifetime(bearer: string, serverNow: number): number | null {
  try {
    const claims = JSON.parse(
      Buffer.from(bearer.split('.')[1] ?? '', 'base64url').toString('utf8'),
    ) as unknown
    const exp = (claims as { exp?: unknown } | null)?.exp
    if (typeof exp !== 'number') return null
    const seconds = exp - serverNow / 1000
    return seconds > 0 && Number.isFinite(seconds) ? Math.min(seconds, longestLife) : null
  } catch {
    return null
  }
}

// How long a Hub that says 429 wants to be left alone.

const shortest = 1
const longest = 300
const whenNotSaid = 10

/** Longer waits than this are the owner's to decide on, so the call fails with the time instead. Seconds. */
export const longestSilentWait = 20

/** Above this a number is a Unix time: Docker's documents have had both under similar names. */
const unixTimes = 1e9

/**
 * Seconds (1 to 300) to wait after a 429, from Retry-After, X-Retry-After or X-RateLimit-Reset: seconds, a Unix
 * time or an HTTP date. Moments are measured against the answer's own Date, because this computer's clock may be
 * wrong. `now` is in Unix milliseconds.
 */
export function retryAfterSeconds(headers: Headers, now: number): number {
  const said = Date.parse(headers.get('date') ?? '')
  const serverNow = (Number.isNaN(said) ? now : said) / 1000
  for (const name of ['retry-after', 'x-retry-after', 'x-ratelimit-reset']) {
    const value = headers.get(name)?.trim()
    if (value === undefined || value === '') continue
    const number = /^-?\d+(\.\d+)?$/.test(value) ? Number(value) : Date.parse(value) / 1000
    if (Number.isNaN(number)) continue
    const seconds = Math.abs(number) > unixTimes ? number - serverNow : number
    return Math.min(longest, Math.max(shortest, Math.ceil(seconds)))
  }
  return whenNotSaid
}

// How far a server's clock is from this computer's, learnt from the Date of its answers.
import * as z from 'zod'

export const clockReading = z.object({
  /** Milliseconds to add to this computer's clock to have the server's. */
  offset: z.number(),
  /** The server's time when that was learnt (Unix milliseconds). */
  heardAt: z.number(),
})
export type ClockReading = z.infer<typeof clockReading>

export interface ServerClock {
  /** Milliseconds to add to this computer's clock; 0 while they differ by less than half a minute. */
  offset(): number
  /** An answer came for `path`, `took` milliseconds after it was asked for. */
  hear(headers: Headers, took: number, path: string): void
}

export interface ServerClockParts {
  /** What was learnt before this start, or null. */
  known: ClockReading | null
  /** This computer's clock, Unix milliseconds. */
  now(): number
  onChanged(reading: ClockReading): void
}

/** Differences below this are nobody's concern: Date counts whole seconds, and answers take their time. */
const counts = 30_000
/** A difference that counted goes on counting until it is clearly small. */
const countsNoMore = 25_000
/** Two readings that far apart are the same. */
const same = 5_000
/** An answer that took longer says too little about when it was written. */
const slowest = 20_000
const week = 7 * 86_400_000

export function createServerClock({ known, now, onChanged }: ServerClockParts): ServerClock {
  let believed = known !== null && stillHolds(known, now()) ? known.offset : 0
  let shown = believed
  let doubted: { offset: number; source: string } | null = null

  return {
    offset: () => shown,
    hear(headers, took, path) {
      const date = Date.parse(headers.get('date') ?? '')
      // A cache has kept it for so many seconds.
      if (!Number.isFinite(date) || Number(headers.get('age') ?? 0) > 0 || took > slowest) return
      // In the middle of the second that it names, at half the way there and back.
      const offset = date + 500 - (now() - took / 2)
      const source = `${path} ${date}`
      if (offset < believed - same && !(doubted && agrees(doubted, offset, source))) {
        doubted = { offset, source }
        return
      }
      doubted = null
      believed = offset
      const counted = Math.abs(offset) < (shown === 0 ? counts : countsNoMore) ? 0 : Math.round(offset)
      if (counted === shown || (counted !== 0 && Math.abs(counted - shown) < same)) return
      shown = counted
      onChanged({ offset: shown, heardAt: date })
    },
  }
}

/** A clock that seems to have gone back may be an old answer from a cache: another one has to say so too. */
const agrees = (doubted: { offset: number; source: string }, offset: number, source: string): boolean =>
  doubted.source !== source && Math.abs(doubted.offset - offset) < same

/** Whether what was learnt earlier still fits this computer's clock, or somebody has set that right meanwhile. */
export function stillHolds({ offset, heardAt }: ClockReading, now: number): boolean {
  // The server's time would have gone back.
  if (now + offset < heardAt - counts) return false
  // This clock was far behind, and is not behind any more.
  return !(offset > week && now >= heardAt)
}

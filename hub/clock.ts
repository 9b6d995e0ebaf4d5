// The time, and the time as Docker Hub writes it: six digits of a second, so that it sorts as text.

export interface Clock {
  /** Unix milliseconds. */
  now(): number
  /** Now, such as `2026-03-18T21:15:40.504110Z`; a later call never sorts before an earlier one within a millisecond. */
  stamp(): string
}

/** Docker Hub's spelling of a moment; `microseconds` (0..999) follow the three digits that Date knows. */
export const toStamp = (milliseconds: number, microseconds: number): string =>
  new Date(milliseconds).toISOString().replace('Z', `${String(microseconds).padStart(3, '0')}Z`)

export function createClock(now: () => number): Clock {
  let last = 0
  let within = 0
  return {
    now,
    stamp() {
      const time = Math.trunc(now())
      within = time === last ? Math.min(within + 1, 999) : 0
      last = time
      return toStamp(time, within)
    },
  }
}

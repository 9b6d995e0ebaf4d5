// Waiting for a moment that may be far away: setTimeout takes 2^31 ms (24.8 days) for "at once", stands still while the
// computer sleeps, and does not notice a clock that was set. So the clock is looked at again and again.

/** The clock is read at least this often (milliseconds). */
const longestStep = 10 * 60_000

/**
 * Runs once, as soon as `now()` has reached `moment` (both Unix milliseconds), and never before this call returned.
 * Answers with what calls it off.
 */
export function atMoment(moment: number, run: () => void, now: () => number = Date.now): () => void {
  let timer: ReturnType<typeof setTimeout>
  const wait = () => {
    const left = moment - now()
    timer = setTimeout(() => (now() >= moment ? run() : wait()), Math.min(Math.max(left, 0), longestStep))
  }
  wait()
  return () => clearTimeout(timer)
}

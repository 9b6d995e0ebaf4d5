// Many things that come in quick succession, told of together: each telling draws a page of up to 10,000 rows anew.

/** Milliseconds: seen as at once, and rare enough to draw in between. */
const pause = 250

/** Runs `tell` at once, then at most once per pause for everything that came meanwhile. */
export function inBursts(tell: () => void): () => void {
  let state: 'quiet' | 'told' | 'more' = 'quiet'
  const rest = () =>
    setTimeout(() => {
      if (state === 'told') {
        state = 'quiet'
        return
      }
      state = 'told'
      tell()
      rest()
    }, pause)
  return () => {
    if (state !== 'quiet') {
      state = 'more'
      return
    }
    state = 'told'
    tell()
    rest()
  }
}

/**
 * One reading at a time for each key. Asked for while one is under way, it is read once more after it, however often it
 * was asked: what comes back is never older than the question.
 */
export function oneAtATime(read: (key: string) => Promise<void>): (key: string) => Promise<void> {
  const running = new Map<string, Promise<void>>()
  const next = new Map<string, Promise<void>>()
  const begin = (key: string): Promise<void> => {
    const reading = read(key).finally(() => running.delete(key))
    running.set(key, reading)
    return reading
  }
  return (key) => {
    const now = running.get(key)
    if (!now) return begin(key)
    const waiting =
      next.get(key) ??
      now
        .catch(() => undefined)
        .then(() => {
          next.delete(key)
          return begin(key)
        })
    next.set(key, waiting)
    return waiting
  }
}

// Syncs behind the owner's back with or without a window: every hour, and when the computer wakes up.
import { atMoment } from './timers.ts'

const hour = 60 * 60_000
/** Minutes; a little less than the hour, so that what the last sync was long about is not left for two. */
const old = 45

/**
 * Begins to count the hours. `sync` syncs what was not synced within so many minutes.
 * Answers with what is to be called when the computer woke up.
 */
export function syncByItself(sync: (olderThan: number) => void): () => void {
  let callOff = () => {}
  function wait(): void {
    callOff()
    callOff = atMoment(Date.now() + hour, now)
  }
  function now(): void {
    wait()
    sync(old)
  }
  wait()
  return now
}

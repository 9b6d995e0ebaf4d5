// Runs asynchronous work one piece at a time, in the order it was handed over.

/** Returns a function that queues work; a failing piece fails its own caller and nobody else. */
export function inTurn(): <T>(work: () => Promise<T>) => Promise<T> {
  let last: Promise<unknown> = Promise.resolve()
  return (work) => {
    const run = last.then(work, work)
    last = run.catch(() => undefined)
    return run
  }
}

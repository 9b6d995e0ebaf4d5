// Does several things of which one may fail, without leaving out the others.

/** Resolves when all of it is done. Throws the first failure, but not before. */
export async function doAll(works: Iterable<Promise<unknown>>): Promise<void> {
  for (const done of await Promise.allSettled(works)) if (done.status === 'rejected') throw done.reason
}

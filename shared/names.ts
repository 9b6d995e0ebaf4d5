// Names that owners give to what they keep, such as templates and views: each its own, and short.

export const nameMaximum = 60

/** Why a `what` cannot have this name, in a sentence; null when it can. `others` are the names of the other ones. */
export function nameProblem(what: string, name: string, others: readonly string[]): string | null {
  const wanted = name.trim()
  if (wanted === '') return `Enter a name for the ${what}.`
  if (wanted.length > nameMaximum)
    return `Shorten the name to ${nameMaximum} characters; it has ${wanted.length}.`
  return isNameUsed(wanted, others) ? `Another ${what} has this name. Choose a different one.` : null
}

/** Case does not tell them apart. */
export const isNameUsed = (name: string, others: readonly string[]): boolean =>
  others.some((other) => other.trim().toLowerCase() === name.trim().toLowerCase())

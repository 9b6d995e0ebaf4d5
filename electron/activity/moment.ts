// Moments as servers write them, with up to nine digits of a second, made comparable.

/** Microseconds since 1970. */
export function momentOf(at: string): number {
  const digits = /\.(\d+)/.exec(at)?.[1] ?? ''
  return Date.parse(at) * 1000 + Number(digits.padEnd(6, '0').slice(3, 6))
}

/** The whole second after a moment: however coarsely a server compares, the moment itself lies before it. */
export const secondAfter = (at: string): string =>
  new Date((Math.floor(Date.parse(at) / 1000) + 1) * 1000).toISOString().replace('.000Z', 'Z')

/** How often each text stands in a list; `take` answers whether one was left, and takes it. */
export function tally(texts: readonly string[]) {
  const left = new Map<string, number>()
  for (const text of texts) left.set(text, (left.get(text) ?? 0) + 1)
  return {
    take(text: string): boolean {
      const count = left.get(text) ?? 0
      if (count > 0) left.set(text, count - 1)
      return count > 0
    },
  }
}

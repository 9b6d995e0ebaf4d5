// Which drawn line takes which place in the document. Lines that come are drawn in the places of those that left, which
// costs a fraction of making them: a keystroke that changes every row changes words, not elements.

/** Places by the lines' indexes, all different; a line that stays keeps its own. */
export function createSlots() {
  let before: ReadonlyMap<number, number> = new Map()
  return (indexes: readonly number[]): ReadonlyMap<number, number> => {
    const taken = new Set(indexes.flatMap((index) => before.get(index) ?? []))
    let free = 0
    const fresh = () => {
      while (taken.has(free)) free += 1
      taken.add(free)
      return free
    }
    before = new Map(indexes.map((index) => [index, before.get(index) ?? fresh()]))
    return before
  }
}

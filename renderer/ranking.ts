// Which entries of the command palette fit what was typed, best first.

export interface Findable {
  id: string
  label: string
  /** What else it is found by, such as an organization's full name. */
  words: string
}

export interface Ranked<Entry> {
  entries: Entry[]
  /** How many fit and are not among them. */
  more: number
}

/** Each word that was typed must be in the label or the other words; capitals and accents do not matter. */
export function prepare<Entry extends Findable>(entries: readonly Entry[]) {
  return entries.map((entry, at) => ({
    entry,
    at,
    label: plain(entry.label),
    words: plain(entry.words),
  }))
}

/** `recent`: ids of what was chosen before, latest first. At most `most` entries. */
export function rank<Entry extends Findable>(
  prepared: ReturnType<typeof prepare<Entry>>,
  typed: string,
  recent: readonly string[],
  most: number,
): Ranked<Entry> {
  const asked = plain(typed).split(/\s+/).filter(Boolean)
  const places = new Map(recent.map((id, at) => [id, at]))
  const fitting = prepared.flatMap((one) => {
    const score = scoreOf(one, asked)
    const place = places.get(one.entry.id) ?? recent.length
    return score === null ? [] : [{ one, score, place }]
  })
  fitting.sort((a, b) => a.score - b.score || a.place - b.place || a.one.at - b.one.at)
  return {
    entries: fitting.slice(0, most).map(({ one }) => one.entry),
    more: Math.max(0, fitting.length - most),
  }
}

/** The lower the better; null when a word is nowhere. */
function scoreOf(
  { label, words }: { label: string; words: string },
  asked: readonly string[],
): number | null {
  let sum = 0
  for (const word of asked) {
    const at = label.indexOf(word)
    if (at === 0) continue
    if (at > 0) sum += /[\p{L}\p{N}]/u.test(label[at - 1] ?? '') ? 2 : 1
    else if (words.includes(word)) sum += 3
    else return null
  }
  return sum
}

const plain = (text: string): string => text.normalize('NFD').replace(/\p{M}/gu, '').toLowerCase()

// Notifications in words: what happened, and what to do about it. On a locked screen anybody may read them.
import { longDate, relativeDate } from './expiry.ts'
import { inARow } from './words.ts'

/** `ends`: before its end. `ended`: since its end. `used`: again after a quiet time. `unusual`: out of its pattern. */
export type NewsKind = 'ends' | 'ended' | 'used' | 'unusual'

export interface News {
  label: string
  expiresAt: string | null
  quietDays: number
}

export interface NewsWords {
  title: string
  body: string
}

/** How many tokens are named; the others are counted. */
const named = 3
const longestName = 60

/** Names come from servers: in one line, and not longer than a notification is. */
const quoted = (label: string): string => {
  const line = [...label.replace(/[\p{C}\s]+/gu, ' ').trim()]
  return `“${line.length > longestName ? `${line.slice(0, longestName - 1).join('')}…` : line.join('')}”`
}

/** The words about some tokens (at least one) of an organization. `now`: the server's time in Unix milliseconds. */
export function newsWords(
  kind: NewsKind,
  organization: string,
  tokens: readonly News[],
  now: number,
): NewsWords {
  const [first] = tokens
  if (first && tokens.length === 1) return wordsForOne(kind, organization, first, now)
  const rest = tokens.length - named
  const names = tokens.slice(0, named).map((one) => {
    const when = kind === 'ends' && one.expiresAt !== null ? ` ${relativeDate(one.expiresAt, now)}` : ''
    return `${quoted(one.label)}${when}`
  })
  return {
    title: `${tokens.length} tokens of ${organization} ${didSeveral[kind]}`,
    body: `${inARow([...names, ...(rest > 0 ? [`${rest} more`] : [])])}. ${adviceForSeveral[kind]}`,
  }
}

/** The same without any name. */
export function discreetWords(kind: NewsKind, count: number): NewsWords {
  const title = count === 1 ? `A token ${didOne[kind]}` : `${count} tokens ${didSeveral[kind]}`
  return { title, body: 'Open Granary to see more.' }
}

/** About many organizations at once. */
export const wideWords = (kind: NewsKind, count: number, organizations: number): NewsWords => ({
  title: `${count} tokens in ${organizations} organizations ${didSeveral[kind]}`,
  body: 'Open Granary to see which.',
})

const didOne: Record<NewsKind, string> = {
  ends: 'expires soon',
  ended: 'has expired',
  used: 'was used again after a long time',
  unusual: 'was used in an unusual way',
}

const didSeveral: Record<NewsKind, string> = {
  ends: 'expire soon',
  ended: 'have expired',
  used: 'were used again after a long time',
  unusual: 'were used in an unusual way',
}

const adviceForSeveral: Record<NewsKind, string> = {
  ends: 'Rotate those that are still needed.',
  ended: 'Whatever uses them is refused now.',
  used: 'Deactivate those that none of you used.',
  unusual: 'Deactivate those that none of you used.',
}

function wordsForOne(kind: NewsKind, organization: string, token: News, now: number): NewsWords {
  const name = quoted(token.label)
  const end = token.expiresAt ?? ''
  const words: Record<NewsKind, () => NewsWords> = {
    ends: () => ({
      title: `${name} expires ${relativeDate(end, now)}`,
      body: `${organization} · If it is still needed, rotate it before ${longDate(end)} is over.`,
    }),
    ended: () => ({
      title: `${name} has expired`,
      body: `${organization} · Whatever uses it is refused now. Deleting it frees its slot.`,
    }),
    used: () => ({
      title: `${name} was used again after ${token.quietDays} quiet days`,
      body: `${organization} · If that was none of you, deactivate it.`,
    }),
    unusual: () => ({
      title: `${name} was used in an unusual way`,
      body: `${organization} · From where, or with a program, that it was not used with before. If that was none of you, deactivate it.`,
    }),
  }
  return words[kind]()
}

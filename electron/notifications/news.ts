// From what is due to the notifications that say it: one for many tokens, by organization while those are few.
import type { Place } from '../../shared/contract/notifications.ts'
import type { OrganizationRef } from '../../shared/contract/references.ts'
import {
  type NewsKind,
  type NewsWords,
  discreetWords,
  newsWords,
  wideWords,
} from '../../shared/tokens/reminder-words.ts'
import type { Occasion, Watched } from '../../shared/tokens/reminders.ts'

export interface DueToken {
  ref: OrganizationRef
  token: Watched
  occasion: Occasion
}

export interface Notice extends NewsWords {
  /** Where a click leads. */
  place: Place
}

/** With more organizations than these, one notification speaks of all. */
const organizationsNamed = 3

/** `serverNow` in Unix milliseconds. */
export function noticesOf(
  due: readonly DueToken[],
  hideNames: boolean,
  serverNow: (accountId: string) => number,
): Notice[] {
  const kinds: readonly NewsKind[] = ['unusual', 'used', 'ended', 'ends']
  return kinds.flatMap((kind) => {
    const ofKind = due.filter(({ occasion }) => kindOf(occasion) === kind)
    const groups = byOrganization(ofKind)
    if (groups.length > organizationsNamed) {
      const wide = hideNames
        ? discreetWords(kind, ofKind.length)
        : wideWords(kind, ofKind.length, groups.length)
      return [{ ...wide, place: placeOf(kind, null, ofKind) }]
    }
    return groups.map((group): Notice => {
      const { ref } = group
      const now = serverNow(ref.accountId)
      const words = hideNames
        ? discreetWords(kind, group.due.length)
        : newsWords(kind, ref.organization, group.due.map(told), now)
      return { ...words, place: placeOf(kind, ref, group.due) }
    })
  })
}

interface Group {
  ref: OrganizationRef
  due: DueToken[]
}

function byOrganization(due: readonly DueToken[]): Group[] {
  const groups = new Map<string, Group>()
  for (const one of due) {
    const name = `${one.ref.accountId}/${one.ref.organization}`
    const group = groups.get(name) ?? { ref: one.ref, due: [] }
    group.due.push(one)
    groups.set(name, group)
  }
  // What ends first is named first.
  for (const group of groups.values()) group.due.sort((a, b) => endOf(a.token) - endOf(b.token))
  return [...groups.values()]
}

const endOf = ({ expiresAt }: Watched): number => (expiresAt === null ? Infinity : Date.parse(expiresAt))

function kindOf(occasion: Occasion): NewsKind {
  if (occasion.kind === 'ends') return occasion.days === 0 ? 'ended' : 'ends'
  return occasion.kind === 'usedAgain' ? 'used' : 'unusual'
}

const told = ({ token, occasion }: DueToken) => ({
  label: token.label,
  expiresAt: token.expiresAt,
  quietDays: occasion.kind === 'usedAgain' ? occasion.quietDays : 0,
})

function placeOf(kind: NewsKind, ref: OrganizationRef | null, due: readonly DueToken[]): Place {
  const [first] = due
  if (first && due.length === 1) return { kind: 'token', ref: { ...first.ref, tokenId: first.token.id } }
  if (kind === 'ended') return { kind: 'expired', ref }
  if (kind !== 'ends') return { kind: 'used', ref }
  const days = due.map(({ occasion }) => (occasion.kind === 'ends' ? occasion.days : 0))
  return { kind: 'ending', ref, days: Math.max(...days) }
}

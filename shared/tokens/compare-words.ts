// The changes between two moments in sentences, for the page and for reports alike.
import type { ChangeKind, Difference, TokenChange } from './compare.ts'
import { longDate } from './expiry.ts'

/** A sentence for each thing that happened to a token, those of the wanted kinds only. */
export function changeInWords(change: TokenChange, wanted: ReadonlySet<ChangeKind>): string[] {
  const lines = change.differences.filter(({ what }) => wanted.has(kindOf(what))).map(differenceInWords)
  if (change.fate === 'created' && wanted.has('created'))
    return [change.createdBy ? `Created by ${change.createdBy}.` : 'Created.', ...lines]
  if (change.fate === 'deleted' && wanted.has('deleted')) return ['It is not on the server any more.']
  return lines
}

const kindOf = (what: Difference['what']): ChangeKind =>
  what === 'expired' || what === 'used' ? what : 'changed'

export function differenceInWords(difference: Difference): string {
  switch (difference.what) {
    case 'label':
      return `Renamed: it was “${difference.before}”.`
    case 'description':
      return difference.after === ''
        ? `Its description was removed: it was “${difference.before}”.`
        : `Its description was changed to “${difference.after}”.`
    case 'expiry':
      return `It ${endsInWords(difference.after)}; before, it ${endsInWords(difference.before, true)}.`
    case 'access':
      return accessInWords(difference)
    case 'activated':
      return 'Activated again.'
    case 'deactivated':
      return 'Deactivated.'
    case 'expired':
      return `Expired on ${longDate(difference.at)}.`
    case 'used':
      return difference.first
        ? `Used for the first time, last on ${longDate(difference.at)}.`
        : `Used, last on ${longDate(difference.at)}.`
  }
}

const endsInWords = (expiresAt: string | null, past = false): string => {
  if (expiresAt === null) return past ? 'never expired' : 'never expires'
  return `${past ? 'expired' : 'expires'} on ${longDate(expiresAt)}`
}

function accessInWords({ adds, removes }: { adds: string[]; removes: string[] }): string {
  const lines = [
    ...adds.map((line) => `It can now ${line}.`),
    ...removes.map((line) => `It can no longer ${line}.`),
  ]
  return lines.length > 0 ? lines.join(' ') : 'Its access was listed in another way; it can do the same.'
}

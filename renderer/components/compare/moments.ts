// The moments that can be chosen: those of several organizations, taken together day by day.
import type { SnapshotMoment } from '../../../shared/contract/snapshots.ts'

export interface MomentOption {
  /** ISO 8601: the newest of the moments that it stands for, so that it covers them all. */
  value: string
  label: string
}

const days = new Intl.DateTimeFormat('en-GB', { day: 'numeric', month: 'long', year: 'numeric' })
const times = new Intl.DateTimeFormat('en-GB', { hour: '2-digit', minute: '2-digit' })

export const momentInWords = (at: string): string => days.format(new Date(at))

/** Newest first: a line for each day, and one for each review. */
export function momentOptions(moments: readonly (readonly SnapshotMoment[])[]): MomentOption[] {
  const groups = new Map<string, SnapshotMoment>()
  for (const moment of moments.flat()) {
    // Organizations that were reviewed together are a line together.
    const key = `${momentInWords(moment.at)} ${moment.note === null ? '' : `${times.format(new Date(moment.at))} ${moment.note}`}`
    const known = groups.get(key)
    if (!known || known.at < moment.at) groups.set(key, moment)
  }
  return [...groups.values()]
    .sort((one, other) => (one.at < other.at ? 1 : -1))
    .map((moment) => ({ value: moment.at, label: labelOf(moment) }))
}

/**
 * Those to which a comparison from a moment ("review" or ISO 8601) goes forward in time in every organization.
 * `moments`: newest first, by organization.
 */
export function momentsAfter(
  from: string,
  moments: readonly (readonly SnapshotMoment[])[],
  options: readonly MomentOption[],
): MomentOption[] {
  const begin = Date.parse(from === 'review' ? lastReviewIn(moments) : from)
  return options.filter(({ value }) => !(Date.parse(value) <= begin))
}

/** The last of the last reviews; before there is any, the oldest moment. */
function lastReviewIn(moments: readonly (readonly SnapshotMoment[])[]): string {
  const reviews = moments.flatMap((of) => of.find(({ note }) => note !== null)?.at ?? []).sort()
  return reviews.at(-1) ?? moments.flatMap((of) => of.at(-1)?.at ?? []).sort()[0] ?? ''
}

function labelOf({ at, note }: SnapshotMoment): string {
  const date = momentInWords(at)
  if (note === null) return date
  return `${date}, reviewed${note ? `: ${note}` : ` at ${times.format(new Date(at))}`}`
}

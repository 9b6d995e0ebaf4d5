// A rotation in plain words: how far it is and what to do next.
import { relativeDate } from './expiry.ts'
import type { Reminder, Rotatable, Rotation } from './rotation.ts'

const quoted = ({ label }: Rotatable): string => `“${label}”`
const ended = (status: Rotation['oldStatus']): string =>
  status === 'expired' ? 'has expired' : 'is deactivated'

/** How far it is, as a title, and what that means for the owner. `now` in Unix milliseconds. */
export function rotationWords(rotation: Rotation, now: number): { title: string; text: string } {
  const { old, next, stage, oldStatus, nextStatus } = rotation
  switch (stage) {
    case 'waiting':
      return {
        title: 'Both tokens work',
        text: `${quoted(old)} has not been used since ${quoted(next)} was made ${relativeDate(next.createdAt, now)}. Put the new secret wherever the old one is, and give it a week before you retire the old token.`,
      }
    case 'inUse':
      return {
        title: `${quoted(old)} is still being used`,
        text: `It was last used ${relativeDate(old.lastUsedAt ?? '', now)}, after ${quoted(next)} was made. Something still has its secret: put the new one there.`,
      }
    case 'quiet':
      return {
        title: `${quoted(old)} is not used any more`,
        text: `${quietWords(rotation, now)} Deactivate it, then delete it to free its slot.${
          next.lastUsedAt === null
            ? ` ${quoted(next)} has not been used either: make sure that its secret is in place first.`
            : ''
        }`,
      }
    case 'retired':
      return {
        title: `${quoted(old)} is retired`,
        text: `It ${ended(oldStatus)}, and ${quoted(next)} has taken its place. Delete it to free its slot.`,
      }
    case 'stopped':
      return {
        title: `${quoted(next)} does not work`,
        text: `It ${ended(nextStatus)}; ${quoted(old)} still works. Delete ${quoted(next)}, then rotate again.`,
      }
    case 'over':
      return {
        title: 'Neither token works',
        text: `${quoted(old)} ${ended(oldStatus)} and ${quoted(next)} ${ended(nextStatus)}. Delete both to free their slots.`,
      }
  }
}

/** Of two tokens whose labels make them a pair and whose access does not. */
export const differentWords = {
  title: 'These may be a rotation',
  text: 'Their labels say that one follows the other, but they may not do the same: the access of one was changed since, or they only look alike.',
}

/** Why now, in one line. */
export function reminderWords({ rotation, why }: Reminder, now: number): string {
  const { old, next, oldStatus } = rotation
  if (why === 'deactivate') return `${quietWords(rotation, now)} It can be deactivated and deleted.`
  if (why === 'delete') return `It ${ended(oldStatus)} and still takes a slot. It can be deleted.`
  const ends = `It ends ${relativeDate(old.expiresAt ?? '', now)}`
  return rotation.usedSince
    ? `${ends} and is still being used. Put the secret of ${quoted(next)} in its place.`
    : `${ends}. Make sure that ${quoted(next)} is in its place.`
}

function quietWords({ old, next, usedSince }: Rotation, now: number): string {
  return usedSince
    ? `It was last used ${relativeDate(old.lastUsedAt ?? '', now)}.`
    : `It has not been used since ${quoted(next)} was made ${relativeDate(next.createdAt, now)}.`
}

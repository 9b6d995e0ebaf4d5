// How far a rotation is: whether the old token is still used now that its successor exists, and what is to be done next.
import { type Labelled, type Pair, pairsOf, sameAccess } from './lineage.ts'
import { type TokenStatus, tokenStatus } from './status.ts'

export interface Rotatable extends Labelled {
  isActive: boolean
  expiresAt: string | null
  lastUsedAt: string | null
}

/**
 * waiting: both work, and the old one was not used since, but not for long. inUse: it was. quiet: it was not for so
 * long that it can be retired. retired: it does not work any more and takes a slot. stopped: the successor does not
 * work, the old one does. over: neither works.
 */
export type Stage = 'waiting' | 'inUse' | 'quiet' | 'retired' | 'stopped' | 'over'

export interface Rotation<T extends Rotatable = Rotatable> extends Pair<T> {
  stage: Stage
  oldStatus: TokenStatus
  nextStatus: TokenStatus
  /** The old one was used after its successor was made. */
  usedSince: boolean
}

/** What is worth reminding of, and why now. `endsSoon`: the old one is needed and will end by itself. */
export interface Reminder<T extends Rotatable = Rotatable> {
  rotation: Rotation<T>
  why: 'deactivate' | 'delete' | 'endsSoon'
}

const day = 86_400_000
/** Unused for this long, the old one is taken not to be needed: a week has every weekly job in it. */
export const quietAfter = 7 * day
/** An old one that is not quiet is reminded of when it ends within this time. */
export const endsSoonWithin = 14 * day

/** `now` in Unix milliseconds, here and below. */
export function rotationOf<T extends Rotatable>(pair: Pair<T>, now: number): Rotation<T> {
  const oldStatus = tokenStatus(pair.old, now)
  const nextStatus = tokenStatus(pair.next, now)
  const usedSince = lastUse(pair.old) > Date.parse(pair.next.createdAt)
  return { ...pair, oldStatus, nextStatus, usedSince, stage: stageOf() }

  function stageOf(): Stage {
    if (nextStatus !== 'active') return oldStatus === 'active' ? 'stopped' : 'over'
    if (oldStatus !== 'active') return 'retired'
    if (isQuiet(pair, now)) return 'quiet'
    return usedSince ? 'inUse' : 'waiting'
  }
}

const lastUse = ({ lastUsedAt }: Rotatable): number =>
  lastUsedAt === null ? Number.NEGATIVE_INFINITY : Date.parse(lastUsedAt)

const isQuiet = ({ old, next }: Pair<Rotatable>, now: number): boolean =>
  now - Math.max(lastUse(old), Date.parse(next.createdAt)) >= quietAfter

/** The rotations that a token takes part in: as the successor, then as the one that is followed. */
export const rotationsWith = <T extends Rotatable>(
  tokenId: string,
  tokens: readonly T[],
  now: number,
): Rotation<T>[] => {
  const pairs = pairsOf(tokens)
  const asNext = pairs.filter(({ next }) => next.id === tokenId)
  const asOld = pairs.filter(({ old }) => old.id === tokenId)
  return [...asNext, ...asOld].map((pair) => rotationOf(pair, now))
}

/**
 * The rotations of an organization that wait for their owner. Only tokens known to do the same
 * count: labels can look alike by chance, and nobody wants to be reminded of that.
 */
export const remindersOf = <T extends Rotatable>(tokens: readonly T[], now: number): Reminder<T>[] =>
  pairsOf(tokens)
    .filter(({ old, next }) => sameAccess(old, next) === true)
    .map((pair) => rotationOf(pair, now))
    .flatMap((rotation) => {
      const why = whyRemind(rotation, now)
      return why === null ? [] : [{ rotation, why }]
    })

function whyRemind(rotation: Rotation, now: number): Reminder['why'] | null {
  const { stage, old, oldStatus } = rotation
  if (stage === 'quiet') return 'deactivate'
  if (stage === 'retired') return oldStatus === 'expired' || isQuiet(rotation, now) ? 'delete' : null
  if (stage !== 'inUse' && stage !== 'waiting') return null
  return old.expiresAt !== null && Date.parse(old.expiresAt) - now <= endsSoonWithin ? 'endsSoon' : null
}

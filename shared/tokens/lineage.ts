// Which token follows which, told by their labels alone: "CI deploy", "CI deploy (2)", "CI deploy (3)". Every computer
// that sees the labels sees the lineage.
import type { Resource } from './access.ts'
import { sameResources } from './edit-form.ts'
import { labelMaximum } from './limits.ts'
import { type PerhapsGone, stillThere } from './status.ts'
import { labelUsed } from './warnings.ts'

/** What tells a lineage; `createdAt` is ISO 8601, `resources` null while they were not read. */
export interface Labelled extends PerhapsGone {
  id: string
  label: string
  createdAt: string
  resources: readonly Resource[] | null
}

/** `next` was made to take the place of `old`. */
export interface Pair<T> {
  old: T
  next: T
}

interface Generation {
  stem: string
  /** 1 for a token that follows none. */
  number: number
}

/** Two digits at most: the numbers in "Backup (2026)" and "Proxy (443)" count nothing. */
const numbered = /^(.*\S) \(([2-9]|[1-9]\d)\)$/s
const lastNumber = 99

/** A label read as one of a row, or null when it has no number. */
function followerOf(label: string): Generation | null {
  const [, stem, digits] = numbered.exec(label.trim()) ?? []
  return stem === undefined ? null : { stem, number: Number(digits) }
}

/** Every way to read it: "CI (2)" follows "CI", and may be the first of a row of its own. */
function readings(label: string): Generation[] {
  const follower = followerOf(label)
  return [...(follower ? [follower] : []), { stem: label.trim(), number: 1 }]
}

/** The label of a generation; a stem that leaves no room for its number is cut. */
function labelOf({ stem, number }: Generation): string {
  const suffix = ` (${number})`
  const room = labelMaximum - suffix.length
  if (stem.length <= room) return stem + suffix
  // Never half of a character that takes two places.
  const cut = /[\uD800-\uDBFF]/.test(stem.charAt(room - 1)) ? room - 1 : room
  return stem.slice(0, cut).trimEnd() + suffix
}

/** The label for a token's successor: the first later one of its row that is free. No longer than a label may be. */
export function successorLabel(label: string, labelsInUse: readonly string[]): string {
  // A row that is full ends, and another begins with this very label.
  for (const { stem, number } of readings(label))
    for (let next = number + 1; next <= lastNumber; next++) {
      const proposed = labelOf({ stem, number: next })
      if (!labelUsed(proposed, labelsInUse)) return proposed
    }
  return labelOf({ stem: label.trim(), number: 2 })
}

/** How `older` reads as an earlier one in the row of `newer`; undefined when it does not. */
function readingBefore(older: string, newer: string): Generation | undefined {
  const label = newer.trim()
  const number = followerOf(label)?.number ?? 1
  return readings(older).find((one) => one.number < number && labelOf({ ...one, number }) === label)
}

/**
 * The pairs among the tokens of one organization, one for each token that follows another. Where several could have
 * been its predecessor, it is one with the same access, then the nearest in the row, then the youngest. What is gone
 * is in none.
 */
export function pairsOf<T extends Labelled>(all: readonly T[]): Pair<T>[] {
  const tokens = stillThere(all)
  return tokens.flatMap((next) => {
    if (followerOf(next.label) === null) return []
    const made = Date.parse(next.createdAt)
    const [old] = tokens
      .filter((one) => one.id !== next.id && !(Date.parse(one.createdAt) > made))
      .filter((one) => readingBefore(one.label, next.label) !== undefined)
      .sort((one, other) => betterFirst(likeness(one, next), likeness(other, next)))
    return old === undefined ? [] : [{ old, next }]
  })
}

/** Whether both have the same access, or null when that is not known of one of them. */
export function sameAccess(one: Labelled, other: Labelled): boolean | null {
  if (one.resources === null || other.resources === null) return null
  return sameResources(one.resources, other.resources)
}

/** How well `old` fits as the predecessor of `next`; the first number counts most. */
function likeness(old: Labelled, next: Labelled): [number, number, number] {
  const same = sameAccess(old, next)
  const access = same === null ? 1 : same ? 2 : 0
  return [access, readingBefore(old.label, next.label)?.number ?? 0, Date.parse(old.createdAt) || 0]
}

/** The better one first. */
const betterFirst = (one: readonly number[], other: readonly number[]): number =>
  one.map((value, index) => (other[index] ?? 0) - value).find((difference) => difference !== 0) ?? 0

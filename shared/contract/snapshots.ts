// What an organization's tokens were at earlier moments, and what became of them since. All from this computer.
import * as z from 'zod'
import { noteMaximum } from '../tokens/limits.ts'
import { call, event } from './define.ts'
import { organizationRef, tokenId } from './references.ts'

const stamp = z.iso.datetime({ offset: true })

export const snapshotMoment = z.object({
  at: z.string(),
  /** The owner's note when they marked it as reviewed (it may be empty); null for one taken by itself. */
  note: z.string().nullable(),
  /** How many tokens there were. */
  tokens: z.number(),
})
export type SnapshotMoment = z.infer<typeof snapshotMoment>

/** Where a comparison begins: the last review, or the newest snapshot up to a time. */
export const comparedFrom = z.union([z.literal('review'), stamp])
/** Where it ends: the copy as it is now, or the newest snapshot up to a time. */
export const comparedTo = z.union([z.literal('now'), stamp])

const difference = z.discriminatedUnion('what', [
  z.object({ what: z.enum(['label', 'description']), before: z.string(), after: z.string() }),
  z.object({ what: z.literal('expiry'), before: z.string().nullable(), after: z.string().nullable() }),
  z.object({ what: z.literal('access'), adds: z.array(z.string()), removes: z.array(z.string()) }),
  z.object({ what: z.enum(['activated', 'deactivated']) }),
  z.object({ what: z.literal('expired'), at: z.string() }),
  z.object({ what: z.literal('used'), at: z.string(), first: z.boolean() }),
])

export const comparison = z.object({
  /** Null while there is no snapshot to compare with. */
  from: snapshotMoment.nullable(),
  to: snapshotMoment,
  changes: z.array(
    z.object({
      tokenId,
      label: z.string(),
      fate: z.enum(['created', 'deleted', 'stayed']),
      createdBy: z.string(),
      differences: z.array(difference),
    }),
  ),
})
export type Comparison = z.infer<typeof comparison>

export const snapshots = {
  /** Newest first. */
  list: call(organizationRef, z.array(snapshotMoment)),
  compare: call(organizationRef.extend({ from: comparedFrom, to: comparedTo }), comparison),
  /** Keeps the copy as it is as a review. Fails with `organization.notRead`, `keychain.locked`, `keychain.failed`, `disk.failed`. */
  markReviewed: call(organizationRef.extend({ note: z.string().trim().max(noteMaximum) }), snapshotMoment),
  /** One was taken. */
  changed: event(organizationRef),
}

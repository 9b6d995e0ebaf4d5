// The calls about snapshots and what changed between them.
import type { Handlers } from '../../shared/contract/define.ts'
import type { snapshots } from '../../shared/contract/snapshots.ts'
import type { Snapshots } from '../inventory/snapshots.ts'

export const snapshotsArea = (parts: {
  snapshots: Pick<Snapshots, 'list' | 'compare' | 'markReviewed'>
}): Handlers<typeof snapshots> => ({
  list: (ref) => parts.snapshots.list(ref),
  compare: ({ from, to, ...ref }) => parts.snapshots.compare(ref, from, to),
  markReviewed: ({ note, ...ref }) => parts.snapshots.markReviewed(ref, note),
})

// What an owner has looked at and found fine, so that the insights do not tell of it again.
import * as z from 'zod'
import { findingKinds } from '../tokens/insight-kinds.ts'
import { markMaximum } from '../tokens/insights.ts'
import { call, event, nothing } from './define.ts'
import { tokenRef } from './references.ts'

/** A finding that an owner accepted. */
export const acceptance = tokenRef.extend({
  kind: z.enum(findingKinds),
  /** What the finding rested on; it is told again when that is not the same any more. */
  mark: z.string().max(markMaximum),
  /** ISO 8601. */
  acceptedAt: z.string(),
})
export type Acceptance = z.infer<typeof acceptance>

export const insights = {
  accepted: call(nothing, z.array(acceptance)),
  /** In place of an earlier acceptance of the same kind for the same token. */
  accept: call(acceptance.omit({ acceptedAt: true }), nothing),
  /** The finding is told again. */
  takeBack: call(
    acceptance.pick({ accountId: true, organization: true, tokenId: true, kind: true }),
    nothing,
  ),
  acceptedChanged: event(z.object({})),
}

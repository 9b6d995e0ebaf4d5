// Tokens that take the place of members, and what the owner has done about each so far.
import * as z from 'zod'
import { replacingSteps } from '../members/replacing.ts'
import { call, event, nothing } from './define.ts'
import { memberRef } from './members.ts'
import { organizationRef, tokenId } from './references.ts'

const member = memberRef.shape.username
export const replacement = z.object({
  member,
  tokenId,
  /** ISO 8601. */
  startedAt: z.string(),
  done: z.array(z.enum(replacingSteps)),
})
export type Replacement = z.infer<typeof replacement>

export const replacements = {
  /** The newest first. */
  list: call(organizationRef, z.array(replacement)),
  /** A token was made in a member's place; another one for the same member takes its place. Fails with `disk.*`. */
  begin: call(memberRef.extend({ tokenId }), nothing),
  /** Fails with `disk.*`; of a replacement that is not there any more, nothing happens. */
  tick: call(memberRef.extend({ step: z.enum(replacingSteps), done: z.boolean() }), nothing),
  /** Nothing of it is left to do, or it is given up. */
  end: call(memberRef, nothing),
  /** Puts back one that was ended. */
  restore: call(organizationRef.extend({ replacement }), nothing),
  changed: event(organizationRef),
}

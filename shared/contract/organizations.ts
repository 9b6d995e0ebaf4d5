// The organizations an account belongs to, with their token slots.
import * as z from 'zod'
import { call, event } from './define.ts'
import { accountId, organizationName } from './references.ts'

export const organization = z.object({
  accountId,
  name: organizationName,
  fullName: z.string(),
  plan: z.enum(['team', 'business']).nullable(),
  /** As the server said it: owner, editor, member, … */
  role: z.string(),
  /** Why the owner cannot manage tokens here, or null when they can. */
  blocked: z.enum(['notOwner', 'noPlan']).nullable(),
  /** Null until the tokens have been listed once. */
  slots: z.object({ used: z.number(), limit: z.number() }).nullable(),
})
export type Organization = z.infer<typeof organization>

export const organizations = {
  /** Answers from the offline copy at once; `refresh` asks the server. */
  list: call(z.object({ accountId }), z.array(organization)),
  /** Also counts the tokens of organizations that can be managed, for their slots. */
  refresh: call(z.object({ accountId }), z.array(organization)),
  changed: event(z.object({ accountId })),
}

// The forms of the administrator's policy: as it is written into policy.json, and what of it holds.
import * as z from 'zod'
import { longestDaysMaximum } from './tokens/policy.ts'
import { policy } from './tokens/policy-form.ts'

/** policy.json as it is written. A key that is not known is an error: a rule that is misspelt would not hold unseen. */
export const policyFile = z.strictObject({
  version: z.literal(1),
  tokens: z
    .strictObject({
      longestDays: z.number().int().min(1).max(longestDaysMaximum),
      noNeverExpiring: z.boolean(),
      noPushToAll: z.boolean(),
    })
    .partial()
    .optional(),
  /** Base addresses of the only servers to connect to; this computer itself is always allowed. */
  servers: z.array(z.string().max(2000)).min(1).max(50).optional(),
  /** Granary neither looks for newer versions nor installs one. */
  updates: z.literal('off').optional(),
  /** Whom to ask, in words: a name, an address, a page. */
  contact: z.string().trim().min(1).max(200).optional(),
})

/** What of it holds now. */
export const administration = z.discriminatedUnion('state', [
  /** There is no such file. */
  z.object({ state: z.literal('none') }),
  z.object({
    state: z.literal('holds'),
    /** Its path. */
    file: z.string(),
    policy,
    /** In their one spelling; null for any. */
    servers: z.array(z.string()).nullable(),
    updates: z.boolean(),
    contact: z.string().nullable(),
  }),
  /** There is one that says nothing certain: nothing is made or changed, and no account is added, until it does. */
  z.object({ state: z.literal('broken'), file: z.string(), reason: z.string() }),
])

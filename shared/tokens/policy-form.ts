// The form of a policy where it is stored or sent. Apart from policy.ts, so that the rules need no zod.
import * as z from 'zod'
import { type Policy, longestDaysMaximum } from './policy.ts'

export const policy = z.object({
  longestDays: z.number().int().min(1).max(longestDaysMaximum).nullable(),
  noNeverExpiring: z.boolean(),
  noPushToAll: z.boolean(),
}) satisfies z.ZodType<Policy>

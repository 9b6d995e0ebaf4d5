// What the administrator of this computer decides, for everyone who works on it: docs/administrators.md.
import type * as z from 'zod'
import type { administration } from './administration-form.ts'
import { type Policy, noPolicy } from './tokens/policy.ts'

export type Administration = z.infer<typeof administration>

/** The administrator's rules for tokens; none while there is no file or it is broken. */
export const policyOf = (now: Administration): Policy => (now.state === 'holds' ? now.policy : noPolicy)

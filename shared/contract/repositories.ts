// An organization's repositories, for choosing what a token may reach.
import * as z from 'zod'
import { call } from './define.ts'
import { organizationRef } from './references.ts'

export const repository = z.object({
  /** Without the organization. */
  name: z.string(),
  isPrivate: z.boolean(),
  description: z.string(),
  lastUpdated: z.string().nullable(),
})
export type Repository = z.infer<typeof repository>

export const repositories = {
  /** One page (100) of the repositories whose name contains `name`, in order of name. */
  search: call(
    organizationRef.extend({ name: z.string().max(255), page: z.number().int().min(1).max(1000) }),
    z.object({ total: z.number(), repositories: z.array(repository), more: z.boolean() }),
  ),
}

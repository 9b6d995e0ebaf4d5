// A user and the organizations they belong to, as Docker Hub sends them (/v2/user, /v2/user/orgs).
import * as z from 'zod'

export const hubUser = z.looseObject({
  id: z.string(),
  username: z.string(),
  full_name: z.string().optional(),
})

/** `user_role` is spelled in either case by Docker's own clients: compare without case. */
export const hubOrganization = z.looseObject({
  id: z.string().optional(),
  orgname: z.string(),
  full_name: z.string().nullable().optional(),
  user_role: z.string().nullable().optional(),
  plan_name: z.string().nullable().optional(),
  is_active: z.boolean().optional(),
})

export type HubUser = z.infer<typeof hubUser>
export type HubOrganization = z.infer<typeof hubOrganization>

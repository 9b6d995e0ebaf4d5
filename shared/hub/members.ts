// People of an organization as Docker Hub sends them (/v2/orgs/{org}/members).
import * as z from 'zod'

/** `role` is spelled in either case by Docker's own clients; somebody who is invited comes without a user name. */
export const hubMember = z.looseObject({
  username: z.string(),
  full_name: z.string().nullable().optional(),
  email: z.string().nullable().optional(),
  role: z.string().nullable().optional(),
  /** Names of teams. */
  groups: z.array(z.string()).nullable().optional(),
})

export type HubMember = z.infer<typeof hubMember>

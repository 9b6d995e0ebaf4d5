// People and teams of an organization as Docker Hub sends them (/v2/orgs/{org}/members, /groups), and what a team may
// do with a repository (/v2/repositories/{namespace}/{repository}/groups).
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

export const hubTeam = z.looseObject({ id: z.number(), name: z.string() })

export const hubTeamMember = z.looseObject({ username: z.string() })

export const hubRepositoryTeam = z.looseObject({
  group_id: z.number(),
  group_name: z.string(),
  permission: z.enum(['read', 'write', 'admin']),
})

export type HubMember = z.infer<typeof hubMember>
export type HubTeam = z.infer<typeof hubTeam>
export type HubRepositoryTeam = z.infer<typeof hubRepositoryTeam>

// What was done with images and by which token, as the Local Hub tells it (/v2/orgs/{org}/activity and
// /v2/orgs/{org}/access-tokens/{id}/activity). Docker Hub has no such routes.
import * as z from 'zod'

export const hubActivity = z.looseObject({
  /** RFC 3339, by the server's clock. */
  timestamp: z.string(),
  /** pull, push or delete. */
  action: z.string(),
  /** With its namespace. */
  repository: z.string(),
  tag: z.string().nullable().optional(),
  digest: z.string().nullable().optional(),
  /** IPv4 or IPv6, empty when it is not known. */
  address: z.string().catch(''),
  /** The client's own words for itself. */
  client: z.string().catch(''),
  /** Only in an organization's list: the person, or the organization for one of its tokens; empty for nobody. */
  actor: z.string().optional(),
  access_token_id: z.string().nullable().optional(),
})
export type HubActivity = z.infer<typeof hubActivity>

// Organization access tokens as Docker Hub sends and takes them (/v2/orgs/{org}/access-tokens).
// Unknown fields are kept: the real Hub may send more than its documents say.
import * as z from 'zod'

/** The accepted spelling of `expires_at`; it is echoed byte for byte. */
export const timestampPattern = /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d{1,6})?Z$/

export const hubResource = z.looseObject({
  type: z.string(),
  path: z.string(),
  scopes: z.array(z.string()),
})

/** An item of the list: no resources, never a secret. */
export const hubAccessTokenItem = z.looseObject({
  id: z.string(),
  label: z.string(),
  description: z.string().nullable().optional(),
  created_by: z.string().nullable().optional(),
  is_active: z.boolean(),
  created_at: z.string(),
  expires_at: z.string().nullable().optional(),
  last_used_at: z.string().nullable().optional(),
})

/** One token read by id. */
export const hubAccessToken = hubAccessTokenItem.extend({ resources: z.array(hubResource) })

/** The answer to creation: the only one that carries the secret, in `token`. */
export const hubCreatedAccessToken = z.looseObject({
  id: z.string(),
  label: z.string(),
  description: z.string().nullable().optional(),
  resources: z.array(hubResource),
  token: z.string(),
  is_active: z.boolean(),
  created_at: z.string(),
  expires_at: z.string().nullable().optional(),
})

/** The body of creation. */
export interface CreateAccessTokenBody {
  label: string
  description?: string
  resources: { type: string; path: string; scopes: string[] }[]
  expires_at?: string | null
}

/** The body of a change: what is absent stays. There is no `expires_at`: it cannot be changed. */
export interface ChangeAccessTokenBody {
  label?: string
  description?: string
  resources?: { type: string; path: string; scopes: string[] }[]
  is_active?: boolean
}

export type HubAccessTokenItem = z.infer<typeof hubAccessTokenItem>
export type HubAccessToken = z.infer<typeof hubAccessToken>
export type HubCreatedAccessToken = z.infer<typeof hubCreatedAccessToken>

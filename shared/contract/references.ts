// How page and main point at things. Names come from servers and owners, so they are bounded and checked.
import * as z from 'zod'

export const accountId = z.string().min(1).max(200)
/** A Docker Hub namespace: lower case letters and digits, dashes and underscores inside. Never starts with a dash. */
export const organizationName = z.string().regex(/^[a-z0-9][a-z0-9_-]{0,254}$/)
export const tokenId = z.string().regex(/^[A-Za-z0-9][A-Za-z0-9._-]{0,127}$/)

export const organizationRef = z.object({ accountId, organization: organizationName })
export const tokenRef = organizationRef.extend({ tokenId })

/** A Docker config folder that the owner chose in the system's dialog; null for Docker's own. */
export const configFolder = z.string().max(4096).nullable()

export type OrganizationRef = z.infer<typeof organizationRef>
export type TokenRef = z.infer<typeof tokenRef>

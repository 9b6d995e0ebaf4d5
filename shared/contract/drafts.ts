// The wizard's form, kept until it becomes a token or is discarded. Never a secret.
import * as z from 'zod'
import { call, nothing } from './define.ts'
import { organizationRef } from './references.ts'
import { resource } from './tokens.ts'

const permission = z.enum(['none', 'pull', 'push', 'delete'])
const scopes = z.array(z.string()).max(1000)

const access = z.object({
  readPublic: z.boolean(),
  allRepositories: permission,
  /** Absent in drafts from before there were more scopes, as `more` of a repository is. */
  allRepositoriesMore: scopes.optional(),
  repositories: z.array(z.object({ name: z.string(), permission, more: scopes.optional() })).max(1000),
  organizationScopes: scopes,
})

/** Looser than a creation: whatever the owner typed so far, and whatever a token holds that it was started from. */
export const draft = z.object({
  step: z.number().int().min(1).max(5),
  label: z.string().max(1000),
  description: z.string().max(5000),
  expiryChoice: z.enum(['', '30', '60', '90', '365', 'date', 'none']),
  /** YYYY-MM-DD while `expiryChoice` is `date`, else what was typed before. */
  expiryDate: z.string().max(40),
  noExpiryConfirmed: z.boolean(),
  access,
  management: z.boolean(),
  // Drafts of earlier versions have none of these.
  base: z.array(resource).max(1000).default([]),
  builtIn: z.string().max(100).nullable().default(null),
  replaces: z.string().max(255).nullable().default(null),
})
export type Draft = z.infer<typeof draft>

export const drafts = {
  read: call(organizationRef, z.object({ draft: draft.nullable(), savedAt: z.string().nullable() })),
  save: call(organizationRef.extend({ draft }), nothing),
  discard: call(organizationRef, nothing),
}

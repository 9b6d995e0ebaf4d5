// The bodies that create and change a personal access token.
import * as z from 'zod'
import { labelMaximum } from '../../shared/tokens/limits.ts'
import { controls, text } from './text.ts'
import { expiresAt } from './token-body.ts'

/** Docker's four; each includes those after it. */
export const personalScopes = ['repo:admin', 'repo:write', 'repo:read', 'repo:public_read'] as const

const label = text(labelMaximum, controls).refine((value) => value.trim() !== '', 'must not be empty')
const scopes = z
  .array(z.enum(personalScopes, `must be one of ${personalScopes.join(', ')}`))
  .min(1, 'must name at least one scope')
  .max(10, 'must name 10 scopes at most')

/** `now` is in Unix milliseconds. */
export const personalTokenBody = (now: number) =>
  z.object({
    token_label: label,
    // hub-tool sends none; the least is what Docker's own form starts with.
    scopes: scopes.default(['repo:public_read']),
    // Docker's Terraform provider may send "" for never.
    expires_at: z.preprocess((value) => (value === '' ? null : value), expiresAt(now)),
  })

/** Absent means unchanged. */
export const personalTokenChange = z.object({
  token_label: label.optional(),
  is_active: z.boolean().optional(),
  scopes: scopes.optional(),
})

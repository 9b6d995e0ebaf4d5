// The bodies that make and change teams.
import * as z from 'zod'
import { controlsButLines, text } from './text.ts'

// The pattern of Docker's Terraform provider, which gives it as the Hub's rule.
const name = z
  .string()
  .regex(/^[a-zA-Z0-9_-]{3,30}$/, 'must have 3 to 30 letters, digits, underscores or hyphens')
const description = text(200, controlsButLines).nullish()

export const teamBody = z.object({ name, description })
export const teamChangeBody = z.object({ name: name.optional(), description })
export const teamMemberBody = z.object({ member: z.string().min(1, 'must name somebody') })

// The bodies that create and change a token, as far as they can be judged without the database.
import * as z from 'zod'
import { timestampPattern } from '../../shared/hub/access-tokens.ts'
import { descriptionMaximum, labelMaximum } from '../../shared/tokens/limits.ts'

/** Characters as people count them, not UTF-16 units; neither control characters nor halves of a pair. */
export const text = (maximum: number, forbidden: RegExp) =>
  z.string().superRefine((value, context) => {
    if ([...value].length > maximum) context.addIssue(`must have ${maximum} characters at most`)
    // Unpaired surrogates do not survive UTF-8, so they could not be echoed as sent.
    if (/\p{Surrogate}/u.test(value) || forbidden.test(value))
      context.addIssue('must not contain control characters')
  })

// eslint-disable-next-line no-control-regex -- these are the characters to refuse
export const controls = /[\u0000-\u001f\u007f]/
// eslint-disable-next-line no-control-regex -- the same, but a description may have lines
export const controlsButLines = /[\u0000-\u0008\u000b\u000c\u000e-\u001f\u007f]/

const label = text(labelMaximum, controls).refine((value) => value.trim() !== '', 'must not be empty')
const description = text(descriptionMaximum, controlsButLines).nullish()

const resource = z.object({
  type: z.string(),
  path: z.string().min(1, 'must not be empty'),
  scopes: z.array(z.string()).min(1, 'must name at least one scope').max(100, 'must name 100 scopes at most'),
})
const resources = z
  .array(resource)
  .min(1, 'a token needs at least one kind of access')
  .max(500, 'must have 500 entries at most')

/** The moment as Unix milliseconds, or null when it is not a real one (30 February, 24:00). */
function momentOf(timestamp: string): number | null {
  const time = Date.parse(timestamp)
  const real = !Number.isNaN(time) && new Date(time).toISOString().slice(0, 19) === timestamp.slice(0, 19)
  return real ? time : null
}

const expiresAt = (now: number) =>
  z
    .string()
    .superRefine((value, context) => {
      const time = timestampPattern.test(value) ? momentOf(value) : null
      if (time === null) context.addIssue('must be a moment such as 2029-12-31T23:59:59Z')
      else if (time <= now) context.addIssue('must be in the future')
    })
    .nullish()

/** `now` is in Unix milliseconds. */
export const createBody = (now: number) =>
  z.object({ label, description, resources, expires_at: expiresAt(now) })

/** Absent means unchanged. `expires_at` is only looked at to refuse a change of it. */
export const changeBody = z.object({
  label: label.optional(),
  description,
  resources: resources.optional(),
  is_active: z.boolean().optional(),
  expires_at: z.string().nullish(),
})

export type TokenChange = z.infer<typeof changeBody>

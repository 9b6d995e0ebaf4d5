// Preferences: one line each, with its default. Kept by electron/settings.ts, changed through the contract.
import * as z from 'zod'
import { type Policy, longestDaysMaximum, noPolicy } from './tokens/policy.ts'

const policy = z.object({
  longestDays: z.number().int().min(1).max(longestDaysMaximum).nullable(),
  noNeverExpiring: z.boolean(),
  noPushToAll: z.boolean(),
}) satisfies z.ZodType<Policy>

export const settingsSchema = z.object({
  theme: z.enum(['system', 'light', 'dark']),
  /** Seconds until a copied secret is taken off the clipboard. */
  clipboardSeconds: z.number().int().min(5).max(600),
  /** Whether the system asks who is there before a kept secret is shown or copied; only where it can (Touch ID). */
  askPresence: z.boolean(),
  /** The page that was open last (a route of the renderer), so that the app opens where it was left. */
  lastRoute: z.string().max(500),
  /** The owner's own rules for tokens: shared/tokens/policy.ts. */
  policy,
})

export type Settings = z.infer<typeof settingsSchema>

export const defaultSettings: Settings = {
  theme: 'system',
  clipboardSeconds: 60,
  askPresence: true,
  lastRoute: '/',
  policy: noPolicy,
}

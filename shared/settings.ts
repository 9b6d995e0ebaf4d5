// Preferences: one line each, with its default. Kept by electron/settings.ts, changed through the contract.
import * as z from 'zod'

export const settingsSchema = z.object({
  theme: z.enum(['system', 'light', 'dark']),
  /** Seconds until a copied secret is taken off the clipboard. */
  clipboardSeconds: z.number().int().min(5).max(600),
  /** Whether the system asks who is there before a kept secret is shown or copied; only where it can (Touch ID). */
  askPresence: z.boolean(),
  /** The page that was open last (a route of the renderer), so that the app opens where it was left. */
  lastRoute: z.string().max(500),
  /** The columns that tables of tokens show (`ColumnId` of the renderer), or null for the usual ones. */
  tableColumns: z.array(z.string().max(40)).max(30).nullable(),
})

export type Settings = z.infer<typeof settingsSchema>

export const defaultSettings: Settings = {
  theme: 'system',
  clipboardSeconds: 60,
  askPresence: true,
  lastRoute: '/',
  tableColumns: null,
}

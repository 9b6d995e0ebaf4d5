// Preferences: one line each. Their defaults stand in settings.ts, which needs no zod: the page has no other use for it.
import * as z from 'zod'
import { quietHours } from './quiet-hours.ts'
import { policy } from './tokens/policy-form.ts'
import { zoomSteps } from './zoom.ts'

export const settingsSchema = z.object({
  theme: z.enum(['system', 'light', 'dark']),
  /** How large everything is drawn, in percent. */
  zoom: z.number().int().min(zoomSteps[0]).max(200),
  /** What was chosen in the command palette, latest first: ids of its entries. */
  recentChoices: z.array(z.string().max(500)).max(20),
  /** Seconds until a copied secret is taken off the clipboard. */
  clipboardSeconds: z.number().int().min(5).max(600),
  /** Whether the system asks who is there before a kept secret is shown or copied; only where it can (Touch ID). */
  askPresence: z.boolean(),
  /** The folder that a report was saved to last; empty before the first one. */
  reportFolder: z.string().max(4096),
  /** The page that was open last (a route of the renderer), so that the app opens where it was left. */
  lastRoute: z.string().max(500),
  /** The columns that tables of tokens show (`ColumnId` of the renderer), or null for the usual ones. */
  tableColumns: z.array(z.string().max(40)).max(30).nullable(),
  /** The owner's own rules for tokens: shared/tokens/policy.ts. */
  policy,
  /** Whether anything is notified at all. */
  notifications: z.boolean(),
  /** So many days before its end a token is notified of; nothing before the end when empty. */
  notifyDays: z.array(z.number().int().min(1).max(365)).max(5),
  /** Whether use that deserves a look is notified of. */
  notifyUse: z.boolean(),
  /** Notifications wait until these hours are over; null for none. */
  quietHours: quietHours.nullable(),
  /** Whether notifications leave out the names of tokens and organizations. */
  hideNames: z.boolean(),
  /** Organizations that nothing is notified of, each as `account id/organization`. */
  mutedOrganizations: z.array(z.string().max(500)).max(1000),
  /** Whether the tray shows Granary, and how many tokens end soon. */
  tray: z.boolean(),
  /** Whether Granary goes on in the tray when its window is closed. */
  keepRunning: z.boolean(),
  /** Whether newer versions are looked for by themselves; null for what suits this copy: shared/updates.ts. */
  updates: z.boolean().nullable(),
})

// What holds until the owner chooses otherwise. Kept by electron/settings.ts, changed through the contract.
import type * as z from 'zod'
import type { settingsSchema } from './settings-form.ts'
import { noPolicy } from './tokens/policy.ts'

export type Settings = z.infer<typeof settingsSchema>

export const defaultSettings: Settings = {
  theme: 'system',
  zoom: 100,
  recentChoices: [],
  clipboardSeconds: 60,
  askPresence: true,
  reportFolder: '',
  lastRoute: '/',
  tableColumns: null,
  policy: noPolicy,
  notifications: true,
  notifyDays: [30, 7, 1],
  notifyUse: true,
  quietHours: null,
  hideNames: false,
  mutedOrganizations: [],
  tray: false,
  keepRunning: false,
  updates: null,
}

/** How an organization is named in `mutedOrganizations`. */
export const mutedName = (ref: { accountId: string; organization: string }): string =>
  `${ref.accountId}/${ref.organization}`

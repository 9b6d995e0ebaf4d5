// The app itself: what it runs on, its settings, where the owner was.
import * as z from 'zod'
import { administration } from '../administration-form.ts'
import { commandIds, numberedMaximum } from '../commands.ts'
import { settingsSchema } from '../settings-form.ts'
import { call, event, nothing } from './define.ts'
import { organizationRef } from './references.ts'

/** Pages of docs.docker.com; electron/security.ts has their addresses. */
const documentationPage = z.enum(['organizationAccessTokens', 'personalAccessTokens', 'organizationMembers'])
export type DocumentationPage = z.infer<typeof documentationPage>

export const notice = z.object({
  /** A file on this computer that could not be read and was set aside, in words. */
  text: z.string(),
})

/** What can be done on the page as it stands: the native menu offers this and nothing else. */
const offer = z.object({
  commands: z.array(z.enum(commandIds)),
  /** Those that have a number, in the sidebar's order. */
  organizations: z.array(organizationRef).max(numberedMaximum),
})
export type Offer = z.infer<typeof offer>

export const app = {
  information: call(
    nothing,
    z.object({
      version: z.string(),
      electron: z.string(),
      chromium: z.string(),
      /** The system and its version, such as "Linux 6.1.0 x64". */
      system: z.string(),
      platform: z.string(),
      /** The folder of what this app keeps outside the keychain, absolute. */
      dataFolder: z.string(),
      notices: z.array(notice),
      /** What the system can ask for before a kept secret is shown; null for nothing. */
      presence: z.enum(['touchId']).nullable(),
      administration,
    }),
  ),
  settings: call(nothing, settingsSchema),
  changeSettings: call(settingsSchema.partial(), settingsSchema),
  /** Opens a page of docs.docker.com in the browser. */
  openDocumentation: call(z.object({ page: documentationPage }), nothing),
  /** Shows that folder in the system's file manager. */
  openDataFolder: call(nothing, nothing),
  offer: call(offer, nothing),
  settingsChanged: event(settingsSchema),
  /** All of them: there is one more than `information` told of. */
  noticed: event(z.object({ notices: z.array(notice) })),
}

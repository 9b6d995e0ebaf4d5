// The app itself: what it runs on, its settings, where the owner was.
import * as z from 'zod'
import { administration } from '../administration.ts'
import { settingsSchema } from '../settings.ts'
import { call, event, nothing } from './define.ts'

/** Pages of docs.docker.com; electron/security.ts has their addresses. */
const documentationPage = z.enum(['organizationAccessTokens', 'personalAccessTokens', 'organizationMembers'])
export type DocumentationPage = z.infer<typeof documentationPage>

export const notice = z.object({
  /** A file on this computer that could not be read and was set aside, in words. */
  text: z.string(),
})

export const app = {
  information: call(
    nothing,
    z.object({
      version: z.string(),
      electron: z.string(),
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
  settingsChanged: event(settingsSchema),
  /** All of them: there is one more than `information` told of. */
  noticed: event(z.object({ notices: z.array(notice) })),
}

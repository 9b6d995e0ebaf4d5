// The calls about the app itself.
import type { Handlers } from '../../shared/contract/define.ts'
import type { app } from '../../shared/contract/app.ts'
import type { Settings } from '../../shared/settings.ts'
import type { Preferences } from '../settings.ts'

export interface AppParts {
  version: string
  electron: string
  platform: string
  /** What the owner should know about files that were set aside, in words. */
  notices(): { text: string }[]
  settings: Pick<Preferences, 'read' | 'change'>
  openDocumentation(page: 'organizationAccessTokens' | 'personalAccessTokens'): Promise<void>
}

export const appArea = (parts: AppParts): Handlers<typeof app> => ({
  information: () => ({
    version: parts.version,
    electron: parts.electron,
    platform: parts.platform,
    notices: parts.notices(),
  }),
  settings: () => parts.settings.read(),
  changeSettings: (change) => parts.settings.change(definedOnly(change)),
  async openDocumentation({ page }) {
    await parts.openDocumentation(page)
    return undefined
  },
})

/** Leaves out keys that are there but undefined, which mean "unchanged". */
function definedOnly(change: { [Key in keyof Settings]?: Settings[Key] | undefined }): Partial<Settings> {
  return Object.fromEntries(Object.entries(change).filter(([, value]) => value !== undefined))
}

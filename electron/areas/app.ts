// The calls about the app itself.
import type { Handlers } from '../../shared/contract/define.ts'
import type { Administration } from '../../shared/administration.ts'
import type { DocumentationPage, Offer, app } from '../../shared/contract/app.ts'
import type { Settings } from '../../shared/settings.ts'
import type { Presence } from '../presence.ts'
import type { Preferences } from '../settings.ts'

export interface AppParts {
  version: string
  electron: string
  chromium: string
  system: string
  platform: string
  dataFolder: string
  /** What the owner should know about files that were set aside, in words. */
  notices(): { text: string }[]
  administration: Administration
  presence: Pick<Presence, 'kind' | 'ask'>
  settings: Pick<Preferences, 'read' | 'change'>
  openDataFolder(): Promise<void>
  openDocumentation(page: DocumentationPage): Promise<void>
  /** Told what the page can do now. */
  offer(offer: Offer): void
}

export const appArea = (parts: AppParts): Handlers<typeof app> => ({
  information: () => ({
    version: parts.version,
    electron: parts.electron,
    chromium: parts.chromium,
    system: parts.system,
    platform: parts.platform,
    dataFolder: parts.dataFolder,
    notices: parts.notices(),
    presence: parts.presence.kind(),
    administration: parts.administration,
  }),
  settings: () => parts.settings.read(),
  async changeSettings(change) {
    // Whoever sits down at an open Granary must not be able to switch the question off first.
    if (change.askPresence === false && parts.settings.read().askPresence)
      await parts.presence.ask('stop asking before it shows kept secrets')
    return parts.settings.change(definedOnly(change))
  },
  async openDataFolder() {
    await parts.openDataFolder()
    return undefined
  },
  async openDocumentation({ page }) {
    await parts.openDocumentation(page)
    return undefined
  },
  offer(offer) {
    parts.offer(offer)
    return undefined
  },
})

/** Leaves out keys that are there but undefined, which mean "unchanged". */
function definedOnly(change: { [Key in keyof Settings]?: Settings[Key] | undefined }): Partial<Settings> {
  return Object.fromEntries(Object.entries(change).filter(([, value]) => value !== undefined))
}

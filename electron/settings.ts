// Preferences: kept through electron-store in settings.json, one bad value never costing the others.
import * as z from 'zod'
import { settingsSchema } from '../shared/settings-form.ts'
import { type Settings, defaultSettings } from '../shared/settings.ts'
import { type SafeStore, openSafeStore } from './disk/safe-store.ts'

export interface Preferences {
  /** Why the defaults hold instead of what the owner chose; null once that could be read. */
  readonly trouble: SafeStore<Settings>['trouble']
  read(): Settings
  /** @throws Failed disk.full, disk.failed, file.unreadable: nothing has changed then; input.invalid */
  change(change: Partial<Settings>): Promise<Settings>
  /** Called after each change that was saved. Returns its undo. */
  onChange(listener: (settings: Settings) => void): () => void
  /** Resolves when every change that was asked for so far is saved, or was refused. */
  settled(): Promise<void>
}

const keys = Object.keys(settingsSchema.shape) as (keyof Settings)[]

// A value this version does not know (a theme of a later one) falls back alone.
const lenient = z.record(z.string(), z.unknown()).transform((data): Settings => {
  const good = keys.flatMap((key): [string, unknown][] => {
    const value = settingsSchema.shape[key].safeParse(data[key])
    return value.success ? [[key, value.data]] : []
  })
  return settingsSchema.parse({ ...defaultSettings, ...Object.fromEntries(good) })
})

/** Opens the preferences in `folder`; never throws. `onSetAside` is told the new path of a damaged file. */
export async function openSettings(options: {
  folder: string
  onSetAside?: (file: string) => void
}): Promise<Preferences> {
  const store = await openSafeStore({
    file: 'settings.json',
    schema: lenient,
    defaults: defaultSettings,
    ...options,
  })
  let { trouble } = store
  const listeners = new Set<(settings: Settings) => void>()
  return {
    get trouble() {
      return trouble
    },
    read: () => ({ ...store.read() }),
    async change(change) {
      const given = Object.entries(settingsSchema.partial().parse(change)).filter(
        ([, value]) => value !== undefined,
      )
      const settings = await store.change((current) => ({ ...current, ...Object.fromEntries(given) }))
      // A change is made to what is on disk: that was read now.
      trouble = null
      for (const listener of listeners) listener({ ...settings })
      return { ...settings }
    },
    onChange(listener) {
      listeners.add(listener)
      return () => listeners.delete(listener)
    },
    settled: store.settled,
  }
}

// What the first window is drawn with, read before anything can check the files it stands in: whatever is missing or
// odd there is as at the first start, and stores.ts, which comes later, says so.
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { type Settings, defaultSettings } from '../shared/settings.ts'
import { zoomSteps } from '../shared/zoom.ts'
import { type WindowState, defaultWindowState, parseWindowState } from './window-state.ts'

const themes: readonly unknown[] = ['system', 'light', 'dark'] satisfies Settings['theme'][]

export interface FirstLook extends Pick<Settings, 'theme' | 'zoom'> {
  state: WindowState
  /** Somebody is signed in: there are sealed files to open. */
  accounts: boolean
}

/** Never throws. `folder`: that of the stores. */
export function readFirstLook(folder: string): FirstLook {
  const { theme, zoom } = (dataOf(join(folder, 'settings.json')) ?? {}) as Partial<Settings>
  return {
    theme: themes.includes(theme) ? (theme as Settings['theme']) : defaultSettings.theme,
    zoom: zoomSteps.find((step) => step === zoom) ?? defaultSettings.zoom,
    state: stateIn(join(folder, 'window.json')),
    accounts: hasAccounts(dataOf(join(folder, 'accounts.json'))),
  }
}

function stateIn(file: string): WindowState {
  try {
    return parseWindowState(dataOf(file))
  } catch {
    return defaultWindowState
  }
}

const hasAccounts = (data: unknown): boolean =>
  ((data ?? {}) as { accounts?: unknown[] }).accounts?.[0] !== undefined

/** The data of a kept file, unchecked (disk/envelope.ts). */
function dataOf(file: string): unknown {
  try {
    return (JSON.parse(readFileSync(file, 'utf8')) as { data?: unknown } | null)?.data
  } catch {
    return undefined
  }
}

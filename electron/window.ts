// The window: where it was left, and shown with its first frame.
import { join } from 'node:path'
import { BrowserWindow, app, nativeTheme, screen } from 'electron'
import { pageOrigin, pagePreferences } from './security.ts'
import { type WindowState, placeOn } from './window-state.ts'

export interface WindowLook {
  state: WindowState
  /** Percent. */
  zoom: number
}

/** Its colours are those of `nativeTheme`. */
export function openWindow({ state, zoom }: WindowLook): BrowserWindow {
  const window = new BrowserWindow({
    ...placeOn(
      state,
      [screen.getPrimaryDisplay(), ...screen.getAllDisplays()].map(({ workArea }) => workArea),
    ),
    minWidth: 720,
    minHeight: 480,
    show: false,
    title: 'Granary',
    backgroundColor: nativeTheme.shouldUseDarkColors ? '#1a1916' : '#faf8f3',
    webPreferences: {
      ...pagePreferences(join(app.getAppPath(), 'out', 'preload', 'index.cjs')),
      zoomFactor: zoom / 100,
    },
  })
  if (state.maximized) window.maximize()
  window.once('ready-to-show', () => window.show())
  void window.loadURL(`${pageOrigin}/`)
  // Only Linux asks the window for one. While the page's process starts, for it takes as long as making the window.
  if (process.platform === 'linux') window.setIcon(join(app.getAppPath(), 'build', 'window.png'))
  return window
}

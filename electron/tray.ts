// The tray: how many tokens end soon, and the way back to a window that was closed. Only while its setting is on.
import { Menu, type NativeImage, Tray, app, nativeImage, nativeTheme } from 'electron'
import { soonDays } from '../shared/tokens/reminders.ts'

export interface TrayParts {
  /** The folder of `tray-light.png`, `tray-dark.png` and their `@2x`. */
  icons: string
  open(): void
  showSoon(): void
  syncAll(): void
  openSettings(): void
}

export interface TrayIcon {
  show(on: boolean): void
  /** How many tokens end soon. */
  count(tokens: number): void
}

/** What the icon says when the pointer rests on it, and the menu above what can be done. */
export const soonWords = (tokens: number): string =>
  tokens === 0
    ? `No token expires within ${soonDays} days`
    : `${tokens} ${tokens === 1 ? 'token expires' : 'tokens expire'} within ${soonDays} days`

export function createTray(parts: TrayParts): TrayIcon {
  let tray: Tray | null = null
  let soon = 0

  function draw(): void {
    // The number beside the icon on a Mac, over it in the dock and in some Linux docks.
    app.setBadgeCount(tray ? soon : 0)
    if (!tray) return
    tray.setImage(iconIn(parts.icons))
    tray.setToolTip(`Granary: ${soonWords(soon)}`)
    if (process.platform === 'darwin') tray.setTitle(soon === 0 ? '' : String(soon))
    tray.setContextMenu(
      Menu.buildFromTemplate([
        { label: 'Open Granary', click: parts.open },
        { label: soonWords(soon), click: parts.showSoon, enabled: soon > 0 },
        { label: 'Sync all organizations', click: parts.syncAll },
        { type: 'separator' },
        { label: 'Settings…', click: parts.openSettings },
        { label: 'Quit Granary', click: () => app.quit() },
      ]),
    )
  }
  nativeTheme.on('updated', draw)

  return {
    show(on) {
      if (on === (tray !== null)) return
      if (on) {
        tray = new Tray(iconIn(parts.icons))
        tray.on('click', parts.open)
      } else {
        tray?.destroy()
        tray = null
      }
      draw()
    },
    count(tokens) {
      if (tokens === soon) return
      soon = tokens
      draw()
    },
  }
}

/** A Mac draws it in the colour of its menu bar; elsewhere it is drawn for a light or a dark one. */
function iconIn(folder: string): NativeImage {
  const isMac = process.platform === 'darwin'
  const name = isMac || !isBarDark() ? 'tray-light' : 'tray-dark'
  const image = nativeImage.createFromPath(`${folder}/${name}.png`)
  if (isMac) image.setTemplateImage(true)
  return image
}

/** Newer Electrons know how the system's own bars look, which the theme chosen in the app does not change. */
function isBarDark(): boolean {
  const { shouldUseDarkColorsForSystemIntegratedUI, shouldUseDarkColors } = nativeTheme
  return shouldUseDarkColorsForSystemIntegratedUI ?? shouldUseDarkColors
}

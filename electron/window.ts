// The window: where it was left, shown with its first frame, and asking before an unkept secret or an edit would be lost.
import { BrowserWindow, dialog, screen } from 'electron'
import { pageOrigin, pagePreferences } from './security.ts'
import { type WindowState, placeOn } from './window-state.ts'

export interface WindowParts {
  preload: string
  icon: string
  background: string
  state: { read(): WindowState; write(state: WindowState): void }
  /** Percent. */
  zoom: number
  /** Labels of tokens whose secret only memory holds. */
  unkept(): string[]
}

export function openWindow(parts: WindowParts): BrowserWindow {
  const state = parts.state.read()
  const window = new BrowserWindow({
    ...placeOn(
      state,
      [screen.getPrimaryDisplay(), ...screen.getAllDisplays()].map(({ workArea }) => workArea),
    ),
    minWidth: 720,
    minHeight: 480,
    show: false,
    title: 'Granary',
    icon: parts.icon,
    backgroundColor: parts.background,
    webPreferences: { ...pagePreferences(parts.preload), zoomFactor: parts.zoom / 100 },
  })
  if (state.maximized) window.maximize()
  window.once('ready-to-show', () => window.show())
  window.on('close', (event) => {
    if (!mayClose(window, parts.unkept())) return event.preventDefault()
    const bounds = window.getNormalBounds()
    parts.state.write({ ...bounds, maximized: window.isMaximized() })
  })
  // The page holds an edit that was not saved (EditPage). Prevented, the page goes all the same.
  window.webContents.on('will-prevent-unload', (event) => {
    if (discards(window)) event.preventDefault()
  })
  void window.loadURL(`${pageOrigin}/`)
  return window
}

function discards(window: BrowserWindow): boolean {
  const answer = dialog.showMessageBoxSync(window, {
    type: 'question',
    message: 'Discard your changes?',
    detail: 'What you changed about the token has not been saved.',
    buttons: ['Keep editing', 'Discard'],
    defaultId: 0,
    cancelId: 0,
  })
  return answer === 1
}

function mayClose(window: BrowserWindow, unkept: string[]): boolean {
  if (unkept.length === 0) return true
  const stay = 0
  const answer = dialog.showMessageBoxSync(window, {
    type: 'warning',
    message: `The secret of ${unkept.map((label) => `"${label}"`).join(', ')} is not kept anywhere yet.`,
    detail: 'If you quit now, it cannot be retrieved again. The token itself stays on the server.',
    buttons: ['Stay', 'Quit and lose it'],
    defaultId: stay,
    cancelId: stay,
  })
  return answer !== stay
}

// The window: where it was left, shown with its first frame, and asking before an unkept secret or an edit would be lost.
import { BrowserWindow, dialog, screen } from 'electron'
import { pageOrigin, pagePreferences } from './security.ts'
import type { WindowState } from './window-state.ts'

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
    width: state.width,
    height: state.height,
    ...(isOnScreen(state) ? { x: state.x, y: state.y } : {}),
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

function isOnScreen(state: WindowState): state is WindowState & { x: number; y: number } {
  const { x, y, width } = state
  if (x === null || y === null) return false
  return screen.getAllDisplays().some(({ workArea }) => {
    const reachable = x + width > workArea.x + 50 && x < workArea.x + workArea.width - 50
    return reachable && y >= workArea.y - 10 && y < workArea.y + workArea.height - 50
  })
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

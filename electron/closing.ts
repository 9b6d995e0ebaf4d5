// Closing the window: asks before an unkept secret or an edit would be lost, and remembers where the window was.
import { type BrowserWindow, dialog } from 'electron'
import type { WindowState } from './window-state.ts'

export interface ClosingParts {
  /** Labels of tokens whose secret only memory holds. */
  unkept(): string[]
  remember(state: WindowState): void
}

export function closeTidily(window: BrowserWindow, { unkept, remember }: ClosingParts): void {
  window.on('close', (event) => {
    if (!mayClose(window, unkept())) return event.preventDefault()
    remember({ ...window.getNormalBounds(), maximized: window.isMaximized() })
  })
  // The page holds an edit that was not saved (EditPage). Prevented, the page goes all the same.
  window.webContents.on('will-prevent-unload', (event) => {
    if (discards(window)) event.preventDefault()
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

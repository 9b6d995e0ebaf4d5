// The window's page when it crashes, or when the owner stays although it was to close.
import { type BrowserWindow, app } from 'electron'
import type { Log } from './log.ts'
import type { Updates } from './updates/updates.ts'

/**
 * The address of the page outlives the process that drew it, and main still holds what the page showed. Not while
 * the window closes: a reload then starts a process that ends at once, for ever.
 */
export function reloadAfterCrash(window: BrowserWindow, log: Log): void {
  let closing = false
  let reloads = 0
  window.on('close', (event) => (closing = !event.defaultPrevented))
  app.on('before-quit', () => (closing = true))
  // The owner was asked about an edit, and stays with it unless this lets the page go.
  window.webContents.on('will-prevent-unload', (event) => (closing = event.defaultPrevented))
  const revive = (reason: string) => {
    log.error('page ended', { state: reason })
    if (closing || window.isDestroyed() || (reason !== 'crashed' && reason !== 'oom') || reloads >= 3) return
    reloads += 1
    window.webContents.reload()
  }
  window.webContents.on('render-process-gone', (_event, { reason }) => revive(reason))
  // The first page is there before this is.
  if (window.webContents.isCrashed()) revive('crashed')
}

/** The owner was asked before the app quits, and stays: then nothing is restarted. */
export function noteStaying(window: BrowserWindow, updates: Updates): void {
  window.on('close', (event) => event.defaultPrevented && updates.stayed())
  window.webContents.on('will-prevent-unload', (event) => event.defaultPrevented || updates.stayed())
}

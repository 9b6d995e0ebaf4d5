// Quitting: what must not be cut off is finished first.
import { app } from 'electron'

/**
 * Nothing may hold up quitting longer than this (milliseconds). Only a slow disk comes near it, with the window gone long
 * before: a write that is cut off is lost. A keychain that hangs is not waited for; its helper is ended first.
 */
const quitDeadline = 5_000

/** Where the system ends this process itself, to install an update, it may not take longer (milliseconds). */
const systemDeadline = 10_000

/**
 * `finish` ends what may not be cut off: a secret on the clipboard, half an export, what was typed last. `end` is the
 * last act, and answers whether the system ends this process.
 */
export function quitTidily(stop: () => void, finish: () => Promise<unknown>, end: () => boolean): void {
  let tidied = false
  app.on('will-quit', (event) => {
    if (tidied) return
    event.preventDefault()
    tidied = true
    stop()
    const late = new Promise<void>((resolve) => setTimeout(resolve, quitDeadline))
    void Promise.race([finish(), late]).finally(() => {
      if (end()) setTimeout(() => app.exit(0), systemDeadline)
      else app.exit(0)
    })
  })
}

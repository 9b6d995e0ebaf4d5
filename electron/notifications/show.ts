// Notifications on the screen, through Electron.
import { Notification } from 'electron'

/** Without a reference its click is lost with it. */
const onScreen = new Set<Notification>()

/** A Mac and Windows say only when one is to be shown whether their owner forbade it. */
let refused = false
/** A desktop that says nothing within this time has shown it (milliseconds). */
const patience = 2_000

/** Whether the system shows any, as far as is known. */
export const canNotify = (): boolean => Notification.isSupported() && !refused

/** Answers whether the system showed it. */
export function showNotification(
  words: { title: string; body: string },
  onClick: () => void,
): Promise<boolean> {
  if (!Notification.isSupported()) return Promise.resolve(false)
  const notification = new Notification({
    title: isolated(words.title),
    body: isolated(bodyFor(process.platform, words.body)),
  })
  onScreen.add(notification)
  notification.on('click', () => {
    onScreen.delete(notification)
    onClick()
  })
  notification.on('close', () => onScreen.delete(notification))
  return new Promise((resolve) => {
    const end = (shown: boolean) => {
      clearTimeout(waiting)
      refused = !shown
      if (refused) onScreen.delete(notification)
      resolve(shown)
    }
    const waiting = setTimeout(end, patience, true)
    notification.once('show', () => end(true))
    notification.once('failed', () => end(false))
    notification.show()
  })
}

const harmless: Record<string, string> = { '<': '‹', '>': '›', '&': '＆' }

/** On Linux a body is markup to some desktops and plain text to others: a label must be neither's. */
const bodyFor = (platform: string, body: string): string =>
  platform === 'linux' ? body.replace(/[<>&]/g, (sign) => harmless[sign] ?? '') : body

const rightToLeft = /[\u0590-\u08ff\ufb1d-\ufdff\ufe70-\ufefc]/

/** A quoted name in a script that runs from right to left, kept from turning the rest of the line around. */
const isolated = (text: string): string =>
  text.replace(/(?<=“)[^”]*(?=”)/g, (name) => (rightToLeft.test(name) ? `\u2068${name}\u2069` : name))

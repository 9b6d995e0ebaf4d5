// Notifications on the screen, through Electron.
import { Notification } from 'electron'

/** Without a reference its click is lost with it. */
const onScreen = new Set<Notification>()

/** Whether the system shows any. */
export const canNotify = (): boolean => Notification.isSupported()

export function showNotification(words: { title: string; body: string }, onClick: () => void): void {
  const notification = new Notification({ title: words.title, body: bodyFor(process.platform, words.body) })
  onScreen.add(notification)
  notification.on('click', () => {
    onScreen.delete(notification)
    onClick()
  })
  notification.on('close', () => onScreen.delete(notification))
  notification.show()
}

const harmless: Record<string, string> = { '<': '‹', '>': '›', '&': '＆' }

/** On Linux a body is markup to some desktops and plain text to others: a label must be neither's. */
const bodyFor = (platform: string, body: string): string =>
  platform === 'linux' ? body.replace(/[<>&]/g, (sign) => harmless[sign] ?? '') : body

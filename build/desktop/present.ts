// Tells whether this machine has a display and a session bus of its own.
import { existsSync } from 'node:fs'
import { join } from 'node:path'
import { findProgram } from '../packages/present.ts'
import { onLinux } from '../project.ts'
import { run } from '../run.ts'

/** Other systems always have one. */
export const hasDisplay = (): boolean =>
  !onLinux || Boolean(process.env['DISPLAY']) || Boolean(process.env['WAYLAND_DISPLAY'])

/** Asks the bus itself where that can be done: an address may be left over from a session that is gone. */
export async function hasSessionBus(): Promise<boolean> {
  if (!onLinux) return true
  const socket = process.env['XDG_RUNTIME_DIR'] && join(process.env['XDG_RUNTIME_DIR'], 'bus')
  if (!process.env['DBUS_SESSION_BUS_ADDRESS'] && !(socket && existsSync(socket))) return false
  if (findProgram('dbus-send') === null) return true
  const asked = await run('dbus-send', [...toTheBus, 'org.freedesktop.DBus.GetId'], { deadline: 3_000 })
  return asked.code === 0
}

export const toTheBus = ['--session', '--print-reply', '--dest=org.freedesktop.DBus', '/org/freedesktop/DBus']

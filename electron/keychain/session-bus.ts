// Whether this process can have a D-Bus session bus, where the keychains of Linux live.
import { existsSync } from 'node:fs'
import { join } from 'node:path'

export const noSessionBus = 'There is no D-Bus session bus.'

/**
 * False on a Linux without one. Asked first, because without it the keychain library starts a bus of its own
 * (when there is an X11 display), which has no keychain on it and outlives Granary.
 */
export function hasSessionBus(
  env: NodeJS.ProcessEnv = process.env,
  platform: string = process.platform,
): boolean {
  if (platform !== 'linux' || env['DBUS_SESSION_BUS_ADDRESS']) return true
  const runtime = env['XDG_RUNTIME_DIR']
  return runtime !== undefined && runtime !== '' && existsSync(join(runtime, 'bus'))
}

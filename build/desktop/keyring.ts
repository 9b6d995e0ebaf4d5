// A session bus with an unlocked gnome-keyring on it, apart from any keyring of the user's own.
import { randomBytes } from 'node:crypto'
import { mkdir, readFile, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { setTimeout as delay } from 'node:timers/promises'
import { plainEnvironment } from '../project.ts'
import { run } from '../run.ts'
import { startGuarded } from './guarded.ts'
import { toTheBus } from './present.ts'

export interface Keyring {
  env: { DBUS_SESSION_BUS_ADDRESS: string }
  stop(): Promise<void>
}

/**
 * The keyring lives in `data`, with the password that unlocks it again next time beside it (readable by this user only).
 * Sockets go to `folder`, which is gone afterwards.
 */
export async function startKeyring(folder: string, data: string): Promise<Keyring> {
  await mkdir(data, { recursive: true, mode: 0o700 })
  // The bus gets it too, because it may start the keyring daemon anew by itself.
  const ownData = { ...plainEnvironment(), XDG_DATA_HOME: data }
  const bus = startGuarded(
    'dbus-daemon',
    [
      '--session',
      '--nofork',
      '--nopidfile',
      `--address=unix:path=${join(folder, 'bus')}`,
      '--print-address=3',
    ],
    { env: ownData },
  )
  const env = { DBUS_SESSION_BUS_ADDRESS: await bus.firstLine }
  const daemon = startGuarded(
    'gnome-keyring-daemon',
    ['--foreground', '--unlock', '--components=secrets', `--control-directory=${join(folder, 'keyring')}`],
    { env: { ...ownData, ...env }, input: await password(join(data, 'password')) },
  )
  const stop = async () => {
    await daemon.stop()
    await bus.stop()
  }
  try {
    await secretServiceOn(env)
  } catch (error) {
    await stop()
    throw error
  }
  return { env, stop }
}

async function password(file: string): Promise<string> {
  try {
    await writeFile(file, randomBytes(32).toString('base64url'), { mode: 0o600, flag: 'wx' })
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'EEXIST') throw error
  }
  return readFile(file, 'utf8')
}

/** Waits until the keyring answers on the bus. */
async function secretServiceOn(env: Record<string, string>): Promise<void> {
  const question = [...toTheBus, 'org.freedesktop.DBus.NameHasOwner', 'string:org.freedesktop.secrets']
  const patience = Date.now() + 15_000
  for (;;) {
    const { stdout } = await run('dbus-send', question, {
      env: { ...plainEnvironment(), ...env },
      deadline: 5_000,
    })
    if (stdout.includes('boolean true')) return
    if (Date.now() > patience)
      throw new Error('gnome-keyring-daemon was started but does not answer on its bus')
    await delay(50)
  }
}

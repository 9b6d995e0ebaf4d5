// Gives the app a display and a keyring on a machine that has none, and takes both away at the end.
import { mkdtemp, rm } from 'node:fs/promises'
import { homedir, tmpdir } from 'node:os'
import { join } from 'node:path'
import { startDisplay } from './desktop/display.ts'
import { startKeyring } from './desktop/keyring.ts'
import { hasDisplay, hasSessionBus } from './desktop/present.ts'
import { atEnd } from './ending.ts'
import { findProgram } from './packages/present.ts'
import { onLinux, plainEnvironment } from './project.ts'
import { say as sayAloud, type Say } from './say.ts'

export interface Desktop {
  /** The whole environment for the app: this process's own, with what was started. */
  env: Record<string, string>
  /** Such as ':99'; null on a machine with a display of its own. */
  virtualDisplay: string | null
  /** Ends what was started. Happens by itself at the end of the command. */
  close(): Promise<void>
}

/** For `start`: only what the machine lacks. The keyring is kept, so that what was saved is there next time. */
export async function desktopToStart(say: Say = sayAloud): Promise<Desktop> {
  const busPrograms = ['dbus-daemon', 'gnome-keyring-daemon'].every((name) => findProgram(name) !== null)
  return open(
    { display: !hasDisplay(), keyring: busPrograms && !(await hasSessionBus()) ? keptData() : null },
    say,
  )
}

/** For tests: a display and a keyring of their own in any case, so that they touch nothing of the user's. */
export async function desktopToTest(say: Say = sayAloud): Promise<Desktop> {
  return open({ display: onLinux, keyring: onLinux ? 'forgotten' : null }, say)
}

async function open(wanted: { display: boolean; keyring: string | null }, say: Say): Promise<Desktop> {
  const folder = await mkdtemp(join(tmpdir(), 'granary-desktop-'))
  const stops: (() => Promise<void>)[] = [() => rm(folder, { recursive: true, force: true })]
  let closing: Promise<void> | null = null
  const close = (): Promise<void> => (closing ??= stopAll(stops))
  atEnd(close)

  const env = plainEnvironment()
  let virtualDisplay: string | null = null
  if (wanted.display) {
    const display = await startDisplay(folder)
    stops.unshift(display.stop)
    delete env['WAYLAND_DISPLAY']
    Object.assign(env, display.env)
    virtualDisplay = display.env.DISPLAY
    say(`started a virtual display ${virtualDisplay} (1440x900)`)
  }
  if (wanted.keyring !== null) {
    const forgotten = wanted.keyring === 'forgotten'
    const keyring = await startKeyring(folder, forgotten ? join(folder, 'data') : wanted.keyring)
    stops.unshift(keyring.stop)
    Object.assign(env, keyring.env)
    say(
      `started a session bus with an unlocked keyring, ${forgotten ? 'forgotten afterwards' : `kept in ${wanted.keyring}`}`,
    )
  }
  return { env, virtualDisplay, close }
}

async function stopAll(stops: readonly (() => Promise<void>)[]): Promise<void> {
  for (const stop of stops) await stop()
}

/** A place of its own beside the user's keyrings, never among them. */
const keptData = (): string =>
  join(process.env['XDG_DATA_HOME'] || join(homedir(), '.local', 'share'), 'granary-dev')

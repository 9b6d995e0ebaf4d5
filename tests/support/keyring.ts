// A real gnome-keyring on a session bus of its own, for one test or one worker. Nothing of the user's is touched and
// nothing is left running. Needs Debian's dbus, gnome-keyring and libsecret-tools.
import { type ChildProcess, execFile, spawn } from 'node:child_process'
import { once } from 'node:events'
import { chownSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { createConnection } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'

const password = 'keyring password of a test'
const collection = '/org/freedesktop/secrets/collection/login'

// No service folders: with them the bus would start programs of the system, which outlive the test.
const busConfiguration = (socket: string): string => `<!DOCTYPE busconfig PUBLIC
 "-//freedesktop//DTD D-Bus Bus Configuration 1.0//EN" "http://www.freedesktop.org/standards/dbus/1.0/busconfig.dtd">
<busconfig>
  <type>session</type>
  <listen>unix:path=${socket}</listen>
  <auth>EXTERNAL</auth>
  <policy context="default">
    <allow send_destination="*" eavesdrop="true"/><allow eavesdrop="true"/><allow own="*"/>
  </policy>
</busconfig>
`

export interface Keyring {
  /** The environment in which programs find this keyring and no other. */
  readonly env: Record<string, string>
  /** Locks the collection; no prompt can be shown on this bus, so it is as if each one were dismissed. */
  lock(): Promise<void>
  unlock(): Promise<void>
  /** Stops the daemon in its tracks: calls hang. */
  pause(): void
  resume(): void
  /** Kills the daemon without warning. The bus stays, with no keychain on it. */
  kill(): Promise<void>
  /** Starts the daemon again after `kill`, unlocked, with what it had on disk. */
  restart(): Promise<void>
  /** What `secret-tool lookup service Granary account <account>` prints, or null. */
  lookup(account: string): Promise<string | null>
  /** Stores an item through secret-tool with any attributes, such as one without an account. */
  plant(attributes: Record<string, string>, value: string): Promise<void>
  /** Ends everything and removes the folder. */
  stop(): Promise<void>
}

export interface KeyringOptions {
  unlocked?: boolean
  /** Whose it is, for a test that runs as root and tells of somebody else. */
  owner?: { uid: number; gid: number }
}

export async function startKeyring({ unlocked = true, owner }: KeyringOptions = {}): Promise<Keyring> {
  const folder = mkdtempSync(join(tmpdir(), 'granary-keyring-'))
  const [data, runtime, home] = ['data', 'run', 'home'].map((name) => join(folder, name)) as [
    string,
    string,
    string,
  ]
  for (const path of [data, runtime, home]) mkdirSync(path, { mode: 0o700 })
  const socket = join(folder, 'bus')
  const configuration = join(folder, 'bus.conf')
  writeFileSync(configuration, busConfiguration(socket))
  if (owner) for (const path of [folder, data, runtime, home]) chownSync(path, owner.uid, owner.gid)

  const { DISPLAY: _, WAYLAND_DISPLAY: __, ...outer } = process.env
  const own = {
    DBUS_SESSION_BUS_ADDRESS: `unix:path=${socket}`,
    XDG_DATA_HOME: data,
    XDG_RUNTIME_DIR: runtime,
    HOME: home,
  }
  const env = { ...outer, ...own } as Record<string, string>
  let daemon: ChildProcess | null = null

  // The bus dies with this process, whatever ends it, and the daemon with its bus.
  const bus = spawn(
    'setpriv',
    ['--pdeathsig', 'KILL', 'dbus-daemon', `--config-file=${configuration}`, '--print-address', '--nofork'],
    { env, ...owner, stdio: ['ignore', 'pipe', 'ignore'] },
  )
  await started(bus)

  const run = (file: string, parameters: string[], input = '') =>
    runProgram(file, parameters, { env, ...owner }, input)
  const secrets = (method: string, ...parameters: string[]) =>
    run('dbus-send', [
      ...['--session', '--print-reply', '--reply-timeout=5000', '--dest=org.freedesktop.secrets'],
      ...['/org/freedesktop/secrets', `org.freedesktop.Secret.Service.${method}`, ...parameters],
    ])

  async function startDaemon(): Promise<void> {
    // Its notes about missing capabilities and file limits say nothing about the test.
    daemon = spawn('gnome-keyring-daemon', ['--foreground', '--unlock', '--components=secrets'], {
      env,
      ...owner,
      stdio: ['pipe', 'ignore', 'ignore'],
    })
    daemon.stdin?.end(password)
    // It says nothing when it is ready.
    await Promise.race([started(daemon), untilAnswers(() => secrets('ReadAlias', 'string:default'))])
  }

  async function end(child: ChildProcess | null): Promise<void> {
    if (child === null || child.exitCode !== null || child.signalCode !== null) return
    const exit = once(child, 'exit')
    child.kill('SIGKILL')
    await exit
  }

  const keyring: Keyring = {
    env,
    async lock() {
      await secrets('Lock', `array:objpath:${collection}`)
    },
    unlock: () => unlockThroughControl(join(runtime, 'keyring', 'control')),
    pause: () => void daemon?.kill('SIGSTOP'),
    resume: () => void daemon?.kill('SIGCONT'),
    kill: () => end(daemon),
    restart: startDaemon,
    lookup: async (account) => {
      const { code, output } = await run('secret-tool', ['lookup', 'service', 'Granary', 'account', account])
      return code === 0 ? output : null
    },
    async plant(attributes, value) {
      const { code } = await run(
        'secret-tool',
        ['store', '--label=planted', ...Object.entries(attributes).flat()],
        value,
      )
      if (code !== 0) throw new Error('secret-tool could not store')
    },
    async stop() {
      await end(daemon)
      await end(bus)
      rmSync(folder, { recursive: true, force: true })
    },
  }
  try {
    await startDaemon()
    if (!unlocked) await keyring.lock()
  } catch (error) {
    await keyring.stop()
    throw error
  }
  return keyring
}

/** Resolves at the first line of output; rejects when the program is missing or ends before it. */
function started(child: ChildProcess): Promise<void> {
  return new Promise((resolve, reject) => {
    child.once('error', reject)
    child.once('exit', (code) => reject(new Error(`${child.spawnfile} ended with ${code}`)))
    child.stdout?.once('data', () => resolve())
  })
}

function runProgram(
  file: string,
  parameters: string[],
  as: { env: Record<string, string>; uid?: number; gid?: number },
  input: string,
): Promise<{ code: number; output: string }> {
  return new Promise((resolve, reject) => {
    const child = execFile(file, parameters, { ...as, timeout: 20_000 }, (error, output) => {
      if (error && typeof error.code !== 'number')
        return reject(new Error(`${file} did not run`, { cause: error }))
      resolve({ code: error ? Number(error.code) : 0, output })
    })
    // A program that does not read its input may have ended by now.
    child.stdin?.on('error', () => undefined).end(input)
  })
}

async function untilAnswers(ask: () => Promise<{ code: number }>): Promise<void> {
  const end = performance.now() + 15_000
  while (performance.now() < end) if ((await ask()).code === 0) return
  throw new Error('gnome-keyring did not come up')
}

/** What the login screen does: a byte for the credentials, then the operation "unlock" (1) with the password. */
async function unlockThroughControl(path: string): Promise<void> {
  const word = (value: number): Buffer => {
    const bytes = Buffer.alloc(4)
    bytes.writeUInt32BE(value)
    return bytes
  }
  const secret = Buffer.from(password)
  const body = Buffer.concat([word(1), word(secret.length), secret])
  const connection = createConnection(path)
  connection.write(Buffer.concat([Buffer.from([0]), word(body.length + 4), body]))
  const [answer] = (await once(connection, 'data')) as [Buffer]
  connection.destroy()
  // Length, then the result: 0 is success.
  if (answer.length < 8 || answer.readUInt32BE(4) !== 0) throw new Error('gnome-keyring did not unlock')
}

// Starts the built app in the real Electron, for end-to-end tests.
import { mkdtempSync, rmSync } from 'node:fs'
import { createRequire } from 'node:module'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { _electron, type ElectronApplication, type Page } from 'playwright'
import { attach } from '../../build/attach.ts'
import { plainEnvironment, root, machineFlags, sandboxFlags } from '../../build/project.ts'
import { findRuntime } from '../../build/runtime.ts'
import { collectOutput } from './output.ts'

export interface LaunchOptions {
  /** Kept afterwards, for a test that starts the app again. Without it: a fresh folder, gone afterwards. */
  userData?: string
  /** Added to this process's environment; `undefined` takes a variable away. Never a secret: `/proc` shows it. */
  env?: Record<string, string | undefined>
  /** More command line arguments. Never a secret, for the same reason. */
  args?: readonly string[]
}

export interface App {
  /** Main's side. A package has none to offer: its process cannot be inspected, and asking for it is an error. */
  electron: ElectronApplication
  /** The first window. */
  page: Page
  userData: string
  /** What main has written to its stdout and stderr so far. */
  output(): string
  /** Closes it like a user does and waits until the process is gone. Does nothing when it is gone already. */
  quit(): Promise<void>
}

/** Starts the app and waits for its first window. Whoever starts it quits it, also when the test fails. */
export async function launchApp(options: LaunchOptions = {}): Promise<App> {
  // GRANARY_PACKED names the executable of a package (`npm run dist`) to tell the same stories with.
  const packed = process.env['GRANARY_PACKED']
  if (packed !== undefined) return launchPacked(packed, options)
  const executablePath = (await findRuntime()).executable
  const userData = options.userData ?? mkdtempSync(join(tmpdir(), 'granary-user-data-'))
  const output = collectOutput(userData)
  const launching = _electron.launch({
    executablePath,
    args: [
      ...machineFlags,
      ...['-r', waitForPlaywright, root],
      `--user-data-dir=${userData}`,
      ...(options.args ?? []),
    ],
    env: environment(options.env),
    cwd: root,
    // Playwright would switch the sandbox off everywhere; the flags above do so only where it cannot work.
    chromiumSandbox: sandboxFlags.length === 0,
    // Else Playwright forces light, and the theme that the app chose would not show.
    colorScheme: null,
  })
  const electron = await launching
    .catch((error: unknown) => {
      throw new Error(`The app did not start. It wrote:\n${output.text()}`, { cause: error })
    })
    .finally(output.stop)
  const app = electron.process()
  const ended = new Promise<void>((resolve) => app.once('exit', () => resolve()))

  let quitting: Promise<void> | null = null
  const quit = async () => {
    if (app.exitCode === null && app.signalCode === null)
      await Promise.all([electron.close().catch(() => undefined), ended])
    if (options.userData === undefined) rmSync(userData, { recursive: true, force: true, maxRetries: 5 })
  }
  const started: Omit<App, 'page'> = {
    electron,
    userData,
    output: output.text,
    quit: () => (quitting ??= quit()),
  }
  try {
    await registerNothing(electron)
    return { ...started, page: await electron.firstWindow() }
  } catch (error) {
    await started.quit()
    throw new Error(`The app showed no window. It wrote:\n${output.text()}`, { cause: error })
  }
}

async function launchPacked(executable: string, options: LaunchOptions): Promise<App> {
  const userData = options.userData ?? mkdtempSync(join(tmpdir(), 'granary-user-data-'))
  const args = [...machineFlags, `--user-data-dir=${userData}`, ...(options.args ?? [])]
  const app = await attachTo(executable, args, { userData, env: options.env })
  const end = app.quit
  app.quit = async () => {
    await end()
    if (options.userData === undefined) rmSync(userData, { recursive: true, force: true, maxRetries: 5 })
  }
  return app
}

/** Starts a package with exactly these words, and attaches to its page. */
export async function attachTo(
  command: string,
  args: readonly string[],
  { userData, env }: { userData: string; env?: LaunchOptions['env'] },
): Promise<App> {
  const { page, quit, output } = await attach(command, args, { env: environment(env), cwd: root })
  return {
    get electron(): ElectronApplication {
      throw new Error('The main process of a package cannot be inspected.')
    },
    page,
    userData,
    output,
    quit,
  }
}

/**
 * Holds back `ready` until Playwright has attached. It adds this by itself only to an Electron it looked up itself;
 * attached to a page on its way from one process to another, it waits for ever.
 */
const waitForPlaywright = join(
  dirname(createRequire(import.meta.url).resolve('playwright-core/package.json')),
  'lib/server/electron/loader.js',
)

/**
 * With an inspector attached, Electron 25 may clean up a FinalizationRegistry for ever once JavaScript has ended:
 * a core burns and the process stays (nodejs/node#47748). Registries only save memory.
 */
const registerNothing = (electron: ElectronApplication): Promise<void> =>
  electron.evaluate(() => {
    FinalizationRegistry.prototype.register = () => undefined
  })

function environment(more: Record<string, string | undefined> = {}): Record<string, string> {
  const all: Record<string, string | undefined> = { ...plainEnvironment(), ...more }
  return Object.fromEntries(
    Object.entries(all).filter((entry): entry is [string, string] => entry[1] !== undefined),
  )
}

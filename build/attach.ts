// Starts a packed app and attaches to its page. A package's main process cannot be inspected (its fuses are off), which
// is what Playwright's own way needs; the page can be, over the port that Chromium opens when it is asked to.
import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { setTimeout } from 'node:timers/promises'
import { type Browser, type Page, chromium } from 'playwright'

export interface Attached {
  browser: Browser
  /** The first window. */
  page: Page
  process: ChildProcess
  /** What it has written to its stdout and stderr so far. */
  output(): string
  /** Asks it to end, as a desktop does at log-out, and waits until it is gone. */
  quit(): Promise<void>
}

/** Milliseconds until the window has to be there. */
const patience = 60_000

/** `command` and `args` start the app, the last of them going to the app itself. @throws Error with what it wrote */
export async function attach(
  command: string,
  args: readonly string[],
  options: { env: Record<string, string>; cwd?: string },
): Promise<Attached> {
  const child = spawn(command, [...args, '--remote-debugging-port=0'], {
    ...options,
    stdio: ['ignore', 'pipe', 'pipe'],
  })
  const ended = once(child, 'exit')
  let written = ''
  const address = new Promise<string>((resolve, reject) => {
    for (const stream of [child.stdout, child.stderr])
      stream.setEncoding('utf8').on('data', (text: string) => {
        written += text
        const found = /DevTools listening on (ws:\S+)/.exec(written)?.[1]
        if (found !== undefined) resolve(found)
      })
    child.once('error', reject)
    child.once('exit', () => reject(new Error('it ended')))
  })
  const quit = async () => {
    if (child.exitCode !== null || child.signalCode !== null) return
    child.kill('SIGTERM')
    await ended
  }
  try {
    const endpoint = await Promise.race([address, rejectAt(AbortSignal.timeout(patience))])
    return {
      ...(await attachAt(new URL(endpoint).host)),
      process: child,
      output: () => written,
      quit,
    }
  } catch (error) {
    await quit()
    throw new Error(`the app did not start: ${String(error)}\nIt wrote:\n${written}`, { cause: error })
  }
}

/** Attaches to an app that listens at `host` (with its port), or is about to. @throws Error when it never does */
export async function attachAt(host: string): Promise<Pick<Attached, 'browser' | 'page'>> {
  await windowIsThere(host, AbortSignal.timeout(patience))
  // The defaults are those of a browser with contexts of its own, which Electron does not have.
  const browser = await chromium.connectOverCDP(`http://${host}`, { noDefaults: true, timeout: patience })
  return { browser, page: await firstPage(browser) }
}

/**
 * Asks until the first window shows its own page: attached to one on its way from one process to another, Playwright
 * waits for ever. A page without a title of its own is called by its address.
 */
async function windowIsThere(host: string, late: AbortSignal): Promise<void> {
  for (;;) {
    const targets = await targetsAt(host)
    if (targets.some(isNamed)) return
    late.throwIfAborted()
    await setTimeout(100)
  }
}

interface Target {
  type: string
  title: string
  url: string
}

const isNamed = ({ type, title, url }: Target): boolean =>
  type === 'page' && title !== '' && !url.endsWith(title) && !url.startsWith('about:')

/** None while nobody listens yet. */
const targetsAt = (host: string): Promise<Target[]> =>
  fetch(`http://${host}/json/list`).then(
    async (answer) => (await answer.json()) as Target[],
    () => [],
  )

async function firstPage(browser: Browser): Promise<Page> {
  const [context] = browser.contexts()
  if (context === undefined) throw new Error('there is nothing to see')
  const [page = await context.waitForEvent('page', { timeout: patience })] = context.pages()
  await page.waitForLoadState('domcontentloaded')
  return page
}

const rejectAt = (signal: AbortSignal): Promise<never> =>
  new Promise((_, reject) => signal.addEventListener('abort', () => reject(new Error('it took too long'))))

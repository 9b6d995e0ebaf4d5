// An app that Playwright did not start: a package whose fuses leave no inspector of main, or one that another process
// started. Its page is reached through Chromium's own debugging port.
import { type AddressInfo, createServer } from 'node:net'
import { setTimeout as pause } from 'node:timers/promises'
import { type Browser, type Page, chromium } from 'playwright'
import { fromRoot } from '../../build/project.ts'
import { sizes, themes } from './screens.ts'

/** A port of this computer that nobody listens on now. */
export async function freePort(): Promise<number> {
  const server = createServer()
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const { port } = server.address() as AddressInfo
  await new Promise((resolve) => server.close(resolve))
  return port
}

/** Waits for the page of the app that was started with `--remote-debugging-port=PORT`. */
export async function attach(port: number, milliseconds = 30_000): Promise<{ browser: Browser; page: Page }> {
  const until = Date.now() + milliseconds
  while (!(await isDrawn(port))) {
    if (Date.now() > until) throw new Error(`no page of the app is to be had at port ${port}`)
    await pause(100)
  }
  const browser = await chromium.connectOverCDP(`http://127.0.0.1:${port}`, { noDefaults: true })
  const page = browser.contexts()[0]?.pages()[0]
  if (!page) throw new Error('the app shows no page')
  return { browser, page }
}

/** Attached to a page on its way from one process to another, Playwright waits for ever: it has to be there first. */
async function isDrawn(port: number): Promise<boolean> {
  try {
    const pages = (await (await fetch(`http://127.0.0.1:${port}/json/list`)).json()) as Record<
      string,
      string
    >[]
    return pages.some(({ url, title }) => url?.startsWith('app://granary/#/') && title === 'Granary')
  } catch {
    return false
  }
}

/** Closes the app's window over that port and waits until nobody listens there any more. Fine when it is gone already. */
export async function endApp(port: number, milliseconds = 10_000): Promise<void> {
  const until = Date.now() + milliseconds
  const list = `http://127.0.0.1:${port}/json/list`
  for (;;) {
    if (Date.now() > until) throw new Error(`the app at port ${port} does not end`)
    const pages = await fetch(list, { signal: AbortSignal.timeout(2_000) }).then(
      async (answer) => (await answer.json()) as { id: string }[],
      () => null,
    )
    if (pages === null) return
    for (const { id } of pages) await fetch(list.replace('list', `close/${id}`)).catch(() => undefined)
    await pause(100)
  }
}

/** As `takeScreens`, but by emulation: there is no window to set the size of. `look` is called before each. */
export async function takeAttachedScreens(
  page: Page,
  name: string,
  look: (what: string, theme: 'light' | 'dark') => Promise<void>,
): Promise<void> {
  const debug = await page.context().newCDPSession(page)
  for (const { width, height } of sizes) {
    await debug.send('Emulation.setDeviceMetricsOverride', {
      width,
      height,
      deviceScaleFactor: 1,
      mobile: false,
    })
    for (const theme of themes) {
      await debug.send('Emulation.setEmulatedMedia', {
        features: [{ name: 'prefers-color-scheme', value: theme }],
      })
      await page.waitForFunction(
        `innerWidth === ${width} && matchMedia('(prefers-color-scheme: ${theme})').matches`,
      )
      await look(`${name} ${width} ${theme}`, theme)
      const path = fromRoot('test-results', 'screens', `${name}-${width}x${height}-${theme}.png`)
      await page.screenshot({ path, animations: 'disabled' })
    }
  }
  await debug.send('Emulation.clearDeviceMetricsOverride')
  await debug.send('Emulation.setEmulatedMedia', { features: [] })
  await debug.detach()
}

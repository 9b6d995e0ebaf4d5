// An app that Playwright did not start: a package whose fuses leave no inspector of main, or one that another process
// started. Its page is reached through Chromium's own debugging port.
import { type AddressInfo, createServer } from 'node:net'
import { setTimeout as pause } from 'node:timers/promises'
import type { Page } from 'playwright'
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

// An app that Playwright did not start: a package whose fuses leave no inspector of main, or one that another process
// started. Its page is reached through Chromium's own debugging port.
import { createServer } from 'node:net'
import type { AddressInfo } from 'node:net'
import { type Browser, type Page, chromium } from 'playwright'

/** A port of this computer that nobody listens on now. */
export async function freePort(): Promise<number> {
  const server = createServer()
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const { port } = server.address() as AddressInfo
  await new Promise((resolve) => server.close(resolve))
  return port
}

/** Waits for the page of the app that was started with `--remote-debugging-port=PORT`. */
export async function attach(port: number, milliseconds = 20_000): Promise<{ browser: Browser; page: Page }> {
  const until = Date.now() + milliseconds
  for (;;) {
    const browser = await chromium.connectOverCDP(`http://127.0.0.1:${port}`, { noDefaults: true }).catch((error: unknown) => {
      if (Date.now() > until) throw error
      return null
    })
    const page = browser?.contexts()[0]?.pages()[0]
    if (browser && page) return { browser, page }
    await browser?.close()
    await new Promise((resolve) => setTimeout(resolve, 100))
  }
}

// Behind a company's proxy, the only way out: the server is reached through it, and nothing else is asked of it.
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { LaunchOptions } from '../support/app.ts'
import { issue } from '../support/certificates.ts'
import { startTestHub } from '../support/hub.ts'
import { type Proxy, startProxy } from '../support/proxy.ts'
import { connectPage } from './pages/connect.ts'
import { expect, test } from './story.ts'

/** A name that only the proxy knows. */
const host = 'hub.test'
const noDesktop = { XDG_CURRENT_DESKTOP: undefined, no_proxy: undefined, NO_PROXY: undefined }

const ways: readonly [way: string, told: (proxy: Proxy) => LaunchOptions][] = [
  ['the environment', ({ url }) => ({ env: { ...noDesktop, https_proxy: url, http_proxy: url } })],
  ['a PAC script', ({ script }) => ({ env: noDesktop, args: [`--proxy-pac-url=${script}`] })],
]

for (const [way, told] of ways)
  test(`a server is reached through the proxy that ${way} names, and nobody else`, async ({ start }) => {
    const folder = mkdtempSync(join(tmpdir(), 'granary-proxy-'))
    const authority = await issue({ name: 'The company', ca: true })
    const { cert, key } = await issue({ name: host, names: [host], issuer: authority })
    const hub = await startTestHub({ tls: { cert, key }, extraHosts: [host] })
    const proxy = await startProxy(Number(new URL(hub.url).port))
    try {
      const file = join(folder, 'authority.pem')
      writeFileSync(file, authority.cert)
      const app = await start(told(proxy))
      await app.electron.evaluate(({ dialog }, path) => {
        dialog.showOpenDialog = () => Promise.resolve({ canceled: false, filePaths: [path] })
      }, file)
      const connect = connectPage(app.page)
      await connect.fillServer(`https://${host}`, hub.owner.username, hub.owner.password)
      await app.page.getByRole('button', { name: 'Choose CA file…' }).click()
      await expect(app.page.getByText(file)).toBeVisible()
      await connect.signIn.click()
      await expect(app.page.getByRole('link', { name: 'harborline' })).toBeVisible()
      expect([...proxy.asked]).toEqual([`${host}:443`])
    } finally {
      await proxy.stop()
      await hub.remove()
      rmSync(folder, { recursive: true })
    }
  })

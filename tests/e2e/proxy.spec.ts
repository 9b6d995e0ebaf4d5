// Behind a company's proxy, the only way out: the server is reached through it, nothing else is asked of it, and where it
// wants a name and a password the owner is asked once.
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { App, LaunchOptions } from '../support/app.ts'
import { issue } from '../support/certificates.ts'
import { type TestHub, startTestHub } from '../support/hub.ts'
import { type Proxy, startProxy } from '../support/proxy.ts'
import { connectPage } from './pages/connect.ts'
import { inventoryPage } from './pages/inventory.ts'
import { settingsPage } from './pages/settings.ts'
import { expect, look, test } from './story.ts'

/** A name that only the proxy knows. */
const host = 'hub.test'
const noDesktop = { XDG_CURRENT_DESKTOP: undefined, no_proxy: undefined, NO_PROXY: undefined }

/** Runs in the page. */
const syncAll = "granary.invoke('sync.start', { olderThan: 0 })"

const ways: readonly [way: string, told: (proxy: Proxy) => LaunchOptions][] = [
  ['the environment', ({ url }) => ({ env: { ...noDesktop, https_proxy: url, http_proxy: url } })],
  ['a PAC script', ({ script }) => ({ env: noDesktop, args: [`--proxy-pac-url=${script}`] })],
]

/** A server whose certificate is the company's own, behind a proxy that wants `login`. */
async function behindProxy(
  login: string | null,
  told: (world: { hub: TestHub; proxy: Proxy; file: string }) => Promise<void>,
): Promise<void> {
  const folder = mkdtempSync(join(tmpdir(), 'granary-proxy-'))
  const authority = await issue({ name: 'The company', ca: true })
  const { cert, key } = await issue({ name: host, names: [host], issuer: authority })
  // Three starts with all their syncs are more than the Hub allows in a minute.
  const hub = await startTestHub({ tls: { cert, key }, extraHosts: [host], requestsPerMinute: 0 })
  const proxy = await startProxy(Number(new URL(hub.url).port), login)
  try {
    const file = join(folder, 'authority.pem')
    writeFileSync(file, authority.cert)
    await told({ hub, proxy, file })
  } finally {
    await proxy.stop()
    await hub.remove()
    rmSync(folder, { recursive: true })
  }
}

async function fillServer(app: App, hub: TestHub, file: string) {
  await app.electron.evaluate(({ dialog }, path) => {
    dialog.showOpenDialog = () => Promise.resolve({ canceled: false, filePaths: [path] })
  }, file)
  const connect = connectPage(app.page)
  await connect.fillServer(`https://${host}`, hub.owner.username, hub.owner.password)
  await app.page.getByRole('button', { name: 'Choose CA file…' }).click()
  await expect(app.page.getByText(file)).toBeVisible()
  return connect
}

for (const [way, told] of ways)
  test(`a server is reached through the proxy that ${way} names, and nobody else`, async ({ start }) => {
    await behindProxy(null, async ({ hub, proxy, file }) => {
      const app = await start(told(proxy))
      const connect = await fillServer(app, hub, file)
      await connect.signIn.click()
      await expect(app.page.getByRole('link', { name: 'harborline' })).toBeVisible()
      expect([...proxy.asked]).toEqual([`${host}:443`])
    })
  })

test('a proxy that wants a name and a password is asked about once, and again when they changed', async ({
  start,
  keyring,
}) => {
  const [right, changed] = ['ana:the right one', 'ana:a newer one']
  await behindProxy(right, async ({ hub, proxy, file }) => {
    const env = { ...noDesktop, https_proxy: proxy.url, http_proxy: proxy.url }
    const name = new URL(proxy.url).host
    const dialogOf = ({ page }: App) => page.getByRole('dialog', { name: 'Sign in to the proxy' })
    async function give(app: App, password: string) {
      const dialog = dialogOf(app)
      await dialog.getByLabel('User name').fill('ana')
      await dialog.getByLabel('Password').fill(password)
      await dialog.getByRole('button', { name: 'Sign in' }).click()
    }

    const first = await start({ env })
    const connect = await fillServer(first, hub, file)
    await connect.keep.check()
    await connect.signIn.click()
    await expect(dialogOf(first)).toContainText(name)
    await expect(dialogOf(first).getByLabel('User name')).toBeFocused()
    await look(first, 'proxy-asks')
    await give(first, 'a wrong one')
    await expect(dialogOf(first)).toContainText('The proxy did not take that name and password')
    await expect(dialogOf(first).getByLabel('User name')).toHaveValue('ana')
    await give(first, 'the right one')
    await expect(dialogOf(first)).toBeHidden()
    expect(proxy.refused).toEqual(['ana:a wrong one'])
    // The form beneath is as it was.
    await expect(first.page.getByText('The proxy wants a name and a password')).toBeVisible()
    await connect.signIn.click()
    await inventoryPage(first.page).open('harborline')
    await first.quit()
    expect(await keyring.lookup(`proxy/${name}`)).toContain('the right one')

    // The next start asks nobody.
    const second = await start({ env })
    // Begun by itself perhaps, and else by this: the button is there only in between.
    await second.page.evaluate(syncAll)
    await expect(second.page.getByText(/Synced .*just now/).first()).toBeVisible()
    await expect(dialogOf(second)).toBeHidden()
    await expect(inventoryPage(second.page).offline).toBeHidden()
    await second.quit()
    expect(proxy.refused).toHaveLength(1)

    // Changed meanwhile: what is kept is tried a single time, and everything stays readable.
    proxy.want(changed)
    const third = await start({ env })
    const inventory = inventoryPage(third.page)
    await expect(dialogOf(third)).toContainText('The proxy did not take that name and password')
    await dialogOf(third).getByRole('button', { name: 'Not now' }).click()
    await expect(inventory.row('Terminal Busan')).toBeVisible()
    await expect(inventory.offline).toBeVisible()
    const notice = third.page
      .getByRole('status')
      .filter({ hasText: 'No server can be reached without the proxy' })
    await expect(notice).toContainText(name)
    await look(third, 'proxy-put-off')
    await notice.getByRole('button', { name: 'Sign in…' }).click()
    await give(third, 'a newer one')
    await expect(inventory.offline).toBeHidden()
    await expect(notice).toBeHidden()
    expect(proxy.refused).toEqual(['ana:a wrong one', right])

    // Changed while the app runs, and the owner in the middle of typing: a banner says so until they are done.
    await inventory.search.fill('Terminal')
    await expect(inventory.search).toBeFocused()
    proxy.want('ana:the newest one')
    await third.page.evaluate(syncAll)
    await expect(notice).toBeVisible()
    await expect(inventory.search).toBeFocused()
    await expect(dialogOf(third)).toBeHidden()
    await third.page.keyboard.press('Tab')
    await expect(dialogOf(third)).toContainText('The proxy did not take that name and password')
    await give(third, 'the newest one')
    await expect(notice).toBeHidden()
    await expect(inventory.offline).toBeHidden()

    // Forgotten, nothing of it is left.
    const settings = settingsPage(third)
    await settings.openFromMenu()
    const forget = third.page.getByRole('button', { name: `Forget ${name}` })
    await forget.scrollIntoViewIfNeeded()
    await look(third, 'settings-proxy')
    await forget.click()
    await expect(forget).toBeHidden()
    await expect.poll(() => keyring.lookup(`proxy/${name}`)).toBeNull()
  })
})

// The keychain absent, locked or hanging: told before a token exists, nothing freezes, and quitting does not wait for it.
import { existsSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import type { App } from '../support/app.ts'
import type { TestHub } from '../support/hub.ts'
import { connectPage } from './pages/connect.ts'
import { inventoryPage } from './pages/inventory.ts'
import { secretPage } from './pages/secret.ts'
import { wizardPage } from './pages/wizard.ts'
import { expect, look, test } from './story.ts'

const organization = 'meadowlark'

async function reachReview(app: App, hub: TestHub, label: string) {
  const inventory = await connectPage(app.page).signInTo(hub.url, hub.owner, organization)
  const wizard = await inventory.openWizard()
  await wizard.fillLeast(label)
  return wizard
}

async function expectToldBeforehand(app: App, hub: TestHub, words: RegExp) {
  const before = hub.count(organization)
  await wizardPage(app.page).generate.click()
  const dialog = app.page.getByRole('dialog').or(app.page.getByRole('alertdialog'))
  await expect(dialog).toContainText(words, { timeout: 20_000 })
  expect(hub.count(organization)).toBe(before)
  return dialog
}

/** Quits in the middle of a call to a keychain that hangs: the call is cut off, and nobody waits until it is given up. */
async function expectQuitCutsOff(app: App) {
  const log = join(app.userData, 'logs', 'main.log')
  const failures = () =>
    (existsSync(log) ? readFileSync(log, 'utf8') : '')
      .split('\n')
      .filter((line) => line.includes('call=secrets.reveal'))
  const accountId = /#\/a\/([^/]+)/.exec(app.page.url())?.[1] ?? ''
  const ref = JSON.stringify({ accountId, organization, tokenId: 'none' })
  // Main hears calls in their order: when it has answered the second, the first is under way.
  await app.page.evaluate(
    `void granary.invoke('secrets.reveal', ${ref}).catch(() => undefined); granary.invoke('app.settings')`,
  )
  expect(failures()).toEqual([])
  await app.quit()
  expect(failures().filter((line) => line.includes('keychain.hanging'))).toEqual([])
}

test('absent: nothing is created; the owner may choose to go without, and the secret can be copied', async ({
  start,
  hub,
}) => {
  const app = await start({
    env: { DBUS_SESSION_BUS_ADDRESS: 'unix:path=/nonexistent', DBUS_SYSTEM_BUS_ADDRESS: undefined },
  })
  await reachReview(app, hub, 'Without a keychain')
  const dialog = await expectToldBeforehand(app, hub, /keychain/i)
  await look(app, 'keychain-absent')
  await dialog.getByRole('button', { name: 'Generate without keeping' }).click()
  const screen = secretPage(app.page)
  await expect(screen.keep).not.toBeChecked()
  await screen.show.click()
  await expect(screen.secret).toContainText(['dckr', 'oat', ''].join('_'))
  // As the menu under the pointer copies what is selected.
  const secret = ((await screen.secret.textContent()) ?? '').trim()
  await screen.secret.getByText(secret).selectText()
  await app.electron.evaluate(({ webContents }) => webContents.getFocusedWebContents()?.copy())
  await expect(app.page.getByText(/^Copied\. The clipboard is cleared in/)).toBeVisible()
  expect(await app.electron.evaluate(({ clipboard }) => clipboard.readText())).toBe(secret)
  // Leaving without having kept it asks first.
  await screen.done.click()
  const question = app.page.getByRole('alertdialog').or(app.page.getByRole('dialog'))
  await expect(question).toContainText(/cannot be retrieved/i)
  await look(app, 'secret-leave-unkept')
  await question.getByRole('button', { name: 'Leave', exact: true }).click()
  await expect(inventoryPage(app.page).row('Without a keychain')).toBeVisible()
})

test('locked: nothing is created, and unlocking it and trying again works', async ({
  start,
  hub,
  keyring,
}) => {
  const app = await start()
  await reachReview(app, hub, 'After unlocking')
  await keyring.lock()
  const dialog = await expectToldBeforehand(app, hub, /locked/i)
  await keyring.unlock()
  await dialog.getByRole('button', { name: 'Try again' }).click()
  await expect(secretPage(app.page).keep).toBeChecked()
  await keyring.lock()
  await app.quit()
})

test('hanging: the page goes on answering, nothing is created, and quitting waits for nothing', async ({
  start,
  hub,
  keyring,
}) => {
  const app = await start()
  const wizard = await reachReview(app, hub, 'While it hangs')
  const before = hub.count(organization)
  keyring.pause()
  await wizard.generate.click()
  // Main still answers while the keychain does not: the draft is read through the same door.
  await expect(wizard.generate).toHaveAttribute('aria-busy', 'true')
  const reply = await app.page.evaluate<{ ok: boolean }>(`granary.invoke('app.settings')`)
  expect(reply.ok).toBe(true)
  const dialog = app.page.getByRole('dialog').or(app.page.getByRole('alertdialog'))
  await expect(dialog).toContainText(/keychain/i, { timeout: 20_000 })
  expect(hub.count(organization)).toBe(before)
  await expectQuitCutsOff(app)
  keyring.resume()
})

test('hanging from the start: the window opens, the inventory is listed, and quitting waits for nothing', async ({
  start,
  hub,
  keyring,
}) => {
  keyring.pause()
  const app = await start()
  const inventory = await connectPage(app.page).signInTo(hub.url, hub.owner, organization)
  await expect(inventory.row('Team sync')).toBeVisible({ timeout: 30_000 })
  await expectQuitCutsOff(app)
  keyring.resume()
})

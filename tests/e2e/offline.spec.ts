// Kept signed in, and the server gone: everything opens from this computer, says so, and comes back by itself.
import { statSync } from 'node:fs'
import { readFile, readdir, truncate } from 'node:fs/promises'
import { join } from 'node:path'
import { connectPage } from './pages/connect.ts'
import { inventoryPage } from './pages/inventory.ts'
import { secretPage } from './pages/secret.ts'
import { expect, look, test } from './story.ts'

const organization = 'harborline'

const label = 'Yard reader'
const reason = 'Not while offline: it changes the server'

test('everything can be read without the server, nothing can be changed, and it comes back by itself', async ({
  start,
  hub,
  keyring,
  userData,
}) => {
  const first = await start()
  const connect = connectPage(first.page)
  await connect.fillServer(hub.url, hub.owner.username, hub.owner.password)
  await connect.keep.check()
  await connect.signIn.click()
  const before = inventoryPage(first.page)
  await before.open(organization)
  const wizard = await before.openWizard()
  await wizard.fillLeast(label)
  await (await wizard.finish()).done.click()
  await expect(before.row('Terminal Busan')).toContainText('5 repositories')
  await first.quit()
  await hub.stop()

  const app = await start()
  const { page } = app
  const inventory = inventoryPage(page)
  await expect(page.getByRole('heading', { name: organization, level: 1 })).toBeVisible()
  await expect(inventory.row('Terminal Busan')).toContainText('5 repositories')
  await expect(inventory.offline).toBeVisible()
  await expect(page.getByText(/just now|minute|seconds? ago/).first()).toBeVisible()
  await look(app, 'inventory-offline')

  // The details with the whole access.
  await inventory.search.fill('Terminal Busan')
  await inventory.row('Terminal Busan').getByText('Terminal Busan', { exact: true }).click()
  const details = page.getByRole('complementary', { name: 'Token details' })
  await expect(details.getByText(`pull from ${organization}/edge-gateway`)).toBeVisible()
  const edit = details.getByRole('button', { name: 'Edit' })
  await expect(edit).toHaveAccessibleDescription(reason)
  await edit.press('Enter')
  await expect(page).toHaveURL(/\/tokens\/[^/]+$/)

  // What changes the server is disabled and says why: in the menu, with the keyboard, and for several at once.
  await details.getByRole('button', { name: 'More for Terminal Busan' }).press('Enter')
  for (const name of ['Rotate', 'Deactivate', 'Delete']) {
    const item = page.getByRole('menuitem', { name })
    await expect(item).toHaveAttribute('aria-disabled', 'true')
    await expect(item).toContainText(reason)
  }
  await expect(page.getByRole('menuitem', { name: 'Duplicate' })).not.toHaveAttribute('aria-disabled')
  await look(app, 'menu-offline')
  await page.getByRole('menuitem', { name: 'Delete' }).click({ force: true })
  await expect(page.getByRole('alertdialog')).toHaveCount(0)
  await page.keyboard.press('Escape')
  await expect(page.getByRole('menu')).toHaveCount(0)
  await inventory.row('Terminal Busan').getByRole('checkbox').check()
  for (const name of ['Deactivate', 'Delete'])
    await expect(page.getByRole('button', { name, exact: true })).toHaveAccessibleDescription(reason)
  await page.getByRole('button', { name: 'Clear selection' }).click()

  // A secret that is kept here can be read: no server has a part in it.
  await inventory.search.fill(label)
  await inventory.row(label).getByText(label, { exact: true }).click()
  await details.getByRole('button', { name: 'Use secret' }).click()
  const secret = secretPage(page)
  await secret.show.click()
  const host = new URL(hub.url).host
  const id = /tokens\/([^/]+)\/secret/.exec(page.url())?.[1] ?? ''
  await expect(secret.secret).toHaveText((await keyring.lookup(`token/${host}/${organization}/${id}`)) ?? '-')
  await secret.done.click()

  // Nothing about the organization is on the disk in clear.
  const folder = join(userData, 'inventory')
  const files = await readdir(folder)
  expect(files.length).toBeGreaterThan(0)
  for (const file of files) {
    expect(file).not.toContain(organization)
    expect(await readFile(join(folder, file), 'latin1')).not.toMatch(/Terminal Busan|harborline/)
  }

  // Asked for a new token, the page tries the server once more, in vain. Then the server comes back, and nobody asks.
  await inventory.generate.press('Enter')
  await expect(page.getByRole('textbox', { name: 'Label' })).toHaveCount(0)
  await expect(inventory.refresh).toBeEnabled()
  await expect(inventory.offline).toBeVisible()
  await hub.start()
  await expect(page.getByText('Offline', { exact: true })).toHaveCount(0, { timeout: 20_000 })
  await expect(inventory.generate).not.toHaveAttribute('aria-disabled')
})

test('without a keychain the inventory lives in memory, and says so', async ({ start, hub }) => {
  const app = await start({
    env: { DBUS_SESSION_BUS_ADDRESS: 'unix:path=/nonexistent', DBUS_SYSTEM_BUS_ADDRESS: undefined },
  })
  const inventory = await connectPage(app.page).signInTo(hub.url, hub.owner, organization)
  await expect(inventory.row('Terminal Busan')).toContainText('5 repositories')
  await expect(app.page.getByText('will not open offline')).toBeVisible()
  await look(app, 'inventory-memory-only')
})

test('a damaged copy is set aside and told of, and the one before it is shown', async ({
  start,
  hub,
  userData,
}) => {
  const first = await start()
  const connect = connectPage(first.page)
  await connect.fillServer(hub.url, hub.owner.username, hub.owner.password)
  await connect.keep.check()
  await connect.signIn.click()
  const before = inventoryPage(first.page)
  await before.open(organization)
  await expect(before.row('Terminal Busan')).toContainText('5 repositories')
  await first.quit()
  await hub.stop()

  // The largest holds the tokens. Half of it is lost.
  const folder = join(userData, 'inventory')
  const copies = (await readdir(folder))
    .filter((file) => file.endsWith('.json'))
    .map((file) => join(folder, file))
  const [largest = ''] = copies.toSorted((one, other) => statSync(other).size - statSync(one).size)
  await truncate(largest, statSync(largest).size / 2)

  const app = await start()
  await expect(app.page.getByText(/A damaged file was set aside as .*\.corrupt-/)).toBeVisible()
  await expect(inventoryPage(app.page).row('Terminal Busan')).toBeVisible()
  await look(app, 'inventory-damaged')
  expect((await readdir(folder)).filter((file) => file.includes('.corrupt-'))).toHaveLength(1)
})

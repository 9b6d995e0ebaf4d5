// Kept signed in, and the server gone: the inventory opens from this computer, says so, and comes back by itself.
import { readFile, readdir } from 'node:fs/promises'
import { join } from 'node:path'
import { connectPage } from './pages/connect.ts'
import { inventoryPage } from './pages/inventory.ts'
import { expect, look, test } from './story.ts'

const organization = 'harborline'

test('the inventory opens without the server, marked Offline with its age', async ({
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

  const app = await start()
  const inventory = inventoryPage(app.page)
  await expect(app.page.getByRole('heading', { name: organization, level: 1 })).toBeVisible()
  await expect(inventory.row('Terminal Busan')).toContainText('5 repositories')
  await expect(inventory.offline).toBeVisible()
  await expect(app.page.getByText(/just now|minute|seconds? ago/).first()).toBeVisible()
  await look(app, 'inventory-offline')
  // Reading works in full; what changes the server says why it does not.
  await inventory.search.fill('service catalogue')
  await expect(inventory.rows).toHaveCount(1)
  await inventory.generate.press('Enter')
  await expect(app.page.getByRole('textbox', { name: 'Label' })).toHaveCount(0)

  // Nothing about the organization is on the disk in clear.
  const folder = join(userData, 'inventory')
  const files = await readdir(folder)
  expect(files.length).toBeGreaterThan(0)
  for (const file of files) {
    expect(file).not.toContain(organization)
    expect(await readFile(join(folder, file), 'latin1')).not.toMatch(/Terminal Busan|harborline/)
  }

  // Asked for a new token, the page has tried the server once more, in vain.
  await expect(inventory.refresh).toBeEnabled()

  // The server comes back; the kept sign-in does the rest.
  await app.page.keyboard.press('Escape')
  await hub.start()
  await inventory.refresh.click()
  await expect(inventory.offline).toHaveCount(0)
})

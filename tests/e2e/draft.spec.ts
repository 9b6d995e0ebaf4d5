// The form of the wizard outlives the window, the app, and the app's sudden death.
import { once } from 'node:events'
import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { connectPage } from './pages/connect.ts'
import { inventoryPage } from './pages/inventory.ts'
import { wizardPage } from './pages/wizard.ts'
import { expect, look, test } from './story.ts'

const organization = 'harborline'

test('a draft survives leaving the page and a kill -9, and can be thrown away', async ({
  start,
  userData,
}) => {
  const first = await start()
  const inventory = await connectPage(first.page).openDemo()
  await inventory.open(organization)
  const wizard = await inventory.openWizard()
  await wizard.label.fill('Half done')
  await wizard.next.click()
  await wizard.expire('90 days')
  await wizard.next.click()
  await wizard.add('access-api')
  await first.page.getByRole('button', { name: 'Close' }).click()
  await inventory.openWizard()
  await expect(first.page.getByText('Draft restored')).toBeVisible()

  await wizard.next.click()
  await wizard.management.check()
  await wizard.scope('Invite Read').check()
  // A moment later it is on the disk, where a kill cannot reach it.
  const onDisk = () => readFile(join(userData, 'state', 'drafts.json'), 'utf8')
  await expect.poll(onDisk).toContain('scope-invite-read')
  const died = once(first.electron.process(), 'exit')
  first.electron.process().kill('SIGKILL')
  await died

  const app = await start()
  const again = inventoryPage(app.page)
  const page = wizardPage(app.page)
  // It opens where the owner was: in the wizard.
  await expect(app.page.getByText('Draft restored')).toBeVisible()
  await expect(page.scope('Invite Read')).toBeChecked()
  await look(app, 'wizard-draft-restored')
  await page.back.click()
  await expect(app.page.getByText(`${organization}/access-api`).first()).toBeVisible()
  await page.back.click()
  await page.back.click()
  await expect(page.label).toHaveValue('Half done')

  await app.page.getByRole('button', { name: 'Start over' }).click()
  await expect(page.label).toHaveValue('')
  await app.page.getByRole('button', { name: 'Undo' }).click()
  await expect(page.label).toHaveValue('Half done')
  await app.page.getByRole('button', { name: 'Start over' }).click()
  await app.page.getByRole('button', { name: 'Close' }).first().click()
  await expect(again.generate).toBeVisible()
})

// What happened in an organization: its audit log with what changed, the use of its tokens, and both without the server.
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { connectPage } from './pages/connect.ts'
import { answerSaveDialog } from './pages/export.ts'
import { expect, look, test } from './story.ts'

const organization = 'harborline'

test('the audit log and the use of tokens: filtered, searched, followed to the token, and read offline', async ({
  start,
  hub,
  userData,
}) => {
  const app = await start()
  const { page } = app
  await connectPage(page).signInTo(hub.url, hub.owner, organization)
  const id = hub.idOf(organization, 'Terminal Busan')
  await hub.changeToken(organization, id, { label: 'Terminal Busan (quay 7)' })

  await page.getByRole('link', { name: 'Activity', exact: true }).click()
  await expect(page.getByRole('heading', { name: 'Activity', level: 1 })).toBeVisible()
  await page.getByRole('combobox', { name: 'Organization' }).selectOption(organization)
  const changes = page.getByRole('table', { name: `Changes in ${organization}` })
  const rows = changes.getByRole('row').filter({ has: page.getByRole('cell') })
  await expect(rows.first()).toContainText('renamed from “Terminal Busan”')
  await expect(rows.first()).toContainText(hub.owner.username)
  await look(app, 'activity')

  // In full, by keyboard.
  await rows
    .first()
    .getByRole('button', { name: /^Details/ })
    .press('Enter')
  const details = page.getByRole('dialog')
  await expect(details).toContainText('renamed from “Terminal Busan”')
  await page.keyboard.press('Escape')
  await expect(details).toHaveCount(0)

  // What the server looks for, and what is searched in what is here.
  await page.getByRole('combobox', { name: 'What happened' }).selectOption('Deactivated')
  await expect(rows.first()).toContainText('deactivated')
  await page.getByRole('searchbox').fill('lost ship')
  await expect(page.getByRole('heading', { name: 'Nothing matches' })).toBeVisible()
  await page.getByRole('searchbox').fill('lost')
  await expect(rows).toHaveCount(1)
  await expect(rows.first()).toContainText('Laptop that was lost')

  // What was found, as a file.
  const file = join(userData, 'deactivated.json')
  await answerSaveDialog(app, file)
  await page.getByRole('button', { name: 'Export' }).click()
  await page.getByRole('menuitem', { name: 'As JSON…' }).click()
  await page.getByRole('button', { name: 'Dismiss' }).click()
  const { rows: written } = JSON.parse(readFileSync(file, 'utf8')) as { rows: { about: string }[] }
  expect(written.map(({ about }) => about)).toContain('Laptop that was lost')
  await page.getByRole('button', { name: 'Clear filters' }).click()
  await expect(page.getByRole('searchbox')).toHaveValue('')

  // The use, with the one that does not fit.
  await page.getByRole('tab', { name: 'Changes' }).press('ArrowRight')
  const uses = page.getByRole('table', { name: `Use of images in ${organization}` })
  const strange = uses.getByRole('row').filter({ hasText: 'curl/7.88.1' })
  await expect(strange).toContainText('Pipeline: platform')
  await expect(strange).toContainText('Unusual')
  await look(app, 'activity-use')

  // The token itself, what it was used for, and everything about it; back is back.
  await strange.getByRole('link', { name: 'Pipeline: platform' }).click()
  const drawer = page.getByRole('complementary', { name: 'Token details' })
  await expect(drawer.getByRole('region', { name: 'Recent use' }).getByRole('listitem')).toHaveCount(5)
  await look(app, 'details-recent-use')
  await drawer.getByRole('link', { name: 'All activity' }).click()
  await expect(page.getByRole('button', { name: /^Only the token Pipeline: platform/ })).toBeVisible()
  await expect(rows).toHaveCount(1)
  await page.goBack()
  await page.goBack()
  await expect(strange).toBeVisible()

  // What was seen stays readable.
  await hub.stop()
  await page.getByRole('button', { name: 'Refresh' }).click()
  await expect(page.getByText('Offline', { exact: true })).toBeVisible()
  await expect(strange).toBeVisible()
  await look(app, 'activity-offline')
  await page.getByRole('combobox', { name: 'What happened' }).selectOption('Deletions')
  await expect(page.getByRole('heading', { name: 'The server cannot be reached' })).toBeVisible()
  await hub.start()
  await page.getByRole('button', { name: 'Try again' }).click()
  await expect(page.getByRole('heading', { name: 'Nothing matches' })).toBeVisible()
})

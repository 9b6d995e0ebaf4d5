// Comparing: a snapshot by itself, a review by the owner, and what became of the tokens since, with and without the server.
import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { comparisonReport } from '../../electron/reports/form.ts'
import { comparePage } from './pages/compare.ts'
import { connectPage } from './pages/connect.ts'
import { answerSaveDialog, exportDialog } from './pages/export.ts'
import { inventoryPage } from './pages/inventory.ts'
import { expect, look, test } from './story.ts'

const organization = 'harborline'

test('what changed since the last review is listed, exported, and there without the server', async ({
  start,
  hub,
  userData,
}) => {
  const app = await start()
  const { page } = app
  const connect = connectPage(page)
  await connect.fillServer(hub.url, hub.owner.username, hub.owner.password)
  await connect.keep.check()
  await connect.signIn.click()
  const inventory = inventoryPage(page)
  await inventory.open(organization)
  await expect(inventory.row('Terminal Busan')).toContainText('5 repositories')
  const compare = comparePage(page)
  await compare.link.click()
  await expect(page.getByRole('heading', { name: /^Nothing has changed since/ })).toBeVisible()
  await look(app, 'compare-empty')
  await compare.organization.selectOption(organization)
  await compare.markReviewed('Autumn review')

  const idOf = (label: string) => hub.idOf(organization, label)
  await hub.changeToken(organization, idOf('Terminal Busan'), { label: 'Terminal Busan, pier 2' })
  await hub.changeToken(organization, idOf('Vulnerability scanner'), { is_active: false })
  await hub.changeToken(organization, idOf('Terminal Hamburg'), { description: 'Moved to the new site' })
  await hub.deleteToken(organization, idOf('Chaos tests'))
  await inventory.open(organization)
  await inventory.refresh.click()
  await expect(inventory.row('Terminal Busan, pier 2')).toBeVisible()
  await compare.link.click()
  await expect(compare.row('Terminal Busan, pier 2')).toContainText('Renamed: it was “Terminal Busan”.')
  await expect(compare.row('Vulnerability scanner')).toContainText('Deactivated.')
  await expect(compare.row('Terminal Hamburg')).toContainText('changed to “Moved to the new site”')
  await expect(compare.row('Chaos tests')).toContainText('It is not on the server any more.')
  await expect(compare.group(organization)).toContainText('reviewed: Autumn review')
  await expect(compare.kind('Changed')).toContainText('3')
  await look(app, 'compare')

  // The page is in its address.
  await compare.kind('Changed').press('Space')
  await expect(compare.row('Terminal Hamburg')).toHaveCount(0)
  await page.goBack()
  await expect(compare.row('Terminal Hamburg')).toBeVisible()

  await compare.exportChanges.click()
  const save = exportDialog(page)
  await save.choose('JSON')
  await answerSaveDialog(app, join(userData, 'changes.json'))
  await save.save.click()
  await expect(page.getByText('Saved changes.json')).toBeVisible()
  await save.dismissNews()
  const report = comparisonReport.parse(JSON.parse(await readFile(join(userData, 'changes.json'), 'utf8')))
  expect(report.counts).toMatchObject({ deleted: 1, changed: 3 })
  expect(report.organizations.find((one) => one.organization === organization)).toMatchObject({
    review: 'Autumn review',
  })
  await app.quit()
  await hub.stop()

  const offline = await start()
  const again = comparePage(offline.page)
  await expect(again.row('Terminal Busan, pier 2')).toContainText('Renamed: it was “Terminal Busan”.')
  const earlier = await again.from.getByRole('option').allTextContents()
  expect(earlier).toHaveLength(3)
  expect(earlier[1]).toMatch(/reviewed: Autumn review$/)
  await again.row('Terminal Busan, pier 2').getByRole('link').click()
  await expect(offline.page.getByRole('heading', { name: 'Terminal Busan, pier 2' })).toBeVisible()
})

// Exporting: the same tokens as CSV, JSON and PDF, each read back by a reader that is not ours.
import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { tokensReport } from '../../electron/reports/form.ts'
import { fromRoot } from '../../build/project.ts'
import { readCsv } from '../support/csv.ts'
import { run } from '../support/run.ts'
import { connectPage } from './pages/connect.ts'
import { answerPrintDialog, answerSaveDialog, exportDialog } from './pages/export.ts'
import { expect, look, test } from './story.ts'

const organization = 'harborline'
const hostile = '=HYPERLINK("http://x","y") <b>&amp; bold</b>'
/** Where a line was broken says nothing; pdftotext takes a hyphen at its end away. */
const unbroken = (text: string) => text.replaceAll(/[\s-]+/g, '')

test('an organization’s tokens are exported in three forms with the same content, without the server', async ({
  start,
  hub,
  userData,
}) => {
  await hub.changeToken(organization, hub.idOf(organization, 'Terminal Busan'), { label: hostile })
  const app = await start()
  const { page } = app
  const inventory = await connectPage(page).signInTo(hub.url, hub.owner, organization)
  await expect(inventory.row(hostile)).toContainText('5 repositories')
  await hub.stop()

  const save = exportDialog(page)
  const file = (ending: string) => join(userData, `report.${ending}`)
  await save.open()
  await save.choose('JSON')
  await save.withKept.check()
  await answerSaveDialog(app, null)
  await save.save.click()
  await expect(save.save).toBeVisible()
  await answerSaveDialog(app, file('json'))
  await save.save.click()
  await expect(page.getByText('Saved report.json')).toBeVisible()
  await save.dismissNews()
  const report = tokensReport.parse(JSON.parse(await readFile(file('json'), 'utf8')))
  expect(report.tokens.length).toBeGreaterThan(10)
  expect(report.counts.accessUnknown).toBe(0)
  expect(report.madeBy).toEqual([{ account: hub.owner.username, server: hub.url }])
  const parts = report.tokens.flatMap(({ label, id, access }) => [
    ...[label, id, ...(access?.words ?? [])],
    ...(access?.resources ?? []).flatMap(({ path, scopes }) => [path, ...scopes]),
  ])
  expect(parts).toContain(hostile)

  await save.open()
  await save.choose('CSV')
  await answerSaveDialog(app, file('csv'))
  await save.save.press('Enter')
  await expect(page.getByText('Saved report.csv')).toBeVisible()
  await save.dismissNews()
  const csv = await readFile(file('csv'), 'utf8')
  const records = readCsv(csv.replace('\uFEFF', ''))
  expect(records.map((record) => record[1])).toEqual([
    'Label',
    ...report.tokens.map(({ label }) => (label === hostile ? `'${hostile}` : label)),
  ])
  const cells = records.flat().join('\n')
  for (const part of parts) expect(cells).toContain(part)

  await save.open()
  await save.choose('PDF')
  await look(app, 'export-pdf')
  await answerSaveDialog(app, file('pdf'))
  await save.save.click()
  await expect(page.getByText('Saved report.pdf')).toBeVisible()
  await save.dismissNews()
  const { output, code } = await run('pdftotext', ['-raw', '-enc', 'UTF-8', file('pdf'), '-'])
  expect(code, output).toBe(0)
  const text = unbroken(output)
  for (const part of parts) expect(text).toContain(unbroken(part))
  expect(text).toContain(unbroken(`${hub.owner.username} at ${hub.url}`))
  expect(text).toMatch(/Page1of\d/)
  await run('pdftoppm', ['-r', '70', '-png', file('pdf'), fromRoot('test-results', 'screens', 'report')])
})

test('what is on show is exported, printed, and shown in its folder', async ({ start, userData }) => {
  const app = await start()
  const { page } = app
  const inventory = await connectPage(page).openDemo()
  await inventory.open(organization)
  await expect(inventory.row('Terminal Busan')).toContainText('5 repositories')
  await inventory.search.fill('terminal')
  const count = await inventory.rows.count()
  const save = exportDialog(page)
  await save.open()
  await expect(save.what(`The ${count} tokens on show`)).toBeChecked()
  await save.choose('PDF')
  const printed = await answerPrintDialog(app)
  await save.print.click()
  await expect(save.dialog).toBeHidden()
  expect(await printed()).toBe(1)

  await save.open()
  await save.choose('CSV')
  await look(app, 'export-on-show')
  await answerSaveDialog(app, join(userData, 'some.csv'))
  await save.save.click()
  await app.electron.evaluate(({ shell }) => {
    shell.showItemInFolder = (path) => void Object.assign(globalThis, { shown: path })
  })
  await page.getByRole('button', { name: 'Show in folder' }).click()
  await expect
    .poll(() => app.electron.evaluate(() => (globalThis as unknown as { shown: string }).shown))
    .toBe(join(userData, 'some.csv'))
  const records = readCsv((await readFile(join(userData, 'some.csv'), 'utf8')).replace('\uFEFF', ''))
  expect(records).toHaveLength(count + 1)
  expect(records[1]?.at(-1)).toBe('Search “terminal”')
})

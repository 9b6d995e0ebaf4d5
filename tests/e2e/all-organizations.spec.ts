// One table over all organizations: filters and views that the address holds, groups, bulk acts, and the keyboard alone.
import { connectPage } from './pages/connect.ts'
import { tablePage } from './pages/table.ts'
import { expect, look, test } from './story.ts'

test('all organizations in one table: filtered, kept as a view, grouped, and acted on together', async ({
  start,
  hub,
}) => {
  const app = await start()
  const { page } = app
  const table = tablePage(page)
  await connectPage(page).signInTo(hub.url, hub.owner, 'harborline')
  await page.getByRole('link', { name: 'meadowlark' }).click()
  await expect(page.getByText('9 of 10').first()).toBeVisible()
  await table.all.click()
  await expect(table.heading).toBeVisible()
  await expect(table.shown).toHaveText('71 of 71 tokens shown')

  // Filters combine, each as a chip; the address has them.
  await table.choose('Add filter', 'Expiring in N days')
  await table.expectQuery('expiringIn', '30')
  await page.getByRole('spinbutton', { name: 'Expiring in how many days' }).fill('60')
  await page.keyboard.press('Enter')
  await table.expectQuery('expiringIn', '60')
  await table.choose('Add filter', 'Can push')
  await expect(table.removeFilter('Can push')).toBeVisible()
  await table.column('Expires').getByRole('button').click()
  await table.expectQuery('sort', 'expires')
  const filtered = (await table.shown.textContent()) ?? ''
  expect(filtered).not.toContain('71 of 71')
  await look(app, 'all-filtered')

  // Kept under a name, and there again after everything was cleared.
  await table.choose('Views', 'Save this view…')
  await page.getByRole('textbox', { name: 'Name' }).fill('Pushes that end soon')
  await page.keyboard.press('Enter')
  await page.getByRole('button', { name: 'Dismiss' }).click()
  await expect(page.locator('[data-toasts] .toast')).toHaveCount(0)
  await table.clear.click()
  await expect(table.shown).toHaveText('71 of 71 tokens shown')
  await page.goBack()
  await expect(table.shown).toHaveText(filtered)
  await page.goForward()
  await expect(table.shown).toHaveText('71 of 71 tokens shown')
  await table.choose('Views', 'Pushes that end soon')
  await expect(table.shown).toHaveText(filtered)
  await table.clear.click()

  // By organization, with its slots; closed ones keep their line.
  await table.group.click()
  await expect(table.groupOf('harborline')).toContainText('62 tokens')
  await table.groupOf('harborline').getByRole('button').click()
  await expect(table.groupOf('harborline')).toHaveAttribute('aria-expanded', 'false')
  await expect(table.groupOf('meadowlark')).toContainText('9 tokens')
  await look(app, 'all-grouped')
  await table.groupOf('harborline').getByRole('button').click()
  await table.group.click()

  // One act over both organizations, with a result for each token.
  await table.search.fill('github')
  await table.expectQuery('search', 'github')
  for (const organization of ['harborline', 'meadowlark'])
    await table.rowsOf(organization).first().getByRole('checkbox').click()
  const toolbar = page.getByRole('toolbar', { name: 'Selected tokens' })
  await expect(toolbar).toContainText('2 selected')
  await toolbar.getByRole('button', { name: 'Delete' }).click()
  const dialog = page.getByRole('alertdialog')
  await expect(dialog).toContainText('harborline')
  await expect(dialog).toContainText('meadowlark')
  await look(app, 'all-delete')
  await dialog.getByRole('button', { name: 'Delete' }).click()
  await expect(dialog).toContainText('All deleted')
  await dialog.getByRole('button', { name: 'Done' }).click()
  expect([hub.count('harborline'), hub.count('meadowlark')]).toEqual([61, 8])
})

test('the table with the keyboard alone, back to what was shown after a restart', async ({ start, hub }) => {
  const app = await start()
  const { page } = app
  const table = tablePage(page)
  const connect = connectPage(page)
  await connect.fillServer(hub.url, hub.owner.username, hub.owner.password)
  await connect.keep.check()
  await connect.signIn.click()
  await page.getByRole('link', { name: 'harborline' }).click()
  await expect(page.getByText('62 of 100').first()).toBeVisible()
  await table.all.focus()
  await page.keyboard.press('Enter')
  await expect(table.grid).toBeVisible()
  // The page that comes takes the focus from the link.
  await expect(page.getByRole('main')).toBeFocused()

  await page.keyboard.press('/')
  await expect(table.search).toBeFocused()
  await page.keyboard.type('pipeline')
  await table.expectQuery('search', 'pipeline')
  await table.grid.focus()
  await page.keyboard.press('ArrowDown')
  await page.keyboard.press('Space')
  await page.keyboard.press('Shift+ArrowDown')
  await expect(page.getByRole('toolbar', { name: 'Selected tokens' })).toContainText('2 selected')
  await page.keyboard.press('Enter')
  const details = page.getByRole('complementary', { name: 'Token details' })
  const heading = details.getByRole('heading', { level: 2 })
  await expect(heading).toBeVisible()
  const first = (await heading.textContent()) ?? ''
  await page.keyboard.press('ArrowDown')
  await expect(heading).not.toHaveText(first)
  await look(app, 'all-details')
  await page.keyboard.press('Shift+F10')
  await expect(page.getByRole('menuitem', { name: 'Delete' })).toBeVisible()
  await page.keyboard.press('Escape')
  await expect(table.grid).toBeFocused()
  const second = (await heading.textContent()) ?? ''
  await app.quit()

  // The address says it all, so it is the same table again.
  const again = await start()
  await expect(tablePage(again.page).search).toHaveValue('pipeline')
  await expect(
    again.page.getByRole('complementary', { name: 'Token details' }).getByRole('heading', { level: 2 }),
  ).toHaveText(second)
})

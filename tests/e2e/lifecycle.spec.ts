// A token's later life in the inventory: its details, deactivating and deleting it, and what others did meanwhile.
import type { Page } from '@playwright/test'
import { connectPage } from './pages/connect.ts'
import { inventoryPage } from './pages/inventory.ts'
import { expect, look, test } from './story.ts'

const organization = 'harborline'

/** The news comes, and is dismissed: it would fade in the middle of the pictures. */
async function dismiss(page: Page, words: string) {
  const news = page.locator('[data-toasts] .toast').filter({ hasText: words })
  await news.getByRole('button', { name: 'Dismiss' }).click()
  await expect(news).toHaveCount(0)
}

test('details beside the table, walked by keyboard; deactivated, then deleted, with what stops', async ({
  start,
}) => {
  const app = await start()
  const { page } = app
  await connectPage(page).demo.click()
  const inventory = inventoryPage(page)
  await inventory.open(organization)

  const first = page.getByRole('row').nth(1)
  const label = (await first.getByRole('link').first().textContent())?.trim() ?? ''
  await first.getByRole('link').first().click()
  const details = page.getByRole('complementary', { name: 'Token details' })
  await expect(details.getByRole('heading', { name: label })).toBeVisible()
  await expect(details.getByRole('list').first()).toBeVisible()
  await look(app, 'details')

  // Down and up walk through the table.
  await page.keyboard.press('ArrowDown')
  await expect(details.getByRole('heading', { level: 2 })).not.toHaveText(label)
  await page.keyboard.press('ArrowUp')
  await expect(details.getByRole('heading', { level: 2 })).toHaveText(label)

  // Deactivating asks, and says what stops.
  await details.getByRole('button', { name: `More for ${label}` }).click()
  await page.getByRole('menuitem', { name: 'Deactivate' }).click()
  const question = page.getByRole('alertdialog')
  await expect(question).toContainText(`Deactivate “${label}”?`)
  await expect(question).toContainText('It can no longer pull from')
  await look(app, 'deactivate')
  await question.getByRole('button', { name: 'Deactivate' }).click()
  await dismiss(page, `“${label}” is deactivated`)
  await expect(details.getByText('Inactive', { exact: true })).toBeVisible()
  await expect(inventory.row(label)).toContainText('Inactive')
  // From then on it can only be deleted.
  await expect(details.getByRole('button', { name: 'Edit' })).toBeHidden()
  await look(app, 'details-inactive')

  // From the row's menu: the keyboard opens it, and the focus comes back.
  const actions = page.getByRole('button', { name: `Actions for ${label}`, exact: true })
  await actions.focus()
  await page.keyboard.press('Enter')
  await expect(page.getByRole('menuitem')).toHaveText(['Delete'])
  await look(app, 'row-menu')
  await page.keyboard.press('Escape')
  await expect(actions).toBeFocused()
  await actions.click()
  await page.getByRole('menuitem', { name: 'Delete' }).click()
  await expect(question).toContainText(`Delete “${label}”?`)
  await look(app, 'delete')
  await question.getByRole('button', { name: 'Delete' }).click()
  await dismiss(page, `“${label}” is deleted`)
  await expect(inventory.row(label)).toHaveCount(0)
  await expect(page.getByText('61 of 100').first()).toBeVisible()
  await expect(details).toContainText('This token is not there any more')
  await look(app, 'details-gone')
  await details.getByRole('button', { name: 'Close details' }).click()
  await expect(details).toHaveCount(0)
})

test('deleted by somebody else meanwhile: said, kept as gone, and taken off the list when asked', async ({
  start,
  hub,
}) => {
  const app = await start()
  const { page } = app
  const inventory = await connectPage(page).signInTo(hub.url, hub.owner, organization)
  const link = page.getByRole('row').nth(1).getByRole('link').first()
  const label = (await link.textContent())?.trim() ?? ''
  const id = (await page.getByRole('row').nth(1).getAttribute('data-token')) ?? ''
  await link.click()
  const details = page.getByRole('complementary', { name: 'Token details' })
  await expect(details.getByRole('list').first()).toBeVisible()

  await hub.deleteToken(organization, id)
  await details.getByRole('button', { name: `More for ${label}` }).click()
  await page.getByRole('menuitem', { name: 'Deactivate' }).click()
  await page.getByRole('alertdialog').getByRole('button', { name: 'Deactivate' }).click()
  await expect(page.getByText('That token does not exist any more')).toBeVisible()
  await expect(details.getByText('Gone', { exact: true })).toBeVisible()
  await expect(details).toContainText('Not on the server any more')
  await expect(inventory.row(label)).toContainText('Gone')
  await dismiss(page, `“${label}” was not deactivated`)
  await look(app, 'deleted-elsewhere')

  await page.getByRole('button', { name: `Actions for ${label}`, exact: true }).click()
  await expect(page.getByRole('menuitem')).toHaveText(['Remove from the list'])
  await page.getByRole('menuitem').click()
  await expect(inventory.row(label)).toHaveCount(0)
  // News with an act stay until they are dismissed.
  await expect(page.getByText(`“${label}” is off the list`)).toBeVisible()
  await look(app, 'gone-off-the-list')
  await dismiss(page, `“${label}” is off the list`)
})

test('several gone at once: all taken off the list together, their secrets as their owner wants, and put back', async ({
  start,
  hub,
}) => {
  const longest =
    'Publishes the customs declarations of every terminal to the partners in Rotterdam, Hamburg and Busan'
  await hub.changeToken(organization, hub.idOf(organization, 'Terminal Busan'), { label: longest })
  const app = await start()
  const { page } = app
  const inventory = await connectPage(page).signInTo(hub.url, hub.owner, organization)
  const wizard = await inventory.openWizard()
  await wizard.fillLeast('Kept and gone')
  const screen = await wizard.finish()
  await screen.done.click()
  await expect(inventory.row('Kept and gone')).toBeVisible()

  for (const label of ['Kept and gone', longest, 'Chaos tests'])
    await hub.deleteToken(organization, hub.idOf(organization, label))
  await inventory.refresh.click()
  await page.getByRole('button', { name: /^Gone/ }).click()
  await expect(inventory.rows).toHaveCount(3)
  await expect(page.getByText('The server does not have these tokens any more.')).toBeVisible()
  await look(app, 'gone-several')

  const ticks = page.getByRole('checkbox', { name: /^Select (?!all)/ })
  const toolbar = page.getByRole('toolbar', { name: 'Selected tokens' })
  await ticks.nth(0).click()
  await expect(toolbar.getByRole('button', { name: 'Remove from the list' })).toBeVisible()
  await look(app, 'gone-selected')
  await toolbar.getByRole('button', { name: 'Clear selection' }).click()

  const dialog = page.getByRole('alertdialog')
  await page.getByRole('button', { name: 'Remove all 3…' }).click()
  await expect(dialog).toContainText('Remove 3 tokens?')
  await look(app, 'gone-asked')
  await dialog.getByRole('button', { name: 'Remove, keep secrets' }).click()
  await expect(dialog).toContainText('All removed from the list')
  await look(app, 'gone-removed')
  await dialog.getByRole('button', { name: 'Undo' }).click()
  await dismiss(page, '3 tokens are back on the list')
  await expect(inventory.rows).toHaveCount(3)

  await page.getByRole('button', { name: 'Remove all 3…' }).click()
  await dialog.getByRole('button', { name: 'Remove secrets too' }).click()
  await expect(dialog).toContainText('All removed from the list')
  await expect(dialog.getByRole('button', { name: 'Undo' })).toHaveCount(0)
  await dialog.getByRole('button', { name: 'Done' }).click()
  await expect(inventory.rows).toHaveCount(0)
  await look(app, 'gone-none-left')
})

test('the server is away: the details can be read, and what changes the server says why it waits', async ({
  start,
  hub,
}) => {
  const app = await start()
  const { page } = app
  const inventory = await connectPage(page).signInTo(hub.url, hub.owner, organization)
  await page.getByRole('row').nth(1).getByRole('link').first().click()
  const details = page.getByRole('complementary', { name: 'Token details' })
  await expect(details.getByRole('list').first()).toBeVisible()
  await hub.stop()
  await inventory.refresh.click()
  await expect(inventory.offline).toBeVisible()
  await expect(details.getByRole('list').first()).toBeVisible()
  await expect(details.getByRole('button', { name: 'Edit' })).toBeDisabled()
  await look(app, 'details-offline')
  await details.getByRole('button', { name: /^More for/ }).click()
  await expect(page.getByRole('menuitem', { name: 'Deactivate' })).toBeDisabled()
})

test('several at once: a result for each; what the server could not do is tried again', async ({
  start,
  hub,
}) => {
  const app = await start()
  const { page } = app
  await connectPage(page).signInTo(hub.url, hub.owner, organization)
  const ticks = page.getByRole('checkbox', { name: /^Select (?!all)/ })
  const toolbar = page.getByRole('toolbar', { name: 'Selected tokens' })
  const dialog = page.getByRole('alertdialog')

  // A span with Shift.
  await ticks.nth(0).click()
  await ticks.nth(2).click({ modifiers: ['Shift'] })
  await expect(toolbar).toContainText('3 selected')
  await look(app, 'selection')
  await toolbar.getByRole('button', { name: 'Deactivate' }).click()
  await expect(dialog).toContainText('Deactivate 3 tokens?')
  await look(app, 'bulk-asked')
  await dialog.getByRole('button', { name: 'Deactivate' }).click()
  await expect(dialog).toContainText('All deactivated')
  await look(app, 'bulk-done')
  await dialog.getByRole('button', { name: 'Done' }).click()
  await expect(page.getByRole('button', { name: /^Inactive/ })).toContainText('8')

  // The server goes away before they are deleted, and comes back.
  await toolbar.getByRole('button', { name: 'Delete' }).click()
  await hub.stop()
  await dialog.getByRole('button', { name: 'Delete' }).click()
  await expect(dialog).toContainText('3 tokens could not be deleted')
  await look(app, 'bulk-failed')
  await hub.start()
  await dialog.getByRole('button', { name: 'Try again' }).click()
  await expect(dialog).toContainText('All deleted')
  await dialog.getByRole('button', { name: 'Done' }).click()
  expect(hub.count(organization)).toBe(59)
  await expect(page.getByText('59 of 100').first()).toBeVisible()
  await expect(toolbar).toHaveCount(0)
})

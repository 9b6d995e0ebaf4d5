// The wizard without a mouse, and every page looked at by axe in both themes, with a picture of each.
import type { Page } from '@playwright/test'
import { connectPage } from './pages/connect.ts'
import { inventoryPage } from './pages/inventory.ts'
import { secretPage } from './pages/secret.ts'
import { expect, look, test } from './story.ts'

const organization = 'harborline'

/** Tab (or Shift+Tab) until the focus is on what has this role and name; fails when it never comes there. */
async function tabTo(
  page: Page,
  role: 'button' | 'textbox' | 'checkbox' | 'radio' | 'link' | 'combobox',
  name: string | RegExp,
  key: 'Tab' | 'Shift+Tab' = 'Tab',
) {
  const target = page.getByRole(role, { name }).first()
  for (let pressed = 0; pressed < 60; pressed += 1) {
    if (await target.evaluate((element) => element.matches(':focus')).catch(() => false)) return
    await page.keyboard.press(key)
  }
  throw new Error(`${key} never reached the ${role} "${String(name)}"`)
}

test('a token is made with the keyboard alone, and every page passes axe in both themes', async ({
  start,
}) => {
  const app = await start()
  const { page } = app
  await expect(connectPage(page).demo).toBeVisible()
  await look(app, 'connect')
  await tabTo(page, 'button', 'Another server')
  await page.keyboard.press('Enter')
  await expect(connectPage(page).address).toBeFocused()
  await look(app, 'connect-server')
  await tabTo(page, 'button', 'Back')
  await page.keyboard.press('Enter')

  await tabTo(page, 'button', 'Try the demo organization')
  await page.keyboard.press('Enter')
  await expect(inventoryPage(page).row('Terminal Busan')).toContainText('5 repositories')
  await look(app, 'inventory')

  await page.locator('body').press('Control+f')
  await expect(inventoryPage(page).search).toBeFocused()
  await page.keyboard.type('no token is called this')
  await look(app, 'inventory-no-match')
  await page.keyboard.press('Control+a')
  await page.keyboard.press('Delete')

  // It stands before the search, which stands before the table.
  await tabTo(page, 'button', 'Generate access token', 'Shift+Tab')
  await page.keyboard.press('Enter')
  await tabTo(page, 'textbox', 'Label')
  await look(app, 'wizard-1')
  // Going on without a label: told at the field, with the focus there.
  await tabTo(page, 'button', 'Next')
  await page.keyboard.press('Enter')
  await expect(page.getByRole('textbox', { name: 'Label' })).toBeFocused()
  await look(app, 'wizard-1-problem')
  await page.keyboard.type('Made by keyboard')
  await tabTo(page, 'textbox', 'Description')
  await page.keyboard.type('No mouse was near')
  await tabTo(page, 'button', 'Next')
  await page.keyboard.press('Enter')

  await tabTo(page, 'radio', '30 days')
  await page.keyboard.press('ArrowDown')
  await page.keyboard.press('Space')
  await look(app, 'wizard-2')
  await tabTo(page, 'button', 'Next')
  await page.keyboard.press('Enter')

  await tabTo(page, 'checkbox', 'Read public repositories')
  await page.keyboard.press('Space')
  await tabTo(page, 'button', 'Add repository')
  await page.keyboard.press('Enter')
  await page.keyboard.type('access-api')
  await expect(page.getByRole('option', { name: /^access-api\b/ })).toBeVisible()
  await look(app, 'wizard-3-add')
  await page.keyboard.press('ArrowDown')
  await page.keyboard.press('Enter')
  await page.keyboard.press('Escape')
  await expect(page.getByRole('dialog')).toHaveCount(0)
  await tabTo(page, 'radio', 'Image Pull')
  await page.keyboard.press('ArrowRight')
  await expect(page.getByRole('radio', { name: 'Image Push' })).toBeChecked()
  await look(app, 'wizard-3')
  await tabTo(page, 'button', 'Next')
  await page.keyboard.press('Enter')

  await tabTo(page, 'checkbox', /Allow management access/)
  await page.keyboard.press('Space')
  await tabTo(page, 'checkbox', 'Group Edit')
  await page.keyboard.press('Space')
  await expect(page.getByRole('checkbox', { name: 'Group Read' })).toBeChecked()
  await look(app, 'wizard-4')
  // Back and forth, nothing lost.
  await tabTo(page, 'button', 'Back')
  await page.keyboard.press('Enter')
  await expect(page.getByRole('radio', { name: 'Image Push' })).toBeChecked()
  await tabTo(page, 'button', 'Next')
  await page.keyboard.press('Enter')
  await expect(page.getByRole('checkbox', { name: 'Group Edit' })).toBeChecked()
  await tabTo(page, 'button', 'Next')
  await page.keyboard.press('Enter')

  await look(app, 'wizard-5')
  await tabTo(page, 'button', 'Generate token')
  await page.keyboard.press('Enter')

  await expect(secretPage(page).show).toBeVisible()
  await look(app, 'secret')
  await tabTo(page, 'button', 'Show token')
  await page.keyboard.press('Enter')
  await expect(secretPage(page).hide).toBeVisible()
  await look(app, 'secret-shown')
  await tabTo(page, 'button', 'Done')
  await page.keyboard.press('Enter')
  await expect(page.getByRole('heading', { name: organization, level: 1 })).toBeVisible()
  await expect(inventoryPage(page).row('Made by keyboard')).toContainText('Kept here')
})

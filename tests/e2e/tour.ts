// A walk through every page and the main dialogs of the demo, for whoever looks at all of them in one way.
import type { Page } from '@playwright/test'
import { connectPage } from './pages/connect.ts'
import { inventoryPage } from './pages/inventory.ts'
import { tablePage } from './pages/table.ts'
import { wizardPage } from './pages/wizard.ts'
import { expect } from './story.ts'

const organization = '/a/demo/o/harborline'

/**
 * From a first start on; `stop` is called at each page as soon as it is whole, with a name of its own. `label`: of the
 * token that is made.
 */
export async function tour(page: Page, label: string, stop: (name: string) => Promise<void>): Promise<void> {
  await expect(connectPage(page).demo).toBeVisible()
  await stop('connect')
  await connectPage(page).anotherServer.click()
  await expect(connectPage(page).address).toBeFocused()
  await stop('connect-server')
  await page.getByRole('button', { name: 'Back' }).click()
  await connectPage(page).openDemo()
  await expect(page.getByRole('row').first()).toBeVisible()
  const token = await tables(page, stop)
  await wizard(page, label, stop)
  await ofToken(page, token, label, stop)
  await review(page, stop)
  await overlays(page, stop)
}

type Stop = (name: string) => Promise<void>

const go = (page: Page, address: string) => page.evaluate(`location.hash = ${JSON.stringify(address)}`)
const heading = (page: Page, name: string | RegExp) => page.getByRole('heading', { name, level: 1 })
const menuItem = (page: Page, name: string | RegExp) => page.getByRole('menuitem', { name })

/** A dialog or a menu is looked at and left. */
async function over(page: Page, name: string, role: 'dialog' | 'alertdialog' | 'menu', stop: Stop) {
  await expect(page.getByRole(role)).toBeVisible()
  await stop(name)
  await page.keyboard.press('Escape')
  await expect(page.getByRole(role)).toHaveCount(0)
}

/** Answers with the address of a token. */
async function tables(page: Page, stop: Stop): Promise<string> {
  await go(page, organization)
  const { row } = inventoryPage(page)
  await expect(row('Terminal Busan')).toContainText('5 repositories')
  const href = await row('Terminal Busan').getByRole('link').first().getAttribute('href')
  const token = (href ?? '').replace('#', '')
  await stop('inventory')
  await page.getByRole('button', { name: 'More', exact: true }).click()
  await over(page, 'inventory-more', 'menu', stop)
  await page.getByRole('button', { name: 'Add filter' }).click()
  await over(page, 'add-filter', 'menu', stop)
  await go(page, `${token}?status=active&never=true`)
  await expect(page.getByRole('complementary', { name: 'Token details' })).toContainText('edge-gateway')
  await stop('token')
  await go(page, '/all?group=organization')
  await expect(tablePage(page).groupOf('harborline')).toContainText('62 tokens')
  await stop('all')
  await tablePage(page).grid.getByRole('checkbox').nth(2).check()
  await stop('all-selected')
  await page.getByRole('toolbar', { name: 'Selected tokens' }).getByRole('button', { name: 'Delete' }).click()
  await over(page, 'all-delete', 'alertdialog', stop)
  return token
}

async function wizard(page: Page, label: string, stop: Stop) {
  const form = wizardPage(page)
  await go(page, `${organization}/generate`)
  await expect(form.label).toBeVisible()
  await stop('wizard-1')
  await form.label.fill(label)
  await form.next.click()
  await form.chooseDate('2099-12-31')
  await stop('wizard-2')
  await form.next.click()
  await form.readPublic.check()
  await form.add('access-api', 'access-events')
  await form.allow('access-api', 'Image Push')
  await stop('wizard-3')
  await form.addRepository.click()
  await expect(page.getByRole('option').first()).toBeVisible()
  await over(page, 'wizard-3-add', 'dialog', stop)
  await form.next.click()
  await form.management.check()
  await form.scope('Member Edit').check()
  await stop('wizard-4')
  await form.next.click()
  await expect(form.generate).toBeVisible()
  await stop('wizard-5')
  const secret = await form.finish()
  await secret.show.click()
  await expect(secret.hide).toBeVisible()
  await stop('secret')
  await secret.done.click()
  await expect(heading(page, 'harborline')).toBeVisible()
}

async function ofToken(page: Page, token: string, label: string, stop: Stop) {
  await go(page, '/a/demo/secrets')
  await expect(page.getByRole('row').filter({ hasText: label })).toBeVisible()
  await stop('kept')
  await go(page, `${token}/use`)
  await expect(page.getByRole('button', { name: 'Run docker login' })).toBeVisible()
  await stop('use')
  await go(page, `${token}/edit`)
  await expect(page.getByRole('button', { name: 'Save', exact: true })).toBeVisible()
  await stop('edit')
  await go(page, `${token}/rotate`)
  await expect(page.getByRole('button', { name: 'Rotate', exact: true })).toBeVisible()
  await stop('rotate')
  await go(page, `${organization}/replace`)
  await expect(page.getByRole('list', { name: 'Members' }).getByRole('link').first()).toBeVisible()
  await stop('replace')
}

async function review(page: Page, stop: Stop) {
  await go(page, '/insights')
  await expect(page.getByRole('region', { name: 'Never used' })).toBeVisible()
  await stop('insights')
  await page.getByRole('button', { name: 'Policy', exact: true }).click()
  await over(page, 'policy', 'dialog', stop)
  await go(page, '/activity?organization=harborline&account=demo')
  const rows = page.getByRole('row').filter({ has: page.getByRole('cell') })
  await expect(rows.first()).toBeVisible()
  await stop('activity')
  await rows
    .first()
    .getByRole('button', { name: /^Details/ })
    .click()
  await over(page, 'activity-details', 'dialog', stop)
  await page.getByRole('tab', { name: 'Changes' }).press('ArrowRight')
  await expect(page.getByRole('table', { name: /^Use of images/ })).toBeVisible()
  await expect(rows.first()).toBeVisible()
  await stop('activity-use')
  await go(page, '/compare?organization=harborline&account=demo')
  await expect(heading(page, 'Compare')).toBeVisible()
  await stop('compare')
  await page.getByRole('button', { name: 'Mark as reviewed' }).first().click()
  await over(page, 'mark-reviewed', 'dialog', stop)
}

async function overlays(page: Page, stop: Stop) {
  await go(page, '/settings')
  await expect(heading(page, 'Settings')).toBeVisible()
  await stop('settings')
  await go(page, organization)
  await expect(heading(page, 'harborline')).toBeVisible()
  await page.keyboard.press('Control+k')
  await expect(page.getByRole('option').first()).toBeVisible()
  await over(page, 'palette', 'dialog', stop)
  await page.keyboard.press('Control+/')
  await over(page, 'shortcuts', 'dialog', stop)
  await page.keyboard.press('Control+e')
  await over(page, 'export', 'dialog', stop)
  await page.getByRole('button', { name: 'Actions for Terminal Busan', exact: true }).click()
  await stop('row-menu')
  await menuItem(page, 'Test token').click()
  await over(page, 'test-token', 'dialog', stop)
}

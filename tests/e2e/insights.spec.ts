// What a review finds: fixed by the act beside it, accepted, and kept from coming back by the owner's policy and the
// administrator's.
import { mkdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import type { Page } from '@playwright/test'
import type { App, LaunchOptions } from '../support/app.ts'
import { connectPage } from './pages/connect.ts'
import { insightsPage } from './pages/insights.ts'
import { inventoryPage } from './pages/inventory.ts'
import { expect, look, test } from './story.ts'

/** The news comes, and is dismissed: it would fade in the middle of the pictures. */
async function dismiss(page: Page, words: string) {
  const news = page.locator('[data-toasts] .toast').filter({ hasText: words })
  await news.getByRole('button', { name: 'Dismiss' }).click()
  await expect(news).toHaveCount(0)
}

test('findings are fixed, accepted and filtered; a policy keeps the wizard within it', async ({
  start,
  userData,
}) => {
  const app = await start()
  const { page } = app
  await connectPage(page).demo.click()
  const inventory = inventoryPage(page)
  const insights = insightsPage(page)
  await inventory.open('harborline')
  await expect(inventory.rows.first()).toBeVisible()

  // Over all organizations, those that were never opened included.
  await insights.open()
  await expect(insights.group('Expired, and still taking a slot')).toContainText('meadowlark')
  await expect(insights.group('Can push to all repositories')).toContainText('Jenkins')
  await expect(insights.group('Made by someone who is not an owner')).toContainText('Jenkins')
  await look(app, 'insights')

  // A bar leads to its tokens, and back.
  await page.getByRole('link', { name: 'Never used: 4 tokens' }).click()
  await expect(page.getByRole('heading', { name: 'All organizations', level: 1 })).toBeVisible()
  await expect(inventory.rows).toHaveCount(4)
  await page.goBack()

  // A filter is part of the address: back takes it off.
  await insights.tile('Urgent').click()
  await expect(insights.group('Never used')).toHaveCount(0)
  await page.goBack()
  await expect(insights.group('Never used')).toBeVisible()

  // One organization. Several expired tokens are deleted with one question.
  await insights.organization.selectOption('meadowlark')
  const expired = insights.group('Expired, and still taking a slot')
  await expired.getByRole('button', { name: 'Delete 3 expired tokens' }).click()
  const dialog = page.getByRole('alertdialog')
  await dialog.getByRole('button', { name: 'Delete' }).click()
  await expect(dialog).toContainText('All deleted')
  await dialog.getByRole('button', { name: 'Done' }).click()
  await expect(expired).toHaveCount(0)
  await expect(page.getByText('6 of 10').first()).toBeVisible()

  // What is fine is not told again; it can be undone, and it can be told again.
  const fine = insights.group('Never used').getByRole('button', { name: 'This is fine: Team sync' })
  await fine.click()
  await page.locator('[data-toasts]').getByRole('button', { name: 'Undo' }).click()
  await expect(page.locator('[data-toasts]').getByRole('button', { name: 'Undo' })).toHaveCount(0)
  await expect(insights.group('Never used')).toBeVisible()
  await fine.click()
  await dismiss(page, '“Team sync” is fine')
  await expect(insights.group('Never used')).toHaveCount(0)
  await insights.accepted.click()
  await expect(page.getByText('Accepted just now')).toBeVisible()
  await insights.accepted.scrollIntoViewIfNeeded()
  await look(app, 'insights-accepted')

  // A policy, and what of today is outside of it.
  await insights.policy.click()
  await page.getByLabel('Limit how long a token may live').check()
  await page.getByLabel('No token pushes to all repositories').check()
  await expect(page.getByRole('dialog')).toContainText('outside of it')
  await look(app, 'policy')
  await page.getByRole('button', { name: 'Save policy' }).click()
  await dismiss(page, 'The policy is saved')
  await expect(insights.group('Outside your policy')).toContainText('Build server in the office')

  // The wizard holds to it, and says why.
  await inventory.open('meadowlark')
  const wizard = await inventory.openWizard()
  await wizard.label.fill('Nightly build')
  await wizard.next.click()
  const year = page.getByRole('radio', { name: '365 days' })
  await expect(year).toBeDisabled()
  await expect(year).toHaveAccessibleDescription('Your policy: at most 90 days')
  await expect(page.getByRole('radio', { name: 'None' })).toBeDisabled()
  await look(app, 'policy-wizard')
  await wizard.expire('90 days')
  await wizard.next.click()
  await expect(page.getByRole('radio', { name: 'Push to all' })).toHaveAccessibleDescription(
    'Your policy: no push to all repositories',
  )
  await app.quit()
  await underAnAdministrator(start, join(userData, 'administrator'))
})

/** The same owner again, on a computer whose administrator has rules too; then their file is broken. */
async function underAnAdministrator(start: (options: LaunchOptions) => Promise<App>, folder: string) {
  mkdirSync(folder)
  const rules = (text: string) => writeFileSync(join(folder, 'policy.json'), text)
  const options = { args: [`--policy-folder=${folder}`] }
  rules('{ "version": 1, "tokens": { "longestDays": 60, "noPushToAll": true } }')
  const app = await start(options)
  const { page } = app
  const insights = insightsPage(page)
  await insights.open()
  await expect(page.getByText('Your administrator: at most 60 days')).toBeVisible()
  await insights.policy.click()
  await expect(page.getByLabel('No token pushes to all repositories')).toBeDisabled()
  await expect(page.getByLabel('Longest lifetime in days')).toHaveValue('60')
  await look(app, 'policy-administrator')
  await page.getByRole('button', { name: 'Cancel' }).click()
  await app.quit()

  rules('{ "version": 1, "tokens": { "longestDay": 60 } }')
  const again = await start(options)
  const inventory = inventoryPage(again.page)
  await expect(again.page.getByRole('alert')).toContainText('Your administrator’s policy cannot be read')
  await inventory.open('meadowlark')
  await expect(inventory.row('Team sync')).toBeVisible()
  await expect(again.page.getByRole('button', { name: 'Generate access token' })).toBeDisabled()
  await look(again, 'policy-broken')
}

test('the server is away: everything can be read, and what changes it says why it waits', async ({
  start,
  hub,
}) => {
  const app = await start()
  const { page } = app
  await connectPage(page).signInTo(hub.url, hub.owner, 'meadowlark')
  const insights = insightsPage(page)
  await expect(inventoryPage(page).row('Team sync')).toContainText('management scopes')
  await page.getByRole('button', { name: 'More', exact: true }).click()
  await page.getByRole('menuitem', { name: 'Insights' }).click()
  await expect(insights.group('Never expires')).toContainText('Build server in the office')
  await hub.stop()
  await page.getByRole('button', { name: 'Refresh' }).click()
  await expect(page.getByText('Offline', { exact: true })).toBeVisible()
  await expect(insights.group('Never expires')).toContainText('Build server in the office')
  await expect(page.getByRole('button', { name: 'Rotate Build server in the office' }).first()).toBeDisabled()
  await look(app, 'insights-offline')
})

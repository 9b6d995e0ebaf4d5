// Notifications before tokens expire: told once, also over a restart, leading to the token; and the settings for them.
import { connectPage } from './pages/connect.ts'
import { inventoryPage } from './pages/inventory.ts'
import { tokenDetails } from './pages/rotation.ts'
import { listenToNotifications, settingsPage } from './pages/settings.ts'
import { startSkewedServer } from '../support/skewed-server.ts'
import { expect, look, test } from './story.ts'

test('what expires soon is told of once, and use after a quiet time; a click leads there', async ({
  start,
  hub,
}) => {
  const used = hub.idOf('harborline', 'Production, Dublin')
  hub.age(used, 100)

  const first = await start()
  const heard = await listenToNotifications(first)
  await connectPage(first.page).fillServer(hub.url, hub.owner.username, hub.owner.password)
  await connectPage(first.page).keep.check()
  await connectPage(first.page).signIn.click()
  await inventoryPage(first.page).open('harborline')
  await expect.poll(heard.titles, { timeout: 20_000 }).toContain('8 tokens of harborline expire soon')
  const told = await heard.all()
  expect(told.map(({ title }) => title)).toContain('2 tokens of harborline have expired')
  expect(told.map(({ body }) => body)).toContainEqual(
    expect.stringMatching(/^“Usage report” tomorrow, .* and 5 more\./),
  )
  await settingsPage(first).openFromMenu()
  await heard.click('expire soon')
  await expect(first.page.getByRole('heading', { name: 'harborline', level: 1 })).toBeVisible()
  await expect(inventoryPage(first.page).row('Usage report')).toBeVisible()
  await expect(inventoryPage(first.page).row('Webhook setup')).toHaveCount(0)
  await first.quit()

  const second = await start()
  const again = await listenToNotifications(second)
  const inventory = inventoryPage(second.page)
  await inventory.open('harborline')
  hub.age(used, -100)
  await inventory.refresh.click()
  await expect
    .poll(again.titles, { timeout: 20_000 })
    .toContain('“Production, Dublin” was used again after 100 quiet days')
  expect((await again.titles()).filter((title) => /harborline/.test(title))).toEqual([])
  await again.click('Production, Dublin')
  await expect(tokenDetails(second.page).heading).toHaveText('Production, Dublin')
})

test('settings are saved as they are changed, and Granary goes on in the tray', async ({ start }) => {
  const app = await start()
  const heard = await listenToNotifications(app)
  const inventory = await connectPage(app.page).openDemo()
  await expect(inventory.generate).toBeVisible()
  const settings = settingsPage(app)
  await settings.openFromMenu()
  await expect(settings.tick('harborline')).toBeChecked()
  await look(app, 'settings')

  await settings.tick('60 days').check()
  await expect(settings.saved).toHaveText('Saved')
  await settings.undo.click()
  await expect(settings.saved).toHaveText('Undone')
  await expect(settings.tick('60 days')).not.toBeChecked()
  await settings.tick('Quiet hours').check()
  await settings.until.fill('22:00')
  await settings.until.blur()
  await expect(app.page.getByText('Choose two different times')).toBeVisible()
  await settings.until.fill('06:30')
  await settings.until.blur()
  await expect(settings.saved).toHaveText('Saved')
  await settings.tick('meadowlark').uncheck()
  await look(app, 'settings-notifications')
  // At any hour: it is asked for.
  await settings.test.click()
  await expect.poll(heard.titles).toContain('Notifications work')

  await settings.tick('Show Granary in the tray').check()
  await settings.tick('Keep running in the tray when the window is closed').check()
  await expect(settings.saved).toHaveText('Saved')
  await app.page.close()
  // The page is gone before its window is.
  const windows = () => app.electron.evaluate(({ BrowserWindow }) => BrowserWindow.getAllWindows().length)
  await expect.poll(windows).toBe(0)
  const reopened = app.electron.waitForEvent('window')
  await app.electron.evaluate(({ app: granary }) => granary.emit('activate'))
  const page = await reopened
  const after = settingsPage({ ...app, page })
  await after.openFromMenu()
  await expect(after.until).toHaveValue('06:30')
  await expect(after.tick('meadowlark')).not.toBeChecked()
})

test('what has expired is judged by the server’s clock, and a clock that is off is said once', async ({
  start,
  hub,
}) => {
  const server = await startSkewedServer(hub.url, 3 * 86_400_000)
  const app = await start()
  const connect = connectPage(app.page)
  const inventory = await connect.signInTo(server.url, hub.owner, 'harborline')
  const notice = app.page.getByText('This computer’s clock is 3 days behind')
  await expect(notice).toBeVisible()
  await inventory.search.fill('usage report')
  await expect(inventory.row('Usage report')).toContainText('Expired')
  await inventory.search.fill('staging')
  await expect(inventory.row('Staging')).toContainText('in 2 days')
  await look(app, 'clock-behind')
  await app.page.getByRole('button', { name: 'Dismiss' }).click()
  await expect(notice).toHaveCount(0)
  await inventory.open('meadowlark')
  await expect(inventory.row('Production cluster')).toContainText('Active')
  await expect(notice).toHaveCount(0)
  await server.close()
})

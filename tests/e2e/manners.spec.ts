// A desktop app's manners: the native menu, the palette, links from outside, a second start, and a zoom that stays.
import { connectPage } from './pages/connect.ts'
import { nativeMenu } from './pages/menu.ts'
import { tokenDetails } from './pages/rotation.ts'
import { settingsPage } from './pages/settings.ts'
import type { App } from '../support/app.ts'
import { startAgain } from '../support/second-start.ts'
import { expect, look, test } from './story.ts'

test('menus, palette and links lead to the same places, and the zoom stays', async ({
  start,
  userData,
  display,
}) => {
  const app = await start()
  const { page } = app
  const menu = nativeMenu(app)
  const inventory = await connectPage(page).openDemo()
  await expect(inventory.row('Terminal Busan')).toBeVisible()
  const palette = page.getByRole('combobox', { name: 'What to do or where to go' })
  const option = (name: RegExp) => page.getByRole('option', { name })

  // What cannot be done is greyed out; organizations have their numbers.
  await expect.poll(menu.enabled).toEqual(expect.arrayContaining(['Generate access token', 'meadowlark']))
  expect(await menu.enabled()).not.toContain('Save')

  await menu.choose('Command palette…')
  await expect(palette).toBeFocused()
  await expect(option(/^Generate access token/)).toBeVisible()
  await look(app, 'palette')
  await page.keyboard.type('busan')
  await expect(option(/^Terminal Busan Token/)).toHaveAttribute('aria-selected', 'true')
  await page.keyboard.press('Enter')
  await expect(tokenDetails(page).heading).toHaveText('Terminal Busan')
  const tokenId = /tokens\/([^?]+)/.exec(page.url())?.[1] ?? ''

  await menu.choose('meadowlark')
  await expect(page.getByRole('heading', { name: 'meadowlark', level: 1 })).toBeVisible()
  await page.keyboard.press('Control+k')
  await expect(option(/^Terminal Busan Token/)).toHaveAttribute('aria-selected', 'true')
  await page.keyboard.press('Escape')

  // Generating is asked for anywhere: where, if the page does not say.
  await settingsPage(app).openFromMenu()
  await page.keyboard.press('Control+n')
  await expect(page.getByRole('combobox', { name: 'In which organization?' })).toBeFocused()
  await look(app, 'palette-generate')
  await page.keyboard.type('mead')
  await page.keyboard.press('Enter')
  await expect(page.getByText('for meadowlark, the demo on this computer')).toBeVisible()
  await menu.choose('Insights')
  await expect(page.getByRole('heading', { name: 'Insights', level: 1 })).toBeVisible()

  // A link opens in the app that runs; one that comes in the middle of something waits.
  await menu.choose('Keyboard shortcuts')
  await expect(page.getByRole('dialog', { name: 'Keyboard shortcuts' })).toBeVisible()
  await look(app, 'shortcuts')
  await startAgain(userData, `granary://organization/harborline/token/${tokenId}`, display)
  await expect(page.getByText('Opens when you are done here')).toBeVisible()
  await page.keyboard.press('Escape')
  await expect(tokenDetails(page).heading).toHaveText('Terminal Busan')
  await startAgain(userData, 'granary://organization/unheard-of', display)
  await expect(page.getByText('No account here has an organization called “unheard-of”.')).toBeVisible()
  await page.getByRole('button', { name: 'Dismiss' }).click()

  await menu.choose('About Granary')
  await expect(page.getByRole('dialog', { name: 'About Granary' })).toContainText('Electron')
  await look(app, 'about')
  await page.keyboard.press('Escape')

  for (const percent of [110, 125, 150, 175, 200]) {
    await page.keyboard.press('Control+=')
    await expect.poll(() => zoomOf(app)).toBe(percent)
  }
  await app.quit()

  const again = await start({ args: ['granary://generate?organization=harborline&template=ci-push'] })
  await expect(again.page.getByRole('textbox', { name: 'Label' })).toBeVisible()
  await expect(again.page.getByText('CI push to one repository').first()).toBeVisible()
  expect(await zoomOf(again)).toBe(200)
  expect(await again.page.evaluate('document.documentElement.scrollWidth <= innerWidth')).toBe(true)
})

const zoomOf = ({ electron }: App) =>
  electron.evaluate(({ BrowserWindow }) =>
    Math.round((BrowserWindow.getAllWindows()[0]?.webContents.getZoomFactor() ?? 0) * 100),
  )

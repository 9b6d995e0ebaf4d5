// A desktop app's manners: the native menu, the command palette and the list of keyboard shortcuts.
import { connectPage } from './pages/connect.ts'
import { nativeMenu } from './pages/menu.ts'
import { tokenDetails } from './pages/rotation.ts'
import { expect, look, test } from './story.ts'

test('the native menu and the palette lead to the same places', async ({ start }) => {
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

  await menu.choose('meadowlark')
  await expect(page.getByRole('heading', { name: 'meadowlark', level: 1 })).toBeVisible()
  await page.keyboard.press('Control+k')
  await expect(option(/^Terminal Busan Token/)).toHaveAttribute('aria-selected', 'true')
  await page.keyboard.press('Escape')

  await menu.choose('Keyboard shortcuts')
  await expect(page.getByRole('dialog', { name: 'Keyboard shortcuts' })).toBeVisible()
})

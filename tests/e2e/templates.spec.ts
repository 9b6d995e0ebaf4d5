// Tokens made from what there is: a duplicate, a built-in template, and one of the owner's own in two organizations.
import { elsewhere } from './elsewhere.ts'
import { connectPage } from './pages/connect.ts'
import { inventoryPage } from './pages/inventory.ts'
import { wizardPage } from './pages/wizard.ts'
import { expect, look, test } from './story.ts'

const organization = 'harborline'
const repo = (name: string, ...scopes: string[]) => ({
  type: 'TYPE_REPO',
  path: `${organization}/${name}`,
  scopes,
})

test('a duplicate has the token’s access byte for byte, and becomes a template for another organization', async ({
  start,
  hub,
}) => {
  // An order and a spelling that nobody would choose in the form.
  const resources = [
    { type: 'TYPE_ORG', path: organization, scopes: ['scope-group-read', 'scope-member-edit'] },
    repo('berth-api', 'scope-image-pull', 'scope-image-push', 'scope-tag-read'),
    repo('vessel-api', 'scope-image-pull'),
  ]
  await elsewhere(hub, organization, {
    ...{ label: 'Berth pipeline', description: 'Builds the berth services', resources },
    expires_at: '2099-12-31T23:59:59Z',
  })
  const app = await start()
  const { page } = app
  const inventory = await connectPage(page).signInTo(hub.url, hub.owner, organization)
  const wizard = wizardPage(page)

  await page.getByRole('button', { name: 'Actions for Berth pipeline', exact: true }).click()
  await expect(page.getByRole('menuitem', { name: 'Duplicate' })).toBeVisible()
  await look(app, 'row-menu-whole')
  await page.getByRole('menuitem', { name: 'Duplicate' }).click()
  await expect(wizard.label).toHaveValue('Berth pipeline copy')
  await look(app, 'wizard-duplicate')
  await wizard.next.click()
  await wizard.expire('90 days')
  await wizard.next.click()
  await wizard.next.click()
  await wizard.next.click()
  await page.getByRole('button', { name: 'Save as template' }).click()
  const naming = page.getByRole('dialog', { name: 'Save as template' })
  await naming.getByRole('textbox', { name: 'Name' }).fill('Pipeline')
  await look(app, 'template-save')
  await page.keyboard.press('Enter')
  await page.getByRole('button', { name: 'Dismiss' }).last().click()
  const secret = await wizard.finish()
  await expect(secret.copy).toBeVisible()
  expect(JSON.parse(hub.resourcesOf(organization, 'Berth pipeline copy'))).toEqual(resources)

  // The same template elsewhere: what is not there is told, and taken out.
  await inventory.open('meadowlark')
  await inventory.openWizard()
  await expect(wizard.label).toHaveValue('')
  await look(app, 'wizard-start')
  await page.getByRole('button', { name: /^Pipeline/ }).click()
  await expect(page.getByText('2 of 2 repositories are not in this organization')).toBeVisible()
  await look(app, 'wizard-template-missing')
  await page.getByRole('button', { name: 'Remove from the form' }).click()
  await wizard.label.fill('Teams of the pipeline')
  await wizard.next.click()
  await wizard.next.click()
  await wizard.next.click()
  await wizard.next.click()
  await (await wizard.finish()).copy.waitFor()
  expect(JSON.parse(hub.resourcesOf('meadowlark', 'Teams of the pipeline'))).toEqual([
    { ...resources[0], path: 'meadowlark' },
  ])
})

test('a built-in template says what is to be chosen; the owner’s own are renamed, deleted, brought back and outlive a restart', async ({
  start,
}) => {
  const app = await start()
  const { page } = app
  const inventory = await connectPage(page).openDemo()
  await inventory.open(organization)
  const wizard = await inventory.openWizard()
  await page.getByRole('button', { name: /^CI push to one repository/ }).focus()
  await page.keyboard.press('Enter')
  await wizard.label.fill('Build of the berth API')
  await wizard.next.click()
  await wizard.next.click()
  await expect(page.getByText('Add the repository that the build pushes to.')).toBeVisible()
  await look(app, 'wizard-built-in')
  await wizard.add('berth-api')
  await wizard.next.click()
  await wizard.next.click()
  await page.getByRole('button', { name: 'Save as template' }).click()
  await page.getByRole('button', { name: 'Save template' }).click()
  await page.getByRole('button', { name: 'Dismiss' }).last().click()

  await page.getByRole('button', { name: 'Start from…' }).click()
  await expect(page.getByRole('menuitem', { name: 'Your templates…' })).toBeVisible()
  await look(app, 'wizard-start-menu')
  await page.getByRole('menuitem', { name: 'Your templates…' }).click()
  const dialog = page.getByRole('dialog', { name: 'Your templates' })
  await dialog.getByRole('button', { name: 'Rename Build of the berth API' }).click()
  await dialog.getByRole('textbox', { name: 'Name' }).fill('Push the berth API')
  await look(app, 'templates-rename')
  await page.keyboard.press('Enter')
  await expect(dialog.getByRole('button', { name: 'Rename Push the berth API' })).toBeFocused()
  // A tooltip belongs to no landmark.
  await dialog.getByRole('button', { name: 'Done' }).focus()
  await look(app, 'templates')
  await dialog.getByRole('button', { name: 'Delete Push the berth API' }).click()
  await expect(dialog.getByText('No templates of your own')).toBeVisible()
  await dialog.getByRole('button', { name: 'Done' }).click()
  await page.getByRole('button', { name: 'Undo' }).click()
  await app.quit()

  const again = await start()
  await inventoryPage(again.page).open(organization)
  await inventoryPage(again.page).openWizard()
  await again.page.getByRole('button', { name: 'Start from…' }).click()
  await expect(again.page.getByRole('menuitem', { name: 'Push the berth API' })).toBeVisible()
})

// An active token is edited; somebody else's edit meanwhile is shown, not overwritten.
import type { App } from '../support/app.ts'
import type { TestHub } from '../support/hub.ts'
import { elsewhere } from './elsewhere.ts'
import { connectPage } from './pages/connect.ts'
import { editPage } from './pages/edit.ts'
import { wizardPage } from './pages/wizard.ts'
import { expect, look, test } from './story.ts'

const organization = 'harborline'
const repo = (name: string, ...scopes: string[]) => ({
  type: 'TYPE_REPO',
  path: `${organization}/${name}`,
  scopes,
})
const management = (...scopes: string[]) => ({ type: 'TYPE_ORG', path: organization, scopes })

async function signIn(app: App, hub: TestHub) {
  const inventory = await connectPage(app.page).signInTo(hub.url, hub.owner, organization)
  return inventory
}

test('label and access of a token are edited, and the rest stays as it was spelled', async ({
  start,
  hub,
}) => {
  const token = await elsewhere(hub, organization, {
    label: 'Berth pipeline',
    description: 'Builds the berth services',
    expires_at: '2099-12-31T23:59:59Z',
    resources: [
      repo('berth-api', 'repo-pull', 'scope-tag-read'),
      repo('vessel-api', 'scope-image-push'),
      repo('ci-cache', 'scope-image-delete'),
      management('scope-audit_events-read', 'scope-member-read'),
    ],
  })
  const app = await start()
  const inventory = await signIn(app, hub)
  const edit = editPage(app.page)
  const wizard = wizardPage(app.page)
  await edit.open(token.id)
  await expect(edit.label).toHaveValue('Berth pipeline')
  await expect(edit.scope('Audit Events Read')).toBeChecked()
  await expect(app.page.getByText('Also Tag Read')).toBeVisible()
  await expect(edit.kept).toHaveCount(0)
  await look(app, 'edit')

  await edit.label.fill('Berth and tide pipeline')
  await wizard.allow('berth-api', 'Image Push')
  await app.page.getByRole('button', { name: 'Remove vessel-api' }).click()
  await wizard.add('tide-tables')
  await edit.scope('Group Read').check()
  await expect(edit.summary).toContainText(`adds: push to ${organization}/berth-api`)
  await expect(edit.summary).toContainText(`removes: push to and pull from ${organization}/vessel-api`)
  await look(app, 'edit-changed')
  await edit.cancel.click()
  await expect(app.page.getByRole('alertdialog', { name: 'Discard your changes?' })).toBeVisible()
  await look(app, 'edit-discard')
  await app.page.getByRole('button', { name: 'Keep editing' }).click()
  await edit.label.focus()
  await app.page.keyboard.press('Control+s')

  await expect(inventory.row('Berth and tide pipeline')).toBeVisible()
  const { resources, ...saved } = await token.read()
  expect(saved).toMatchObject({
    label: 'Berth and tide pipeline',
    description: 'Builds the berth services',
    is_active: true,
    expires_at: '2099-12-31T23:59:59Z',
  })
  expect(resources).toEqual([
    repo('berth-api', 'scope-image-push', 'scope-tag-read'),
    repo('ci-cache', 'scope-image-delete'),
    management('scope-audit_events-read', 'scope-member-read', 'scope-group-read'),
    repo('tide-tables', 'scope-image-pull'),
  ])
})

test('an edit made elsewhere meanwhile is shown side by side, and the owner decides', async ({
  start,
  hub,
}) => {
  const access = [repo('berth-api', 'scope-image-pull'), repo('vessel-api', 'scope-image-pull')]
  const token = await elsewhere(hub, organization, {
    label: 'Shared',
    description: 'Ours',
    resources: access,
  })
  const app = await start()
  const inventory = await signIn(app, hub)
  const edit = editPage(app.page)

  await edit.open(token.id)
  await edit.label.fill('Mine')
  await token.change({ label: 'Theirs', resources: [...access, repo('tide-tables', 'scope-image-push')] })
  await edit.save.click()
  await expect(edit.conflict).toContainText(`push to and pull from ${organization}/tide-tables`)
  await expect(edit.keepBoth).toHaveCount(0)
  await look(app, 'edit-conflict')
  await edit.useTheirs.click()
  await expect(edit.label).toHaveValue('Theirs')
  expect((await token.read()).label).toBe('Theirs')

  await edit.description.fill('Mine now')
  await token.change({ label: 'Theirs again' })
  await edit.save.click()
  await expect(edit.keepBoth).toBeVisible()
  await look(app, 'edit-conflict-both')
  await edit.keepBoth.click()
  await expect(inventory.row('Theirs again')).toBeVisible()
  expect(await token.read()).toMatchObject({ label: 'Theirs again', description: 'Mine now' })

  await edit.open(token.id)
  await expect(edit.description).toHaveValue('Mine now')
  await edit.label.fill('Mine')
  await token.change({ label: 'Theirs for the third time' })
  await edit.save.click()
  await edit.saveMine.click()
  await expect(inventory.row('Mine')).toBeVisible()
  expect((await token.read()).label).toBe('Mine')

  await edit.open(token.id)
  await edit.label.fill('Too late')
  await token.change({ is_active: false })
  await edit.save.click()
  await expect(app.page.getByRole('alertdialog')).toContainText('only deleted')
  await look(app, 'edit-deactivated-meanwhile')
  await app.page.getByRole('button', { name: 'Go back' }).click()
  await expect(inventory.row('Mine')).toBeVisible()
  expect(await token.read()).toMatchObject({ label: 'Mine', is_active: false })

  await edit.open(token.id)
  await expect(app.page.getByRole('heading', { name: '“Mine” is deactivated' })).toBeVisible()
  await look(app, 'edit-inactive')
})

test('long names, and a server that is away', async ({ start, hub }) => {
  const token = await elsewhere(hub, organization, {
    label: 'L'.repeat(100),
    description: 'A long description. '.repeat(10).trim(),
    resources: [repo('berth-api', 'scope-image-pull', 'scope-tag-read')],
  })
  const app = await start()
  const inventory = await signIn(app, hub)
  const edit = editPage(app.page)
  await edit.open(token.id)
  await edit.label.fill('M'.repeat(100))
  await look(app, 'edit-long')
  await hub.stop()
  await edit.save.click()
  await expect(app.page.getByText('The server cannot be reached').first()).toBeVisible()
  await expect(edit.label).toHaveValue('M'.repeat(100))
  await look(app, 'edit-save-failed')
  await edit.cancel.click()
  await app.page.getByRole('button', { name: 'Discard' }).click()
  await expect(inventory.offline).toBeVisible()

  await edit.open(token.id)
  await expect(app.page.getByText('this computer’s copy')).toBeVisible()
  await look(app, 'edit-offline')
  await hub.start()
  await app.page.getByRole('button', { name: 'Try again' }).click()
  await expect(app.page.getByText('this computer’s copy')).toHaveCount(0)
  await edit.label.fill('Short')
  await edit.save.click()
  await expect(inventory.row('Short')).toBeVisible()
})

test('closing the window with an edit that is not saved asks first', async ({ start, hub }) => {
  const token = await elsewhere(hub, organization, {
    label: 'Berth pipeline',
    resources: [repo('berth-api', 'scope-image-pull')],
  })
  const app = await start()
  await signIn(app, hub)
  const edit = editPage(app.page)
  await edit.open(token.id)
  await edit.label.click()
  await edit.label.fill('Half-typed')

  /** Closes the window as its cross does, and answers what was asked about it with the button of this number. */
  const closeAnswering = (button: number) =>
    app.electron.evaluate(
      ({ BrowserWindow, dialog }, answer) =>
        new Promise<string | undefined>((resolve) => {
          dialog.showMessageBoxSync = (...args: unknown[]) => {
            resolve((args.at(-1) as { message: string }).message)
            return answer
          }
          BrowserWindow.getAllWindows()[0]?.close()
        }),
      button,
    )
  expect(await closeAnswering(0)).toBe('Discard your changes?')
  await expect(edit.label).toHaveValue('Half-typed')
  const ended = app.electron.waitForEvent('close')
  expect(await closeAnswering(1)).toBe('Discard your changes?')
  await ended
})

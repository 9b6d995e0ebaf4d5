// A token is rotated: its successor made and put in place, the old one watched, retired when nothing uses it; or undone.
import type { Page } from '@playwright/test'
import type { App } from '../support/app.ts'
import { dockerLogin, scratchConfig } from '../support/docker.ts'
import type { TestHub } from '../support/hub.ts'
import { type HubToken, makeHubToken } from '../support/hub-token.ts'
import { connectPage } from './pages/connect.ts'
import { inventoryPage } from './pages/inventory.ts'
import { rotatePage, tokenDetails } from './pages/rotation.ts'
import { secretPage } from './pages/secret.ts'
import { expect, look, test } from './story.ts'

const organization = 'harborline'
const label = 'Crane deploy'
const next = `${label} (2)`
/** With a scope that Granary has no words for. */
const resources = [
  {
    type: 'TYPE_REPO',
    path: `${organization}/yard-api`,
    scopes: ['scope-image-push', 'scope-image-pull'],
  },
  { type: 'TYPE_ORG', path: organization, scopes: ['scope-member-read'] },
  { type: 'TYPE_REPO', path: '*/*/public', scopes: ['scope-image-pull'] },
]

const newToken = (hub: TestHub): Promise<HubToken> =>
  makeHubToken(
    { url: hub.url, owner: hub.owner.username },
    { password: hub.owner.password, organization, label, resources },
  )

/** The real docker CLI signs in with a secret, which the server notes as a use of its token. */
async function use(hub: TestHub, secret: string) {
  const config = await scratchConfig()
  const login = await dockerLogin(config.folder, { registry: hub.registry, username: organization, secret })
  await config.remove()
  return login.output
}

async function signIn({ page }: App, hub: TestHub) {
  const connect = connectPage(page)
  await connect.fillServer(hub.url, hub.owner.username, hub.owner.password)
  await connect.keep.check()
  await connect.signIn.click()
  await inventoryPage(page).open(organization)
}

async function choose(page: Page, name: string, item: string) {
  await page.getByRole('button', { name: `Actions for ${name}`, exact: true }).click()
  await page.getByRole('menuitem', { name: item, exact: true }).click()
}

/** The news comes, and is dismissed: it would fade in the middle of the pictures. */
async function dismiss(page: Page, words: string) {
  const news = page.locator('[data-toasts] .toast').filter({ hasText: words })
  await news.getByRole('button', { name: 'Dismiss' }).click()
  await expect(news).toHaveCount(0)
}

test('made, put in place, watched over a restart, and the old one retired', async ({ start, hub }) => {
  const old = await newToken(hub)
  hub.age(old.id, 60)
  expect(await use(hub, old.secret)).toContain('Login Succeeded')
  const app = await start()
  const { page } = app
  await signIn(app, hub)
  const details = tokenDetails(page)
  const rotate = rotatePage(page)
  const before = hub.count(organization)

  // One page; a token without end proposes none, which has to be confirmed.
  await choose(page, label, 'Rotate')
  await expect(rotate.successor).toContainText(next)
  await expect(rotate.access).toContainText('push to and pull from harborline/yard-api')
  await expect(rotate.end('None')).toBeChecked()
  await look(app, 'rotate')
  await rotate.rotate.click()
  await expect(page.getByText('Confirm that the token may work until someone deletes it.')).toBeVisible()
  await look(app, 'rotate-problem')
  expect(hub.count(organization)).toBe(before)
  await rotate.end('90 days').check({ force: true })
  await rotate.rotate.click()

  // On to its secret, which is kept; both sign in.
  const secret = secretPage(page)
  await expect(page.getByRole('heading', { name: `Token “${next}”` })).toBeVisible()
  await expect(page.getByText(`“${label}” still works`)).toBeVisible()
  await expect(secret.keep).toBeChecked()
  await look(app, 'rotate-secret')
  await secret.show.click()
  await expect(secret.secret).toContainText('dckr_')
  const newSecret = (await secret.secret.textContent())?.match(/dckr_[A-Za-z0-9_-]+/)?.[0] ?? ''
  await secret.hide.click()
  expect(await use(hub, newSecret)).toContain('Login Succeeded')
  await secret.done.click()
  await expect(details.heading).toHaveText(next)
  await expect(details.rotation).toContainText('Both tokens work')
  await look(app, 'rotation-waiting')

  // The access is the old one's, in its order and spelling.
  expect(hub.resourcesOf(organization, next)).toBe(JSON.stringify(resources))

  // Something still has the old secret.
  expect(await use(hub, old.secret)).toContain('Login Succeeded')
  await details.checkAgain.click()
  await expect(details.rotation).toContainText(`“${label}” is still being used`)
  await look(app, 'rotation-in-use')
  await details.testNew.click()
  const dialog = page.getByRole('dialog')
  await expect(dialog).toContainText('The token works')
  await page.keyboard.press('Escape')

  // Nine days later, after a restart: it is not used any more, and the inventory says so.
  for (const id of [old.id, hub.idOf(organization, next)]) hub.age(id, 9)
  await app.quit()
  const again = await start()
  const later = tokenDetails(again.page)
  await later.details.getByRole('button', { name: 'Close details' }).click()
  const reminder = again.page.getByText('A rotated token waits for you')
  await expect(reminder).toBeVisible()
  await look(again, 'rotation-reminder')
  await again.page.getByRole('status').getByRole('link', { name: label, exact: true }).click()
  // Few rows, so that none is half under the header.
  await inventoryPage(again.page).search.fill(label)
  await expect(later.heading).toHaveText(label)
  await expect(later.rotation).toContainText(`“${label}” is not used any more`)
  await look(again, 'rotation-quiet')

  // Retired: deactivated, then deleted, from the card.
  const question = again.page.getByRole('alertdialog')
  await later.deactivateOld.click()
  await question.getByRole('button', { name: 'Deactivate' }).click()
  await dismiss(again.page, `“${label}” is deactivated`)
  await expect(later.rotation).toContainText(`“${label}” is retired`)
  expect(await use(hub, old.secret)).toContain('deactivated')
  expect(await use(hub, newSecret)).toContain('Login Succeeded')
  await look(again, 'rotation-retired')
  await later.deleteOld.click()
  await question.getByRole('button', { name: 'Delete' }).click()
  await dismiss(again.page, `“${label}” is deleted`)
  await expect(reminder).toHaveCount(0)
  expect(hub.count(organization)).toBe(before)
  await later.open(next)
  await expect(later.rotation).toHaveCount(0)
})

test('given up before anything is made, and undone after', async ({ start, hub }) => {
  const old = await newToken(hub)
  const app = await start()
  const { page } = app
  await signIn(app, hub)
  const before = hub.count(organization)
  const details = tokenDetails(page)
  const rotate = rotatePage(page)

  // Given up: nothing was made.
  await details.open(label)
  await details.details.getByRole('button', { name: `More for ${label}` }).click()
  await page.getByRole('menuitem', { name: 'Rotate', exact: true }).click()
  await expect(rotate.successor).toContainText(next)
  await rotate.cancel.click()
  await expect(details.heading).toHaveText(label)
  expect(hub.count(organization)).toBe(before)

  // Another owner widens it while the page is open: it is shown before anything is made.
  await choose(page, label, 'Rotate')
  await rotate.end('30 days').check({ force: true })
  const wider = [{ ...resources[0], path: `${organization}/*` }]
  await hub.changeToken(organization, old.id, { resources: wider })
  await rotate.rotate.click()
  await expect(page.getByText(`Somebody changed “${label}” meanwhile`)).toBeVisible()
  await expect(rotate.access).toContainText('every repository of harborline')
  await expect(rotate.end('30 days')).toBeChecked()
  await look(app, 'rotate-changed-meanwhile')
  expect(hub.count(organization)).toBe(before)

  // Not kept: the secret screen shows it once.
  await rotate.keep.uncheck()
  await rotate.rotate.click()
  await expect(page.getByRole('heading', { name: `Token “${next}”` })).toBeVisible()
  await secretPage(page).done.click()
  await page.getByRole('alertdialog').getByRole('button', { name: 'Leave', exact: true }).click()
  await expect(details.rotation).toContainText('Both tokens work')

  // A second successor is warned of.
  await details.rotation.getByRole('link', { name: label }).click()
  await expect(details.heading).toHaveText(label)
  await details.details.getByRole('button', { name: `More for ${label}` }).click()
  await page.getByRole('menuitem', { name: 'Rotate', exact: true }).click()
  await expect(page.getByText(`“${label}” has a successor already`)).toBeVisible()
  await look(app, 'rotate-again')
  await page.getByRole('button', { name: 'Show the rotation' }).click()

  // Somebody retires the old one, and the card does not know yet: undoing would leave no token that works.
  const both = hub.count(organization)
  await hub.changeToken(organization, old.id, { is_active: false })
  await details.undo.click()
  await dismiss(page, 'Nothing was changed: the tokens are not as they were')
  await expect(details.rotation).toContainText('is retired')
  expect(hub.count(organization)).toBe(both)
  await hub.changeToken(organization, old.id, { is_active: true })
  await details.checkAgain.click()

  // Undone from the old token's details.
  await details.undo.click()
  const question = page.getByRole('alertdialog')
  await expect(question).toContainText(`“${next}” is deleted`)
  await look(app, 'rotation-undo')
  await question.getByRole('button', { name: 'Delete the new token' }).click()
  await dismiss(page, `“${next}” is deleted`)
  await expect(details.heading).toHaveText(label)
  await expect(details.rotation).toHaveCount(0)
  expect(hub.count(organization)).toBe(before)
  expect(await use(hub, old.secret)).toContain('Login Succeeded')
})

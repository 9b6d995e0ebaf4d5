// "Test token", keeping a secret that was made elsewhere, and the page of kept secrets; nothing of it on disk in the clear.
import type { App } from '../support/app.ts'
import type { TestHub } from '../support/hub.ts'
import { makeHubToken } from '../support/hub-token.ts'
import { findLeaks } from '../support/leaks.ts'
import { connectPage } from './pages/connect.ts'
import { keptPage, tokenTestDialog } from './pages/token-test.ts'
import { expect, look, test } from './story.ts'

const organization = 'harborline'
const repo = (name: string, ...scopes: string[]) => ({
  type: 'TYPE_REPO',
  path: `${organization}/${name}`,
  scopes,
})

const newToken = (hub: TestHub, label: string, resources = [repo('yard-api', 'scope-image-pull')]) =>
  makeHubToken(
    { url: hub.url, owner: hub.owner.username },
    { password: hub.owner.password, organization, label, resources },
  )

/** As if another owner had done it. */
async function deactivate(hub: TestHub, id: string) {
  const send = async (method: string, path: string, body: object, bearer?: string) => {
    const answer = await fetch(hub.url + path, {
      method,
      headers: { 'Content-Type': 'application/json', ...(bearer && { Authorization: `Bearer ${bearer}` }) },
      body: JSON.stringify(body),
    })
    expect(answer.ok, path).toBe(true)
    return (await answer.json()) as { token: string }
  }
  const { username, password } = hub.owner
  const { token } = await send('POST', '/v2/users/login', { username, password })
  await send('PATCH', `/v2/orgs/${organization}/access-tokens/${id}`, { is_active: false }, token)
}

async function signIn({ page }: App, hub: TestHub) {
  const inventory = await connectPage(page).signInTo(hub.url, hub.owner, organization)
  return inventory
}

async function choose({ page }: App, label: string, item: string) {
  await page.getByRole('button', { name: `Actions for ${label}`, exact: true }).click()
  await page.getByRole('menuitem', { name: item, exact: true }).click()
}

/** The news comes, and is dismissed: it would fade in the middle of the pictures. */
async function dismiss({ page }: App, words: string) {
  const news = page.locator('[data-toasts] .toast').filter({ hasText: words })
  await news.getByRole('button', { name: 'Dismiss' }).click()
  await expect(news).toHaveCount(0)
}

test('a secret made elsewhere is kept once it works, tested, and forgotten when its token is gone', async ({
  start,
  hub,
  userData,
}) => {
  const label = 'Yard pipeline'
  const access = [repo('yard-api', 'scope-image-push'), repo('gate-api', 'scope-image-pull')]
  const token = await newToken(hub, label, access)
  const other = await newToken(hub, 'Gate reader')
  const app = await start()
  const { page } = app
  await signIn(app, hub)
  const dialog = tokenTestDialog(page)

  // Pasted wrong first: nothing is kept, and what was typed stays.
  await choose(app, label, 'Keep a secret')
  await expect(dialog.secret).toBeFocused()
  await dialog.secret.fill(token.secret.slice(0, -2))
  await dialog.testAndKeep.click()
  await expect(dialog.refusal).toContainText('The registry does not accept this secret')
  await expect(dialog.secret).toHaveValue(token.secret.slice(0, -2))
  await look(app, 'keep-secret-wrong')
  await dialog.secret.fill(other.secret)
  await dialog.testAndKeep.click()
  await expect(dialog.refusal).toContainText('This is the secret of “Gate reader”')
  await dialog.secret.fill(token.secret)
  await page.keyboard.press('Enter')
  await dismiss(app, `The secret of “${label}” is kept`)

  // Granted, a missing scope, and a repository outside its access.
  await choose(app, label, 'Test token')
  await expect(dialog.dialog).toContainText('The token works')
  await expect(dialog.row('yard-api')).toContainText('nothing')
  await expect(dialog.row('gate-api')).toContainText('Its access does not include Image Push here.')
  await dialog.alsoAskAbout.fill('base-node')
  await page.keyboard.press('Enter')
  await expect(dialog.row('base-node')).toContainText('Outside its access.')
  await look(app, 'test-token')
  await dialog.close()
  await page.getByRole('button', { name: `Actions for ${label}`, exact: true }).click()
  await expect(page.getByRole('menuitem', { name: 'Keep a secret' })).toHaveCount(0)
  await page.keyboard.press('Escape')

  // Deactivated by somebody else: the registry says so before the inventory knows.
  await deactivate(hub, token.id)
  await choose(app, label, 'Test token')
  await expect(dialog.refusal).toContainText('The token is deactivated')
  await look(app, 'test-token-deactivated')
  await dialog.close()

  // Kept secrets: the one whose token is deleted elsewhere stays until it is forgotten.
  const kept = keptPage(page)
  await kept.open(hub.owner.username)
  await expect(kept.row(label)).toContainText('Inactive')
  await look(app, 'kept')
  await kept.act('Show', label).click()
  await expect(page.getByRole('button', { name: 'Show token' })).toBeVisible()
  await look(app, 'secret-of-kept')
  await page.getByRole('button', { name: 'Test token' }).click()
  await expect(dialog.refusal).toContainText('The token is deactivated')
  await dialog.close()
  await hub.deleteToken(organization, token.id)
  await kept.open(hub.owner.username)
  await expect(kept.row(label)).toContainText('Its token is gone')
  await look(app, 'kept-gone')
  await app.quit()

  // At the next start too.
  const again = await start()
  const later = keptPage(again.page)
  await expect(again.page.getByRole('heading', { name: 'Kept secrets', level: 1 })).toBeVisible()
  await expect(later.row(label)).toContainText('Its token is gone')
  await later.act('Forget', label).click()
  const question = again.page.getByRole('alertdialog')
  await expect(question).toContainText(`Forget the secret of “${label}”?`)
  await look(again, 'kept-forget')
  await question.getByRole('button', { name: 'Forget it' }).click()
  await dismiss(again, `The secret of “${label}” is forgotten`)
  await expect(again.page.getByRole('heading', { name: 'No secret is kept here' })).toBeVisible()
  await look(again, 'kept-none')
  await again.quit()

  const { leaks } = await findLeaks({ folders: [userData], canaries: [token.secret, other.secret] })
  expect(leaks).toEqual([])
})

test('tested right after it was made; a secret that is not here is pasted, and not kept', async ({
  start,
  hub,
  keyring: _,
}) => {
  const token = await newToken(hub, 'L'.repeat(100), [
    repo('yard-api', 'scope-image-pull'),
    { type: 'TYPE_ORG', path: organization, scopes: ['scope-member-read'] },
  ])
  const app = await start()
  const { page } = app
  const inventory = await signIn(app, hub)
  const dialog = tokenTestDialog(page)

  await choose(app, 'L'.repeat(100), 'Test token')
  await dialog.test.click()
  await expect(dialog.dialog).toContainText('Paste the secret first.')
  await dialog.secret.fill('not-a-secret')
  await dialog.test.click()
  await expect(dialog.refusal).toContainText('The registry does not accept this secret')
  await look(app, 'test-token-wrong')
  await dialog.secret.fill(token.secret)
  await dialog.test.click()
  await expect(dialog.row('yard-api')).toContainText('Its access does not include Image Push here.')
  await look(app, 'test-token-pasted')
  await dialog.close()

  const wizard = await inventory.openWizard()
  await wizard.fillLeast('Reads what is public')
  const secret = await wizard.finish()
  await expect(secret.copy).toBeVisible()
  await page.getByRole('button', { name: 'Test token' }).click()
  await expect(dialog.dialog).toContainText('The token works')
  await look(app, 'test-token-after-creation')
  await hub.stop()
  await dialog.again.click()
  await expect(dialog.refusal).toContainText('The server cannot be reached')
  await look(app, 'test-token-unreachable')
  await dialog.close()

  const kept = keptPage(page)
  await kept.open(hub.owner.username)
  await expect(kept.row('Reads what is public')).toContainText('Active')
  await expect(kept.row('L'.repeat(100))).toHaveCount(0)
})

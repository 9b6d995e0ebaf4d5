// What can go wrong on the way to a token: each a clear sentence, and what was typed stays.
import type { App } from '../support/app.ts'
import { startTestHub, type Person, type TestHub } from '../support/hub.ts'
import { connectPage } from './pages/connect.ts'
import { inventoryPage } from './pages/inventory.ts'
import { wizardPage } from './pages/wizard.ts'
import { expect, look, test } from './story.ts'

const team = 'meadowlark'
const business = 'harborline'

const signIn = (app: App, hub: TestHub, person: Person, organization: string) =>
  connectPage(app.page).signInTo(hub.url, person, organization)

/** A sentence on the page, whatever announces it. */
const says = (app: App, words: string | RegExp) => expect(app.page.getByText(words).first()).toBeVisible()

test('a wrong password: the form stays, and the right one signs in', async ({ start, hub }) => {
  const app = await start()
  const connect = connectPage(app.page)
  await connect.fillServer(hub.url, hub.owner.username, 'not the password')
  await connect.signIn.click()
  await says(app, 'The user name or the password is wrong')
  await look(app, 'sign-in-wrong')
  await expect(connect.address).toHaveValue(hub.url)
  await expect(connect.username).toHaveValue(hub.owner.username)
  await expect(connect.password).toBeFocused()
  await connect.password.fill(hub.owner.password)
  await connect.signIn.click()
  await expect(inventoryPage(app.page).organization(business)).toBeVisible()
})

test('a wrong code of the second factor: it can be typed again', async ({ start, hub }) => {
  const app = await start()
  const connect = connectPage(app.page)
  await connect.fillServer(hub.url, hub.careful.username, hub.careful.password)
  await connect.signIn.click()
  await connect.code.fill('000000')
  await connect.signIn.click()
  await says(app, 'That code is not right')
  await look(app, 'sign-in-code-wrong')
  await expect(connect.code).toBeFocused()
  await connect.code.fill(hub.careful.code())
  await connect.signIn.click()
  await expect(inventoryPage(app.page).organization(business)).toBeVisible()
})

test('not an owner: the page says why and what to do, and offers nothing that would fail', async ({
  start,
  hub,
}) => {
  const app = await start()
  const inventory = await signIn(app, hub, hub.member, team)
  await says(app, `You are not an owner of ${team}`)
  await expect(inventory.generate).toHaveCount(0)
  await look(app, 'not-an-owner')
})

test('no server at the address: the sentence names what to check, the form stays', async ({ start, hub }) => {
  await hub.stop()
  const app = await start()
  const connect = connectPage(app.page)
  await connect.fillServer(hub.url, 'someone', 'some password')
  await connect.signIn.click()
  await says(app, 'The server cannot be reached')
  await expect(connect.address).toHaveValue(hub.url)
  await expect(connect.password).toHaveValue('some password')
})

test('slots full: generating explains and does not open', async ({ start, hub }) => {
  const app = await start()
  const inventory = await signIn(app, hub, hub.owner, team)
  const wizard = await inventory.openWizard()
  await wizard.fillLeast('The last one')
  const screen = await wizard.finish()
  await screen.done.click()
  await says(app, '10 of 10')
  // It is not dead: it can be pressed, and says why nothing opens.
  await inventory.generate.press('Enter')
  await expect(app.page.getByRole('dialog', { name: 'All 10 token slots are taken' })).toBeVisible()
  await look(app, 'slots-full')
  await expect(wizardPage(app.page).label).toHaveCount(0)
})

test('slots filled by someone else meanwhile: told at the last step, the form kept', async ({
  start,
  hub,
}) => {
  const app = await start()
  const inventory = await signIn(app, hub, hub.owner, team)
  const wizard = await inventory.openWizard()
  await wizard.fillLeast('One too many')
  await createElsewhere(hub, team)
  await wizard.generate.click()
  await says(app, 'All token slots are taken')
  await look(app, 'slots-full-at-the-end')
  await wizard.back.click()
  await wizard.back.click()
  await wizard.back.click()
  await wizard.back.click()
  await expect(wizard.label).toHaveValue('One too many')
})

test('the server goes down in the middle of each step: nothing is lost, and it goes on when the server is back', async ({
  start,
  hub,
}) => {
  const app = await start()
  const inventory = await signIn(app, hub, hub.owner, business)
  const wizard = await inventory.openWizard()
  await hub.stop()
  await wizard.label.fill('Survivor')
  await wizard.next.click()
  await wizard.expire('90 days')
  await wizard.next.click()
  await wizard.addRepository.click()
  const picker = app.page.getByRole('dialog')
  await expect(picker.getByRole('button', { name: 'Try again' })).toBeVisible()
  await look(app, 'wizard-3-server-down')
  await hub.start()
  await picker.getByRole('button', { name: 'Try again' }).click()
  await wizard.option('access-api').click()
  await picker.getByRole('button', { name: 'Done' }).click()
  await hub.stop()
  await wizard.next.click()
  await wizard.next.click()
  await wizard.generate.click()
  await says(app, 'The server cannot be reached')
  await expect(wizard.generate).toBeEnabled()
  await hub.start()
  const screen = await wizard.finish()
  await expect(screen.keep).toBeChecked()
  await expect(app.page.getByRole('heading', { name: 'Survivor' })).toBeVisible()
})

test('the sign-in runs out in the middle of the wizard: asked again over the page, then it goes on by itself', async ({
  start,
}) => {
  // A second factor cannot be renewed silently, so its owner is the one who is asked.
  const hub = await startTestHub({ bearerSeconds: 6 })
  try {
    const app = await start()
    const connect = connectPage(app.page)
    await connect.fillServer(hub.url, hub.careful.username, hub.careful.password)
    await connect.signIn.click()
    await connect.code.fill(hub.careful.code())
    await connect.signIn.click()
    const inventory = inventoryPage(app.page)
    await inventory.open(business)
    const wizard = await inventory.openWizard()
    await wizard.fillLeast('Patient')
    const accountId = /\/a\/([^/]+)/.exec(app.page.url())?.[1] ?? ''
    const refresh = `granary.invoke('tokens.refresh', { accountId: '${accountId}', organization: '${business}' })`
    const outcome = () => app.page.evaluate(`${refresh}.then((reply) => reply.failure?.code)`)
    await expect.poll(outcome, { timeout: 20_000 }).toBe('signIn.needed')
    await wizard.generate.click()
    const dialog = app.page.getByRole('dialog', { name: 'Sign in again' })
    await expect(dialog).toBeVisible()
    await look(app, 'sign-in-again')
    await dialog.getByLabel('Password or personal access token').fill(hub.careful.password)
    await dialog.getByRole('button', { name: 'Sign in', exact: true }).click()
    await dialog.getByLabel('Code').fill(hub.careful.code())
    await dialog.getByRole('button', { name: 'Sign in', exact: true }).click()
    await expect(app.page.getByRole('button', { name: 'Show token' })).toBeVisible()
    await expect(app.page.getByRole('heading', { name: 'Patient' })).toBeVisible()
  } finally {
    await hub.remove()
  }
})

/** Another owner of the organization makes a token, through the API. */
async function createElsewhere(hub: TestHub, organization: string): Promise<void> {
  const post = async (path: string, body: unknown, bearer?: string): Promise<Record<string, string>> => {
    const answer = await fetch(`${hub.url}${path}`, {
      method: 'POST',
      headers: { 'Content-Type': 'application/json', ...(bearer && { Authorization: `Bearer ${bearer}` }) },
      body: JSON.stringify(body),
    })
    expect(answer.ok, path).toBe(true)
    return (await answer.json()) as Record<string, string>
  }
  const { token } = await post('/v2/users/login', {
    username: hub.owner.username,
    password: hub.owner.password,
  })
  const resources = [{ type: 'TYPE_REPO', path: '*/*/public', scopes: ['scope-image-pull'] }]
  await post(`/v2/orgs/${organization}/access-tokens`, { label: 'From elsewhere', resources }, token)
}

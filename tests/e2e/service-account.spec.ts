// A robot's member account gives way to a token: what its teams reach becomes the token's access, and a list of what is
// left to do is kept. The registry says whether the token can do exactly that.
import { grantsOf } from '../support/registry-grants.ts'
import { connectPage } from './pages/connect.ts'
import { replacePage } from './pages/replace.ts'
import { wizardPage } from './pages/wizard.ts'
import { expect, look, test } from './story.ts'

const organization = 'meadowlark'
const robot = 'meadowlarkci'
const repositories = [
  ...['survey-api', 'survey-worker', 'survey-web', 'field-sync', 'photo-classifier', 'call-classifier'],
  ...['map-tiles', 'weather-import', 'report-builder', 'species-lookup', 'survey-cli', 'base-python'],
].map((name) => `${organization}/${name}`)

test('a member that is really a robot gets a token in its place', async ({ start, hub, keyring }) => {
  const before = await grantsOf(hub.registry, { username: robot, secret: hub.robot.password }, repositories)
  let app = await start()
  let { page } = app
  const connect = connectPage(page)
  await connect.fillServer(hub.url, hub.owner.username, hub.owner.password)
  await connect.keep.check()
  await connect.signIn.click()
  await page.getByRole('link', { name: organization }).click()
  let replace = replacePage(page)
  await replace.open()

  // The likeliest robot first, with why; nobody is hidden. With the keyboard from the search to the member.
  await expect(replace.search).toBeFocused()
  await expect(replace.members).toHaveCount(6)
  await expect(replace.members.first()).toContainText('Looks like a robot: “ci” in its name, no full name')
  await look(app, 'replace-members')
  await page.keyboard.type('rollout')
  await expect(replace.members).toHaveCount(2)
  await page.keyboard.press('Tab')
  await page.keyboard.press('Enter')

  await expect(page.getByRole('heading', { name: `Replace “${robot}”` })).toBeVisible()
  await expect(replace.row('survey-api')).toContainText('Image Push')
  await expect(replace.row('survey-web')).toContainText('Image Pull')
  await expect(replace.row('report-builder')).toContainText('Admin')
  await expect(page.getByText('It signs in as meadowlark')).toBeVisible()
  await look(app, 'replace-reach')
  await replace.proceed.click()

  const wizard = wizardPage(page)
  await expect(wizard.label).toHaveValue(robot)
  await expect(page.getByText(`In place of “${robot}”`)).toBeVisible()
  await wizard.next.click()
  await wizard.expire('90 days')
  for (let step = 2; step < 5; step++) await wizard.next.click()
  const secretScreen = await wizard.finish()
  await expect(secretScreen.copy).toBeVisible()
  await expect(replace.card(robot)).toContainText('0 of 4 done')
  await replace.card(robot).scrollIntoViewIfNeeded()
  await look(app, 'replace-secret')
  await secretScreen.done.click()

  // Exactly what the robot can do, deleting apart.
  const id = hub.idOf(organization, robot)
  const host = new URL(hub.url).host
  const secret = (await keyring.lookup(`token/${host}/${organization}/${id}`)) ?? ''
  const after = await grantsOf(hub.registry, { username: organization, secret }, repositories)
  const withoutDelete = Object.fromEntries(
    Object.entries(before).map(([name, actions]) => [name, actions.filter((action) => action !== 'delete')]),
  )
  expect(after).toEqual(withoutDelete)
  expect(Object.keys(after)).toHaveLength(8)

  // The list stands beside the token; ticks outlive a restart, and the use was seen by itself.
  await replace.card(robot).getByLabel('Put the token in place').check()
  await expect(replace.card(robot).getByLabel('Put the token in place')).toBeChecked()
  await expect(replace.card(robot)).toContainText(/[12] of 4 done/)
  await app.quit()
  app = await start()
  ;({ page } = app)
  replace = replacePage(page)
  await expect(replace.card(robot)).toContainText('2 of 4 done')
  await expect(replace.card(robot).getByLabel('Put the token in place')).toBeChecked()
  await look(app, 'replace-token')
  await replace.card(robot).getByLabel(`Sign ${robot} out`).check()
  await replace.card(robot).getByLabel(`Take ${robot} out of the organization`).check()
  await replace.card(robot).getByRole('button', { name: 'Done' }).click()
  await expect(replace.card(robot)).toHaveCount(0)
})

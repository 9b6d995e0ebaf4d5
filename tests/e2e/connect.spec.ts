// The doors and ways of signing in, signing out, and a server with a certificate of one's own.
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { issue } from '../support/certificates.ts'
import { startTestHub } from '../support/hub.ts'
import { connectPage } from './pages/connect.ts'
import { inventoryPage } from './pages/inventory.ts'
import { expect, look, test } from './story.ts'

const organization = 'harborline'

test('a personal access token signs in, and the page says plainly that it cannot manage tokens', async ({
  start,
  hub,
}) => {
  const app = await start()
  const connect = connectPage(app.page)
  await connect.fillServer(hub.url, hub.personalToken.username, hub.personalToken.secret)
  await connect.signIn.click()
  const inventory = inventoryPage(app.page)
  await inventory.open(organization)
  await expect(
    app.page.getByText('This kind of sign-in may not manage organization access tokens').first(),
  ).toBeVisible()
  await look(app, 'inventory-refused')
})

test('the name of an organization is not a person: told, the form stays', async ({ start, hub }) => {
  const app = await start()
  const connect = connectPage(app.page)
  await connect.fillServer(hub.url, organization, 'whatever it is')
  await connect.signIn.click()
  await expect(app.page.getByText('This is the name of an organization').first()).toBeVisible()
  await expect(connect.username).toHaveValue(organization)
})

test('kept signed in: the next start asks nothing; signing out forgets it', async ({
  start,
  hub,
  keyring,
  userData,
}) => {
  const first = await start()
  const connect = connectPage(first.page)
  await connect.fillServer(hub.url, hub.owner.username, hub.owner.password)
  await connect.keep.check()
  await connect.signIn.click()
  await inventoryPage(first.page).open(organization)
  const accountId = /\/a\/([^/]+)/.exec(first.page.url())?.[1] ?? ''
  expect(await keyring.lookup(`account/${accountId}`)).toContain(hub.owner.username)
  await first.quit()

  const app = await start({ userData })
  const inventory = inventoryPage(app.page)
  await inventory.refresh.click()
  await expect(app.page.getByRole('main').getByText('Synced just now')).toBeVisible()

  await app.page.getByRole('button', { name: `Account ${hub.owner.username}` }).click()
  await app.page.getByRole('menuitem', { name: 'Sign out' }).click()
  await app.page.getByRole('alertdialog').getByRole('button', { name: 'Sign out' }).click()
  await expect(connectPage(app.page).demo).toBeVisible()
  expect(await keyring.lookup(`account/${accountId}`)).toBeNull()
})

test('a certificate of one’s own authority: refused without its file, accepted with it', async ({
  start,
}) => {
  const folder = mkdtempSync(join(tmpdir(), 'granary-ca-'))
  const authority = await issue({ name: 'Our own authority', ca: true })
  const { cert, key } = await issue({
    name: 'localhost',
    names: ['localhost', '127.0.0.1'],
    issuer: authority,
  })
  const hub = await startTestHub({ tls: { cert, key } })
  try {
    const file = join(folder, 'authority.pem')
    writeFileSync(file, authority.cert)
    const app = await start()
    const connect = connectPage(app.page)
    await connect.fillServer(hub.url, hub.owner.username, hub.owner.password)
    await connect.signIn.click()
    await expect(app.page.getByText('The server’s certificate is not trusted').first()).toBeVisible()
    await app.electron.evaluate(({ dialog }, path) => {
      dialog.showOpenDialog = () => Promise.resolve({ canceled: false, filePaths: [path] })
    }, file)
    await app.page.getByRole('button', { name: 'Choose CA file…' }).click()
    await expect(app.page.getByText(file)).toBeVisible()
    await connect.signIn.click()
    await inventoryPage(app.page).open(organization)
    await expect(inventoryPage(app.page).row('Service catalogue')).toBeVisible()
  } finally {
    await hub.remove()
    rmSync(folder, { recursive: true })
  }
})

test('two accounts side by side: one step from one organization to another', async ({ start, hub }) => {
  const app = await start()
  const connect = connectPage(app.page)
  const inventory = await connect.openDemo()
  await inventory.open('meadowlark')
  await app.page.getByRole('button', { name: 'Connect another account' }).click()
  await connect.fillServer(hub.url, hub.member.username, hub.member.password)
  await connect.signIn.click()
  await expect(app.page.getByRole('region', { name: hub.member.username })).toBeVisible()
  await app.page.getByRole('region', { name: 'robinhale' }).getByRole('link', { name: organization }).click()
  await expect(inventory.row('Service catalogue')).toBeVisible()
})

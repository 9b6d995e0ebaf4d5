// Accounts: through the Docker CLI's session, several side by side on two servers, and each refusal in its words.
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { dockerPerson } from '../support/docker-person.ts'
import { findLeaks } from '../support/leaks.ts'
import { connectPage } from './pages/connect.ts'
import { inventoryPage } from './pages/inventory.ts'
import { expect, look, test as story } from './story.ts'

const organization = 'harborline'

/** A Docker config folder of the story's own, with the keyring's real helper unless `content` says otherwise. */
const test = story.extend<{ docker: { folder: string; config: string; env: Record<string, string> } }>({
  docker: async ({ keyring }, use) => {
    const folder = mkdtempSync(join(tmpdir(), 'granary-docker-'))
    const config = join(folder, 'config.json')
    writeFileSync(config, '{"credsStore":"secretservice"}')
    await use({ folder, config, env: { ...keyring.env, DOCKER_CONFIG: folder } })
    rmSync(folder, { recursive: true, force: true })
  },
})

test('docker login, then Granary: the session of the CLI signs in, at the next start too, and stays the CLI’s', async ({
  start,
  hub,
  docker,
  userData,
}) => {
  const person = dockerPerson(docker.env)
  expect(await person.login(hub.registry, hub.owner.username, hub.owner.password)).toMatchObject({ code: 0 })
  const config = readFileSync(docker.config)
  const kept = await person.list()

  const first = await start({ env: docker.env })
  const connect = connectPage(first.page)
  await connect.anotherServer.click()
  await expect(connect.useDockerSession).toBeVisible()
  await look(first, 'sign-in-doors')
  await connect.useDockerSession.click()
  await connect.address.fill(`http://${hub.registry}`)
  await look(first, 'docker-session')
  await connect.signIn.click()
  const inventory = inventoryPage(first.page)
  await inventory.open(organization)
  await expect(inventory.row('Service catalogue')).toBeVisible()
  const account = first.page.getByRole('region', { name: hub.owner.username })
  await expect(account).toContainText('Docker CLI')
  await look(first, 'docker-session-account')
  await first.quit()

  // The next start reads it again; Granary has kept nothing of it.
  const app = await start({ env: docker.env })
  await inventoryPage(app.page).refresh.click()
  await expect(app.page.getByRole('main').getByText('Synced just now')).toBeVisible()
  expect((await findLeaks({ folders: [userData], canaries: [hub.owner.password] })).leaks).toEqual([])
  expect(readFileSync(docker.config)).toEqual(config)
  expect(await person.list()).toEqual(kept)
  await app.quit()

  // Docker signs out: the session has vanished, which is told; docker login brings it back.
  await person.logout(hub.registry)
  const later = await start({ env: docker.env })
  await inventoryPage(later.page).refresh.click()
  const dialog = later.page.getByRole('dialog', { name: 'Sign in again' })
  await expect(dialog).toContainText('The Docker CLI is not signed in to this server')
  await expect(dialog).toContainText(`docker login ${hub.registry}`)
  await look(later, 'docker-session-gone')
  await dialog.getByRole('button', { name: 'Use my password' }).click()
  await expect(dialog.getByLabel('Password or personal access token')).toBeFocused()
  await dialog.getByRole('button', { name: 'Cancel' }).click()
  await later.page.getByRole('button', { name: 'Sign in again' }).first().click()
  await person.login(hub.registry, hub.owner.username, hub.owner.password)
  await dialog.getByRole('button', { name: 'Read it again' }).click()
  await expect(dialog).toHaveCount(0)
  await inventoryPage(later.page).refresh.click()
  await expect(later.page.getByRole('main').getByText('Synced just now')).toBeVisible()
})

test('what can be in the way of the session, each in its words, and nothing is written', async ({
  start,
  hub,
  docker,
  keyring,
}) => {
  const person = dockerPerson(docker.env)
  const hubKey = 'https://index.docker.io/v1/'
  const app = await start({ env: docker.env })
  const connect = connectPage(app.page)
  const says = (words: string) => expect(app.page.getByRole('alert')).toContainText(words)
  const attempt = async (words: string) => {
    const before = readFileSync(docker.config)
    await connect.signIn.click()
    await says(words)
    expect(readFileSync(docker.config)).toEqual(before)
  }
  await connect.dockerHub.click()
  await connect.useDockerSession.click()
  await attempt('The Docker CLI is not signed in to this server')
  await look(app, 'docker-session-none')

  const part = (claims: object) => Buffer.from(JSON.stringify(claims)).toString('base64url')
  const ended = `${part({ alg: 'RS256' })}.${part({ exp: 1_000_000_000 })}.c2lnbmVk`
  await person.store(`${hubKey}access-token`, hub.owner.username, ended)
  await attempt('The session of the Docker CLI has run out')
  await keyring.lock()
  await attempt('The keychain that keeps Docker’s sign-in is locked')
  await keyring.unlock()

  writeFileSync(docker.config, '{"credsStore":"nobody"}')
  await attempt('Docker’s credential helper is missing')
  writeFileSync(docker.config, '{bad')
  await attempt('Docker’s config cannot be read')

  const empty = join(docker.folder, 'empty')
  mkdirSync(empty)
  await app.electron.evaluate(({ dialog }, path) => {
    dialog.showOpenDialog = () => Promise.resolve({ canceled: false, filePaths: [path] })
  }, empty)
  await app.page.getByRole('button', { name: 'Choose folder…' }).click()
  await expect(app.page.getByText(empty)).toBeVisible()
  await attempt('There is no Docker config in this folder')

  // Another server: the user name and secret that docker login left there.
  const secret = ['dckr', 'oat', 'made-up'].join('_')
  const auth = (user: string, password: string) => ({
    auth: Buffer.from(`${user}:${password}`).toString('base64'),
  })
  await app.page.getByRole('button', { name: 'Back' }).click()
  await app.page.getByRole('button', { name: 'Back' }).click()
  await connect.anotherServer.click()
  await connect.useDockerSession.click()
  await connect.signIn.click()
  await expect(app.page.getByText('Type the address of the server.')).toBeVisible()
  await connect.address.fill(`http://${hub.registry}`)
  writeFileSync(docker.config, JSON.stringify({ auths: { [hub.registry]: auth(organization, secret) } }))
  await attempt('The Docker CLI is signed in as an organization')
  writeFileSync(
    docker.config,
    JSON.stringify({ auths: { [hub.registry]: auth(hub.owner.username, 'changed since') } }),
  )
  await attempt('The server does not accept the session of the Docker CLI')
  writeFileSync(
    docker.config,
    JSON.stringify({ auths: { [hub.registry]: auth(hub.owner.username, hub.owner.password) } }),
  )
  await connect.signIn.click()
  await inventoryPage(app.page).open(organization)
})

test('accounts on two servers side by side: switched in one step, one signed out, the others stay', async ({
  start,
  hub,
  docker,
}) => {
  const person = dockerPerson(docker.env)
  await person.login(hub.registry, hub.owner.username, hub.owner.password)
  const app = await start({ env: docker.env })
  const { page } = app
  const connect = connectPage(page)
  const inventory = await connect.openDemo()
  await inventory.open('meadowlark')
  const another = page.getByRole('button', { name: 'Connect another account' })
  await another.click()
  await connect.anotherServer.click()
  await connect.useDockerSession.click()
  await connect.address.fill(`http://${hub.registry}`)
  await connect.signIn.click()
  // The demo's owner is of the same name: two accounts all the same.
  const owners = page.getByRole('region', { name: hub.owner.username })
  await expect(owners).toHaveCount(2)
  await another.click()
  await connect.fillServer(hub.url, hub.member.username, hub.member.password)
  await connect.signIn.click()
  const member = page.getByRole('region', { name: hub.member.username })
  await expect(member).toBeVisible()
  await look(app, 'accounts')

  const borrowed = owners.filter({ hasText: 'Docker CLI' })
  await borrowed.getByRole('link', { name: organization }).click()
  await expect(inventory.row('Service catalogue')).toBeVisible()
  await borrowed.getByRole('button', { name: `Account ${hub.owner.username}` }).click()
  await page.getByRole('menuitem', { name: 'Sign out' }).click()
  const question = page.getByRole('alertdialog')
  await expect(question).toContainText('The Docker CLI stays signed in.')
  await question.getByRole('button', { name: 'Sign out' }).click()
  await expect(owners).toHaveCount(1)
  await expect(member).toBeVisible()
  expect(await person.list()).toEqual({ [hub.registry]: hub.owner.username })
  await owners.getByRole('link', { name: organization }).click()
  await expect(inventory.row('Service catalogue')).toBeVisible()
})

// "Use it": docker login and logout through the app with the real CLI, each outcome in its words, and the snippets.
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { Page } from '@playwright/test'
import type { TestHub } from '../support/hub.ts'
import { dockerPerson } from '../support/docker-person.ts'
import { makeHubToken } from '../support/hub-token.ts'
import { findLeaks } from '../support/leaks.ts'
import { programsIn } from '../support/programs.ts'
import { connectPage } from './pages/connect.ts'
import { secretPage } from './pages/secret.ts'
import { tokenTestDialog } from './pages/token-test.ts'
import { expect, look, test as story } from './story.ts'

const organization = 'harborline'
const label = 'Yard pipeline'

/** A Docker config folder of the story's own: its helper is the keyring's real one unless it is written anew. */
const test = story.extend<{ docker: { folder: string; config: string; env: Record<string, string> } }>({
  docker: async ({ keyring }, use) => {
    const folder = mkdtempSync(join(tmpdir(), 'granary-docker-'))
    const config = join(folder, 'config.json')
    writeFileSync(config, '{"credsStore":"secretservice"}')
    await use({ folder, config, env: { ...keyring.env, DOCKER_CONFIG: folder } })
    rmSync(folder, { recursive: true, force: true })
  },
})

const newToken = (hub: TestHub) =>
  makeHubToken(
    { url: hub.url, owner: hub.owner.username },
    { password: hub.owner.password, organization, label },
  )

async function openUse(page: Page) {
  await page.getByRole('button', { name: `Actions for ${label}`, exact: true }).click()
  await page.getByRole('menuitem', { name: 'Use it', exact: true }).click()
  await page.getByRole('heading', { name: `Use “${label}”`, level: 1 }).waitFor()
}

/** Keeps the secret, from the page "Use it". */
async function keep(page: Page, secret: string) {
  await page.getByRole('button', { name: 'Keep a secret' }).click()
  const dialog = tokenTestDialog(page)
  await dialog.secret.fill(secret)
  await dialog.testAndKeep.click()
  await dialog.dialog.waitFor({ state: 'detached' })
  const news = page.locator('[data-toasts] .toast')
  await news.getByRole('button', { name: 'Dismiss' }).click()
  await expect(news).toHaveCount(0)
}

test('a token made elsewhere: kept first, then docker signs in with it through the helper, and out again', async ({
  start,
  hub,
  docker,
  userData,
}) => {
  const token = await newToken(hub)
  const app = await start({ env: docker.env })
  const { page } = app
  await connectPage(page).signInTo(hub.url, hub.owner, organization)
  await openUse(page)
  const screen = secretPage(page)
  await expect(page.getByText('Its secret is not kept on this computer')).toBeVisible()
  await expect(screen.runDockerLogin).toHaveAttribute('aria-disabled', 'true')
  await look(app, 'use-not-kept')
  await keep(page, token.secret)
  await expect(page.getByText('Its secret is not kept on this computer')).toHaveCount(0)

  await screen.registry.fill(hub.registry)
  await expect(
    page.getByText('Docker hands the token to the credential helper “secretservice”'),
  ).toBeVisible()
  await look(app, 'use-it')
  await screen.runDockerLogin.click()
  await expect(screen.loginResult).toContainText(`${hub.registry} as ${organization}`)
  await look(app, 'use-signed-in')
  const person = dockerPerson(docker.env)
  expect(await person.list()).toEqual({ [hub.registry]: organization })
  expect((await findLeaks({ folders: [docker.folder, userData], canaries: [token.secret] })).leaks).toEqual(
    [],
  )

  // The helper hides whose sign-in it is, so that signing out asks.
  await screen.runDockerLogout.click()
  const question = page.getByRole('alertdialog')
  await expect(question).toContainText(`Sign docker out of ${hub.registry}?`)
  await look(app, 'use-sign-out')
  await question.getByRole('button', { name: 'Sign out' }).click()
  await expect(page.getByText(`Signed out of ${hub.registry}`)).toBeVisible()
  expect(await person.list()).toEqual({})
  await expect(screen.runDockerLogout).toHaveCount(0)
  await look(app, 'use-signed-out')
})

test('without a helper it asks; somebody else’s sign-in is warned of, and each failure has its words', async ({
  start,
  hub,
  docker,
  keyring,
}) => {
  const token = await newToken(hub)
  const bin = programsIn(join(docker.folder, 'bin'), 'docker')
  const auth = Buffer.from('robin:x').toString('base64')
  writeFileSync(docker.config, JSON.stringify({ auths: { [hub.registry]: { auth } } }))
  const app = await start({ env: { ...docker.env, PATH: `${bin}:${keyring.env['PATH'] ?? ''}` } })
  const { page } = app
  await connectPage(page).signInTo(hub.url, hub.owner, organization)
  await openUse(page)
  await keep(page, token.secret)
  const screen = secretPage(page)
  const says = (words: string) => expect(page.getByRole('alert')).toContainText(words)

  await screen.registry.fill(hub.registry)
  await expect(page.getByText(`This replaces the sign-in of “robin” for ${hub.registry}`)).toBeVisible()
  await expect(screen.runDockerLogin).toHaveAttribute('aria-disabled', 'true')
  await look(app, 'use-unencrypted')
  await screen.allowUnencrypted.check()
  await screen.runDockerLogin.click()
  await expect(page.getByText('The sign-in is stored unencrypted in')).toBeVisible()
  const kept = JSON.parse(readFileSync(docker.config, 'utf8')) as object
  expect(kept).toEqual({
    auths: {
      [hub.registry]: { auth: Buffer.from(`${organization}:${token.secret}`).toString('base64') },
    },
  })
  // It is this token's sign-in: signing out needs no question.
  await screen.runDockerLogout.click()
  await expect(page.getByText(`Signed out of ${hub.registry}`)).toBeVisible()
  expect(JSON.parse(readFileSync(docker.config, 'utf8'))).toEqual({ auths: {} })

  // A helper that is missing; a config that cannot be read; a registry that is not there.
  writeFileSync(docker.config, '{"credsStore":"nobody"}')
  await screen.runDockerLogin.click()
  await says('Docker’s credential helper is missing')
  writeFileSync(docker.config, '{bad')
  await screen.runDockerLogin.click()
  await says('Docker’s config cannot be read')
  expect(readFileSync(docker.config, 'utf8')).toBe('{bad')
  writeFileSync(docker.config, '{"credsStore":"secretservice"}')
  await screen.registry.fill('localhost:1')
  await expect(page.getByText('Docker hands the token to the credential helper')).toBeVisible()
  await screen.runDockerLogin.click()
  await says('Docker could not reach the registry')

  // The keyring is locked: signed in, and could not be saved.
  await screen.registry.fill(hub.registry)
  await expect(page.getByText('Docker hands the token to the credential helper')).toBeVisible()
  await keyring.lock()
  await screen.runDockerLogin.click()
  await expect(page.getByRole('alert')).toBeVisible()
  await look(app, 'use-locked')
  await keyring.unlock()

  // The token is deleted elsewhere.
  await hub.deleteToken(organization, token.id)
  await screen.runDockerLogin.click()
  await says('The registry did not accept the token')
  rmSync(join(bin, 'docker'))
})

test('the snippets say where the token goes, and copy without it', async ({ start, hub, docker }) => {
  await newToken(hub)
  mkdirSync(join(docker.folder, 'empty'))
  const app = await start({ env: docker.env })
  const { page } = app
  await connectPage(page).signInTo(hub.url, hub.owner, organization)
  await openUse(page)
  for (const [tab, words, name] of [
    ['Shell', 'docker login --username harborline --password-stdin', 'shell'],
    ['GitHub Actions', 'secrets.DOCKER_TOKEN', 'github'],
    ['GitLab CI', 'before_script:', 'gitlab'],
    ['Kubernetes', 'kubernetes.io/dockerconfigjson', 'kubernetes'],
    ['.docker/config.json', '"auths"', 'config'],
  ] as const) {
    await page.getByRole('tab', { name: tab }).click()
    await expect(page.getByRole('tabpanel').filter({ visible: true })).toContainText(words)
    if (name === 'kubernetes' || name === 'config') await look(app, `use-${name}`)
  }
})

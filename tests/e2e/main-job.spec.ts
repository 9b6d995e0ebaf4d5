// From a fresh start to a token that a real registry accepts: what Granary is for.
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { plainEnvironment } from '../../build/project.ts'
import type { App } from '../support/app.ts'
import { scratchConfig, skopeo } from '../support/docker.ts'
import { makeImage } from '../support/image.ts'
import { findLeaks, missedByScan } from '../support/leaks.ts'
import { hubIn, startRegistry } from '../support/registry.ts'
import { run } from '../support/run.ts'
import { connectPage } from './pages/connect.ts'
import { inventoryPage } from './pages/inventory.ts'
import { expect, test } from './story.ts'

const organization = 'harborline'
const pushed = 'access-api'
const pulled = 'access-events'
const day = 86_400_000
const expires = new Date(Date.now() + 45 * day).toISOString().slice(0, 10)

test('a token is made in the demo, kept, copied, and used with a real registry', async ({
  start,
  keyring,
  userData,
  display,
}) => {
  const clipboard = async () =>
    (await run('xclip', ['-selection', 'clipboard', '-o'], { env: { ...plainEnvironment(), ...display } }))
      .output
  // With a sign-in in it, so that docker does not set up a credential helper by itself where one is installed.
  const config = await scratchConfig({ auths: { 'registry.invalid': {} } })
  const app = await start({ env: { DOCKER_CONFIG: config.folder } })
  const { page } = app

  // The demo, in one click.
  const inventory = await connectPage(page).openDemo()
  await inventory.open(organization)

  // The wizard.
  const wizard = await inventory.openWizard()
  await wizard.label.fill('Release pipeline')
  await wizard.description.fill('Builds and publishes on each tag')
  await wizard.next.click()
  await wizard.chooseDate(expires)
  await wizard.next.click()
  await wizard.readPublic.check()
  await wizard.add(pushed, pulled)
  await wizard.allow(pushed, 'Image Push')
  await wizard.allow(pulled, 'Image Pull')
  await wizard.next.click()
  await wizard.management.check()
  await wizard.scope('Member Read').check()
  await wizard.next.click()
  const screen = await wizard.finish()

  // Shown once, hidden until asked for, kept already.
  await expect(screen.keep).toBeChecked()
  await expect(page.locator('body')).not.toContainText(prefix)
  const id = /tokens\/([^/]+)\/secret/.exec(page.url())?.[1] ?? ''
  const secret = (await keyring.lookup(`token/demo/${organization}/${id}`)) ?? ''
  expect(secret.startsWith(prefix)).toBe(true)
  await screen.show.click()
  await expect(screen.secret).toHaveText(secret)

  // Copied by hand or with the button, and later not.
  await setClipboardSeconds(app, 5)
  await screen.secret.getByText(secret).selectText()
  await page.keyboard.press('Control+c')
  await expect.poll(clipboard).toBe(secret)
  await expect.poll(clipboard, { timeout: 15_000 }).not.toContain(prefix)
  await screen.hide.click()
  await expect(page.locator('body')).not.toContainText(secret)
  await screen.copy.click()
  await expect.poll(clipboard).toBe(secret)
  await expect.poll(clipboard, { timeout: 15_000 }).not.toContain(prefix)

  // A real registry that trusts the Local Hub's token service, and Docker's own CLI, run by the app.
  const registry = await startRegistry(hubIn(join(userData, 'demo'), await demoUrl(app)))
  await screen.registry.fill(registry.address)
  await screen.allowUnencrypted.check()
  await screen.runDockerLogin.click()
  await expect(screen.loginResult).toContainText(registry.address)

  // What it may do, asked of the registry by skopeo.
  const images = mkdtempSync(join(tmpdir(), 'granary-images-'))
  const client = await skopeo({ registry: registry.address, username: organization, secret })
  const first = `docker://${registry.address}/${organization}/${pushed}:1`
  const second = `docker://${registry.address}/${organization}/${pulled}:1`
  const { reference } = await makeImage(join(images, 'mine'), '1')
  expect(await client.copy(reference, first), 'push to the first').toMatchObject({ code: 0 })
  const denied = await client.copy(reference, second)
  expect(denied.code, 'push to the second').not.toBe(0)
  expect(denied.output).toMatch(/denied|unauthorized/)
  await pushAsOwner(app, registry.address, reference, second)
  expect(await client.copy(first, `oci:${join(images, 'one')}:1`), 'pull from the first').toMatchObject({
    code: 0,
  })
  expect(await client.copy(second, `oci:${join(images, 'two')}:1`), 'pull from the second').toMatchObject({
    code: 0,
  })
  await client.close()

  // The inventory knows that it was used.
  await screen.done.click()
  await inventory.refresh.click()
  const row = inventoryPage(page).row('Release pipeline')
  await expect(row).toContainText('just now')
  await expect(row).toContainText('Kept here')

  // And the secret is nowhere else: no file of the app, no log, no argument, no environment. Docker's config has it,
  // as its owner agreed to.
  expect(await missedByScan(secret)).toEqual([])
  const scan = await findLeaks({ folders: [userData], canaries: [secret], pids: 'all' })
  expect(scan.leaks).toEqual([])
  expect(app.output()).not.toContain(secret)
  await app.quit()
  const after = await findLeaks({ folders: [userData], canaries: [secret] })
  expect(after).toMatchObject({ leaks: [], unread: [] })

  await registry.stop()
  await config.remove()
  rmSync(images, { recursive: true })
})

const prefix = ['dckr', 'oat', ''].join('_')

const setClipboardSeconds = (app: App, seconds: number) =>
  app.page.evaluate(`granary.invoke('app.changeSettings', { clipboardSeconds: ${seconds} })`)

const demoUrl = async (app: App): Promise<string> => {
  const reply = await app.page.evaluate<{ value: { serverUrl: string }[] }>(`granary.invoke('accounts.list')`)
  return (reply.value[0]?.serverUrl ?? '').replace('127.0.0.1', 'localhost')
}

/** Puts an image where the token may only pull: with a token of its own that may push there. */
async function pushAsOwner(app: App, registry: string, from: string, to: string): Promise<void> {
  const resources = [{ type: 'TYPE_REPO', path: `${organization}/*`, scopes: ['scope-image-push'] }]
  const place = { accountId: 'demo', organization }
  const input = {
    ...place,
    label: 'Seeding',
    description: '',
    expiry: { kind: 'days', days: 30 },
    resources,
    keep: 'keychain',
  }
  const ask = async <T>(channel: string, value: unknown): Promise<T> => {
    const reply = await app.page.evaluate<{ value: T }>(
      `granary.invoke('${channel}', ${JSON.stringify(value)})`,
    )
    return reply.value
  }
  const { token } = await ask<{ token: { id: string } }>('tokens.create', input)
  const { secret } = await ask<{ secret: string }>('secrets.reveal', { ...place, tokenId: token.id })
  const client = await skopeo({ registry, username: organization, secret })
  expect(await client.copy(from, to)).toMatchObject({ code: 0 })
  await client.close()
}

// Updates from a real feed over the network: what is wrong is refused and the old version stays, what is right takes
// its place and starts. The packages are electron-builder's; the file they are in is a test's own stand-in for an
// AppImage (tests/support/update-packages.ts), and all that replaces it is the app's own code.
import { spawn } from 'node:child_process'
import { type KeyObject, generateKeyPairSync } from 'node:crypto'
import { readFileSync, readdirSync } from 'node:fs'
import { join } from 'node:path'
import { attachAt } from '../../build/attach.ts'
import { machineFlags, plainEnvironment } from '../../build/project.ts'
import { signFeed } from '../../electron/updates/signature.ts'
import { violations } from '../support/accessible.ts'
import { endApp, freePort, takeAttachedScreens } from '../support/attached.ts'
import { makeUpdatePackages, newerVersion, olderVersion } from '../support/update-packages.ts'
import { startUpdateServer } from '../support/update-server.ts'
import { updatesSection } from './pages/updates.ts'
import { expect, test } from './story.ts'

const feedName = 'latest-linux.yml'
const file = 'Granary-0.0.9.AppImage'

const debugging: number[] = []
// Whatever was started, also by the app itself, ends with the story.
test.afterEach(async () => {
  for (const port of debugging.splice(0)) await endApp(port)
})

test('what is wrong is refused, what is right takes its place and starts', async ({
  keyring,
  userData,
  display,
}) => {
  const makers = generateKeyPairSync('ed25519')
  const server = await startUpdateServer()
  const key = makers.publicKey.export({ format: 'der', type: 'spki' }).toString('base64')
  const folder = join(userData, 'packages')
  const packages = await makeUpdatePackages(folder, { feed: server.url, keys: key })
  const old = readFileSync(packages.older)
  const isOld = () => readFileSync(packages.older).equals(old)
  const offer = (text: string, by: KeyObject = makers.privateKey, name = feedName) =>
    server.files.set(feedName, Buffer.from(signFeed(name, text, by)))
  server.files.set(file, packages.newer)

  const port = await freePort()
  debugging.push(port)
  const data = join(userData, 'data')
  const first = spawn(
    packages.older,
    [...machineFlags, `--user-data-dir=${data}`, `--remote-debugging-port=${port}`],
    {
      env: { ...plainEnvironment(), ...keyring.env, ...display, XDG_CACHE_HOME: join(userData, 'cache') },
      stdio: 'ignore',
    },
  )
  const ended = new Promise<void>((resolve) => first.once('exit', () => resolve()))
  const { page } = await attachAt(`127.0.0.1:${port}`)
  const updates = updatesSection(page)
  const news = page.locator('[data-toasts]')
  await updates.open()
  await expect(updates.section).toContainText(`Granary ${olderVersion}`)
  await expect(updates.byItself).toBeChecked()

  const picture = (name: string) =>
    takeAttachedScreens(page, name, async (what, theme) => {
      await updates.section.scrollIntoViewIfNeeded()
      expect(await violations(page, theme === 'light' ? 'everything' : 'colours'), `axe on ${what}`).toEqual(
        [],
      )
    })
  const refuses = async (words: string) => {
    await updates.check.click()
    await expect(updates.section.getByRole('alert')).toContainText(words)
    expect(isOld()).toBe(true)
  }
  const good = packages.feed(file, packages.newer)
  await refuses('could not be found out')
  server.files.set(feedName, Buffer.from(good))
  await refuses('does not come from Granary’s makers')
  offer(good, generateKeyPairSync('ed25519').privateKey)
  await refuses('does not come from Granary’s makers')
  offer(good, makers.privateKey, 'latest-mac.yml')
  await refuses('does not come from Granary’s makers')
  offer(good)
  server.fault('away')
  await refuses('could not be found out')
  server.fault('changed')
  await refuses('Its checksum is wrong')
  server.fault('cut')
  await refuses('The download broke off')
  await picture('update-refused')
  offer(packages.feed(file, packages.newer, '0.0.7'))
  await updates.check.click()
  await expect(updates.section).toContainText('This is the newest version')

  offer(good)
  server.fault('held')
  await updates.check.click()
  await expect(updates.progress).toBeVisible()
  await updates.stop.click()
  await expect(updates.section).toContainText('The download was stopped')
  server.fault('none')
  await updates.check.click()
  await expect(updates.restart).toBeVisible()
  await expect(updates.notes).toContainText('Tokens that end soon are listed first')
  expect(isOld()).toBe(true)
  // It is news too, wherever the owner is.
  await expect(news).toContainText(`Granary ${newerVersion} is ready`)
  await news.getByRole('button', { name: 'Dismiss' }).click()
  await expect(news.getByRole('button')).toHaveCount(0)
  await picture('update-ready')

  // Behind Playwright's back: the app may be gone before it has seen the end of a click of its own.
  await updates.restart.evaluate((button) => {
    setTimeout(() => (button as unknown as { click(): void }).click())
  })
  await ended
  const second = await attachAt(`127.0.0.1:${port}`)
  const after = updatesSection(second.page)
  await after.open()
  await expect(after.section).toContainText(`Granary ${newerVersion}`)
  expect(readFileSync(packages.older).equals(packages.newer)).toBe(true)
  expect(readdirSync(folder).filter((name) => name.endsWith('.update'))).toEqual([])
  await server.stop()
})

import { once } from 'node:events'
import { chmodSync, existsSync, readFileSync, readdirSync, statSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, it } from 'vitest'
import { testFolder } from '../../tests/support/folder.ts'
import { stage, startAfterwards, takePlace } from './app-image.ts'

function files() {
  const home = testFolder()
  const appImage = join(home, 'Granary.AppImage')
  const downloaded = join(testFolder(), 'Granary-0.2.0.AppImage')
  writeFileSync(appImage, 'old')
  writeFileSync(downloaded, 'new')
  return { home, appImage, downloaded }
}

it('lies beside the old one first, then takes its place under its name', async () => {
  const { home, appImage, downloaded } = files()
  const staged = await stage(downloaded, appImage)
  expect(readFileSync(appImage, 'utf8')).toBe('old')
  expect(statSync(staged).mode & 0o777).toBe(0o755)
  takePlace(staged, appImage)
  expect(readFileSync(appImage, 'utf8')).toBe('new')
  expect(readdirSync(home)).toEqual(['Granary.AppImage'])
})

it('leaves the old one alone when the new one cannot be put there', async () => {
  const { home, appImage, downloaded } = files()
  const missing = join(downloaded, '..', 'nothing')
  await expect(stage(missing, appImage)).rejects.toMatchObject({ failure: { code: 'update.notInstalled' } })
  expect(readFileSync(appImage, 'utf8')).toBe('old')
  expect(readdirSync(home)).toEqual(['Granary.AppImage'])
})

it('replaces what an earlier update left behind', async () => {
  const { home, appImage, downloaded } = files()
  writeFileSync(join(home, '.Granary.AppImage.update'), 'half')
  takePlace(await stage(downloaded, appImage), appImage)
  expect(readFileSync(appImage, 'utf8')).toBe('new')
})

it.skipIf(process.platform === 'win32')('starts the next one only when this process has ended', async () => {
  const folder = testFolder()
  const started = join(folder, 'started')
  const file = join(folder, 'next')
  writeFileSync(file, `#!/bin/sh\nprintf '%s' "$2" > ${started}.part\nmv ${started}.part ${started}\n`)
  chmodSync(file, 0o755)
  const waiting = startAfterwards(file, ['--flag', 'with space'])
  await once(waiting, 'spawn')
  expect(existsSync(started)).toBe(false)
  // As the system does when this process ends.
  waiting.stdin?.destroy()
  await expect.poll(() => existsSync(started) && readFileSync(started, 'utf8')).toBe('with space')
})

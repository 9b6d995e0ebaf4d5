// What the first window is drawn with: the files as the stores write them, and anything at all in their place.
import '../tests/support/no-electron.ts'
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, it } from 'vitest'
import { defaultSettings } from '../shared/settings.ts'
import { readFirstLook } from './first-look.ts'
import { openStores } from './stores.ts'
import { defaultWindowState } from './window-state.ts'

let folder: string
beforeEach(() => (folder = mkdtempSync(join(tmpdir(), 'granary-first-look-'))))
afterEach(() => rmSync(folder, { recursive: true, force: true }))

const usual = {
  theme: defaultSettings.theme,
  zoom: defaultSettings.zoom,
  state: defaultWindowState,
  accounts: false,
}

it('is what the stores have written', async () => {
  const stores = await openStores(folder)
  const state = { width: 900, height: 600, x: -20, y: 0, maximized: true }
  await stores.settings.change({ theme: 'dark', zoom: 150 })
  await stores.window.write(state)
  expect(readFirstLook(folder)).toEqual({ theme: 'dark', zoom: 150, state, accounts: false })
})

it('knows whether somebody is signed in', async () => {
  const stores = await openStores(folder)
  const row = {
    id: 'a1',
    kind: 'dockerHub',
    url: 'https://hub.docker.com',
    registry: 'docker.io',
    caFile: null,
  }
  await stores.accounts.write({
    accounts: [
      {
        ...row,
        kind: 'dockerHub',
        username: 'ada',
        login: 'ada',
        kept: true,
        dockerConfig: null,
        clock: null,
      },
    ],
  })
  expect(readFirstLook(folder).accounts).toBe(true)
  await stores.accounts.write({ accounts: [] })
  expect(readFirstLook(folder).accounts).toBe(false)
})

it('is the usual one at the first start', () => {
  expect(readFirstLook(join(folder, 'nowhere'))).toEqual(usual)
})

it.each([
  'null',
  '7',
  '{',
  '{"data":null}',
  '{"data":{"theme":"sepia","zoom":1e9,"width":"wide"}}',
  '{"data":{"theme":7,"zoom":"150","width":900.5,"height":600,"x":0,"y":0,"maximized":false}}',
  '{"data":{"theme":null,"zoom":null,"width":900,"height":600,"x":"0","y":0,"maximized":false}}',
  '{"data":{"theme":"","zoom":101,"width":900,"height":600,"x":0,"y":0,"maximized":1}}',
])('is the usual one where the files hold %s', (text) => {
  for (const file of ['settings.json', 'window.json']) writeFileSync(join(folder, file), text)
  expect(readFirstLook(folder)).toEqual(usual)
})

it('takes the good one of two files', () => {
  writeFileSync(join(folder, 'settings.json'), '{"data":{"theme":"light","zoom":99}}')
  mkdirSync(join(folder, 'window.json'))
  expect(readFirstLook(folder)).toEqual({ ...usual, theme: 'light' })
})

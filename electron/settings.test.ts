// Preferences: saved, announced, and one bad value never costs the others.
import '../tests/support/no-electron.ts'
import * as fs from 'node:fs'
import { join } from 'node:path'
import { beforeEach, describe, expect, it } from 'vitest'
import { type Settings, defaultSettings } from '../shared/settings.ts'
import { testFolder } from '../tests/support/folder.ts'
import { wrap } from './disk/envelope.ts'
import { openSettings } from './settings.ts'

let folder: string
beforeEach(() => void (folder = testFolder()))

describe('settings', () => {
  it('start as the defaults and are there at the next start', async () => {
    const settings = await openSettings({ folder })
    expect(settings.read()).toEqual(defaultSettings)
    expect(await settings.change({ theme: 'dark' })).toEqual({ ...defaultSettings, theme: 'dark' })
    await settings.change({ clipboardSeconds: 30 })
    expect((await openSettings({ folder })).read()).toEqual({
      ...defaultSettings,
      theme: 'dark',
      clipboardSeconds: 30,
    })
  })

  it('are announced after they are saved, until the listener is taken off', async () => {
    const settings = await openSettings({ folder })
    const heard: Settings['theme'][] = []
    const undo = settings.onChange(({ theme }) => heard.push(theme))
    await settings.change({ theme: 'dark' })
    undo()
    await settings.change({ theme: 'light' })
    expect(heard).toEqual(['dark'])
  })

  it('keep the good values beside one that this version does not know', async () => {
    const data = { theme: 'sepia', clipboardSeconds: 20, lastRoute: '/x', unknown: true }
    fs.writeFileSync(join(folder, 'settings.json'), JSON.stringify(wrap(data, 1, 1)))
    expect((await openSettings({ folder })).read()).toEqual({
      ...defaultSettings,
      clipboardSeconds: 20,
      lastRoute: '/x',
      policy: defaultSettings.policy,
    })
  })

  it('come back from the generation before when the file is damaged', async () => {
    const settings = await openSettings({ folder })
    await settings.change({ theme: 'dark' })
    await settings.change({ theme: 'light' })
    fs.writeFileSync(join(folder, 'settings.json'), '{"theme":')
    const aside: string[] = []
    const again = await openSettings({ folder, onSetAside: (file) => aside.push(file) })
    expect([again.read().theme, aside.length]).toEqual(['dark', 1])
  })

  it('refuse a value out of range and stay as they were', async () => {
    const settings = await openSettings({ folder })
    await expect(settings.change({ clipboardSeconds: 1 })).rejects.toThrow()
    expect(settings.read()).toEqual(defaultSettings)
  })

  it('cannot be changed through what was handed out', async () => {
    const settings = await openSettings({ folder })
    settings.read().theme = 'dark'
    expect(settings.read().theme).toBe('system')
  })
})

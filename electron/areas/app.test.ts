// The settings, and the one change of them that whoever sits down at an open app must not make.
import { expect, it } from 'vitest'
import { Failed } from '../../shared/errors.ts'
import { type Settings, defaultSettings } from '../../shared/settings.ts'
import { appArea } from './app.ts'

function setUp(accepts: boolean) {
  let settings: Settings = defaultSettings
  const asked: string[] = []
  const area = appArea({
    version: '1',
    electron: '1',
    chromium: '1',
    system: 'darwin 1',
    platform: 'darwin',
    dataFolder: '/data',
    notices: () => [],
    administration: { state: 'none' },
    presence: {
      kind: () => 'touchId',
      async ask(reason) {
        asked.push(reason)
        if (!accepts) throw new Failed('presence.refused')
      },
    },
    settings: {
      read: () => settings,
      change: async (change) => (settings = { ...settings, ...change }),
    },
    openDataFolder: async () => undefined,
    openDocumentation: async () => undefined,
    offer: () => undefined,
  })
  return { area, asked, settings: () => settings }
}

it('asks before it stops asking, and stays as it is when refused', async () => {
  const { area, asked, settings } = setUp(false)
  await expect(area.changeSettings({ askPresence: false })).rejects.toThrow('presence.refused')
  expect(settings().askPresence).toBe(true)
  expect(asked).toHaveLength(1)
})

it('asks for nothing else, nor when it is off already', async () => {
  const { area, asked, settings } = setUp(true)
  await area.changeSettings({ theme: 'dark' })
  await area.changeSettings({ askPresence: true })
  expect(asked).toEqual([])
  await area.changeSettings({ askPresence: false })
  await area.changeSettings({ askPresence: false })
  expect(asked).toHaveLength(1)
  expect(settings().askPresence).toBe(false)
})

it('says what the system can ask for', async () => {
  expect(await setUp(true).area.information(undefined)).toMatchObject({ presence: 'touchId' })
})

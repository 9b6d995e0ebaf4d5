// The files in the data folder: what the owner is told of those that cannot be used, and what quitting waits for.
import '../tests/support/no-electron.ts'
import * as fs from 'node:fs'
import { join } from 'node:path'
import { beforeEach, describe, expect, it, vi } from 'vitest'
import { testFolder } from '../tests/support/folder.ts'
import { wrap } from './disk/envelope.ts'
import { openStores } from './stores.ts'

let folder: string
beforeEach(() => void (folder = testFolder()))

const files = ['accepted', 'accounts', 'drafts', 'kept-secrets', 'replacements', 'templates', 'views', 'told']

describe('notices', () => {
  it('say of the settings of a newer Granary that the policy does not hold, and leave the file alone', async () => {
    const file = join(folder, 'settings.json')
    const newer = JSON.stringify(wrap({ policy: { noPushToAll: true } }, 2, 9))
    fs.writeFileSync(file, newer)
    const stores = await openStores(folder)
    expect(stores.settings.read().policy.noPushToAll).toBe(false)
    expect(stores.notices()).toEqual([{ text: expect.stringContaining('your policy does not hold') }])
    await expect(stores.settings.change({ theme: 'dark' })).rejects.toThrow()
    expect([stores.notices().length, fs.readFileSync(file, 'utf8')]).toEqual([1, newer])
  })

  it('take that back once the disk gives the settings', async () => {
    const file = join(folder, 'settings.json')
    fs.mkdirSync(file)
    const stores = await openStores(folder)
    const told = vi.fn()
    stores.onNotice(told)
    expect(stores.notices()).toHaveLength(1)
    fs.rmdirSync(file)
    const data = { policy: { longestDays: null, noNeverExpiring: true, noPushToAll: true } }
    fs.writeFileSync(file, JSON.stringify(wrap(data, 1, 1)))
    expect((await stores.settings.change({ theme: 'dark' })).policy).toEqual(data.policy)
    expect([stores.notices(), told.mock.calls.length]).toEqual([[], 1])
  })

  it('tell of every other list too', async () => {
    for (const name of files) fs.writeFileSync(join(folder, `${name}.json`), JSON.stringify(wrap({}, 2, 1)))
    const texts = (await openStores(folder)).notices().map(({ text }) => text)
    expect(texts.filter((text) => text.includes('cannot be read'))).toHaveLength(files.length)
  })
})

it('have written what was changed, the settings too, once they are settled', async () => {
  const stores = await openStores(folder)
  void stores.settings.change({ clipboardSeconds: 30 })
  await stores.settled()
  expect((await openStores(folder)).settings.read().clipboardSeconds).toBe(30)
})

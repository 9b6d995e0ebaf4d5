// A full disk under electron-store: the old value or the new, also when the room went after it had been proved.
import '../../tests/support/no-electron.ts'
import * as fs from 'node:fs'
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import * as z from 'zod'
import type { Failed } from '../../shared/errors.ts'
import { type SmallDisk, mountSmallDisk } from '../../tests/support/small-disk.ts'
import type * as durable from './durable.ts'
import { openSafeStore } from './safe-store.ts'

// One real part can be switched off: the proof of room, to let electron-store run into the full disk by itself.
let roomIsProved = true
vi.mock('./durable.ts', async (original) => {
  const real = await original<typeof durable>()
  return {
    ...real,
    proveRoom: async (...given: [string, number]) => roomIsProved && real.proveRoom(...given),
  }
})

const schema = z.object({ text: z.string() })
const oldValue = { text: 'o'.repeat(30_000) }
const newValue = { text: 'n'.repeat(95_000) }

let disk: SmallDisk
beforeEach(() => void (disk = mountSmallDisk(600)))
afterEach(() => disk.unmount())

async function atEveryAmountOfRoom(): Promise<Set<string>> {
  const outcomes = new Set<string>()
  const aside: string[] = []
  const open = () =>
    openSafeStore({
      folder: disk.folder,
      file: 'kept.json',
      schema,
      defaults: { text: '' },
      onSetAside: (path) => aside.push(path),
    })
  for (let free = 0; free <= 320 * 1024; free += 4096) {
    disk.empty()
    const store = await open()
    await store.write(oldValue)
    disk.leave(free)
    const outcome = await store.write(newValue).then(
      () => 'written',
      (error: unknown) => (error as Failed).failure.code,
    )
    outcomes.add(outcome)
    const expected = outcome === 'written' ? newValue : oldValue
    expect([free, store.read().text === expected.text]).toEqual([free, true])
    expect([free, (await open()).read().text === expected.text]).toEqual([free, true])
    expect(fs.readdirSync(disk.folder).filter((name) => name.includes('.tmp'))).toEqual([])
  }
  expect(aside).toEqual([])
  return outcomes
}

describe('a full disk', () => {
  it('has the old value or the new at every amount of room', async () => {
    roomIsProved = true
    expect([...(await atEveryAmountOfRoom())].toSorted()).toEqual(['disk.full', 'written'])
  })

  it('is noticed by reading back when the room went in between, and the old value is put back', async () => {
    roomIsProved = false
    expect([...(await atEveryAmountOfRoom())].toSorted()).toEqual(['disk.full', 'written'])
  })
})

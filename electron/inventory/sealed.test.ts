// The sealed documents on a real disk: what is on it, what a keychain or disk that refuses does, whose key it is.
import '../../tests/support/no-electron.ts'
import * as fs from 'node:fs'
import { join } from 'node:path'
import * as fc from 'fast-check'
import * as z from 'zod'
import { beforeEach, describe, expect, it, vi } from 'vitest'
import { testFolder } from '../../tests/support/folder.ts'
import { type MemoryKeychain, memoryKeychain } from '../../tests/support/memory-keychain.ts'
import { mountSmallDisk } from '../../tests/support/small-disk.ts'
import { inventoryKeyName } from '../keychain/names.ts'
import { type SealedOptions, openSealedDocuments } from './sealed.ts'
import { fileNameOf } from './sealed-files.ts'

const acme = 'tokens/account/acme'
const other = 'tokens/account/other'

let folder: string
let keychain: MemoryKeychain
let aside: string[]
beforeEach(() => {
  folder = testFolder()
  keychain = memoryKeychain()
  aside = []
})

const open = (change: Partial<SealedOptions> = {}) =>
  openSealedDocuments({ folder, keychain, onSetAside: (file) => aside.push(file), rest: 0, ...change })
const fileOf = (name: string) => join(folder, fileNameOf(name))

describe('sealed documents', () => {
  it('are there at the next start, with one key in the keychain', async () => {
    const value = { tokens: [{ label: 'büro 🚀' }], syncedAt: null }
    expect(await open().write(acme, value)).toEqual({ saved: true })
    expect(await open().write(other, [])).toEqual({ saved: true })
    expect([await open().read(acme), await open().read(other)]).toEqual([value, []])
    expect([...keychain.entries.keys()]).toEqual([inventoryKeyName])
  })

  it('ask for the key once when they are opened, whatever is read then', async () => {
    await open().write(acme, 1)
    keychain.asked.length = 0
    const documents = open()
    documents.open()
    await vi.waitUntil(() => keychain.asked.length > 0)
    expect(await documents.read(acme)).toBe(1)
    expect(keychain.asked).toEqual([`get ${inventoryKeyName}`])
  })

  it('show neither name nor content on the disk', async () => {
    await open().write(acme, { label: 'very-telling-label' })
    await open().write(acme, { label: 'very-telling-label 2' })
    for (const name of fs.readdirSync(folder)) {
      const text = name + fs.readFileSync(join(folder, name), 'utf8')
      expect(text).not.toMatch(/acme|account|telling/)
    }
  })

  it('are null when there are none, without making a key', async () => {
    expect([await open().read(acme), await open().find(acme, z.string())]).toEqual([
      null,
      { state: 'missing' },
    ])
    expect(keychain.entries.size).toBe(0)
  })

  it('go with their account and every generation, also while the keychain is locked', async () => {
    const documents = open()
    await documents.write(acme, 1)
    await documents.write(acme, 2)
    await documents.write('organizations/account', 3)
    await documents.write('tokens/account2/acme', 'somebody else’s')
    keychain.state = 'locked'
    const locked = open()
    await locked.write(other, 'not on disk')
    await locked.forget('account')
    keychain.state = 'working'
    expect(fs.readdirSync(folder)).toEqual([fileNameOf('tokens/account2/acme')])
    expect([await locked.read(other), await open().read('tokens/account2/acme')]).toEqual([
      null,
      'somebody else’s',
    ])
  })

  it('that are being written when their account goes are gone afterwards', async () => {
    const documents = open()
    const writes = [acme, other].map((name) => documents.write(name, 'x'))
    await documents.forget('account')
    await Promise.all(writes)
    await documents.forget('account')
    expect(fs.readdirSync(folder)).toEqual([])
  })

  it('leave no temporary file behind that a crash left', async () => {
    const stale = `${fileOf(acme)}.0123456789ab.tmp`
    fs.writeFileSync(stale, '')
    fs.utimesSync(stale, 0, 0)
    open()
    await expect.poll(() => fs.existsSync(stale)).toBe(false)
  })

  it('written at once use one key and are all readable', async () => {
    const documents = open()
    const names = Array.from({ length: 12 }, (_, at) => `tokens/account/org-${at}`)
    await Promise.all(names.map((name) => documents.write(name, name)))
    expect(await Promise.all(names.map((name) => open().read(name)))).toEqual(names)
    expect(keychain.asked.filter((asked) => asked.startsWith('set'))).toEqual([`set ${inventoryKeyName}`])
  })

  it('of the last of many writes at once win', async () => {
    const documents = open()
    await Promise.all([1, 2, 3, 4, 5].map((value) => documents.write(acme, value)))
    expect(await open().read(acme)).toBe(5)
  })
})

describe.each(['absent', 'locked', 'hanging', 'failed'] as const)('with a keychain that is %s', (state) => {
  it('live in memory for the session and nothing is made or deleted', async () => {
    await open().write(acme, 'on disk')
    const before = fs.readFileSync(fileOf(acme))
    keychain.state = state
    const documents = open()
    expect(await documents.read(acme)).toBeNull()
    expect(await documents.write(acme, 'in memory')).toEqual({ saved: false, reason: 'keychain' })
    expect(await documents.read(acme)).toBe('in memory')
    expect(await documents.find(other, z.string())).toEqual({ state: 'unknown', code: `keychain.${state}` })
    expect(fs.readFileSync(fileOf(acme))).toEqual(before)
    expect(keychain.asked.filter((asked) => asked.startsWith('set'))).toHaveLength(1)

    keychain.state = 'working'
    expect(await documents.write(other, 'x')).toEqual({ saved: true })
    expect([await open().read(acme), await open().read(other)]).toEqual(['in memory', 'x'])
  })

  it('leave it alone for a while after it refused', async () => {
    keychain.state = state
    const documents = open({ rest: 60_000 })
    for (let at = 0; at < 10; at += 1) await documents.read(`tokens/account/${at}`)
    expect(await documents.write(acme, 1)).toEqual({ saved: false, reason: 'keychain' })
    expect(keychain.asked).toEqual([`get ${inventoryKeyName}`])
  })
})

describe('the key', () => {
  it('is not made when the second answer differs from the first', async () => {
    await open().write(acme, 'kept')
    const real = keychain.get
    let first = true
    keychain.get = async (name) => (first ? ((first = false), { state: 'missing' }) : real(name))
    const documents = open()
    expect(await documents.write(other, 'x')).toEqual({ saved: true })
    expect(await open().read(acme)).toBe('kept')
    expect(aside).toEqual([])
  })

  it('is not replaced when something that is no key stands in its place', async () => {
    keychain.entries.set(inventoryKeyName, 'no key')
    expect(await open().write(acme, 1)).toEqual({ saved: false, reason: 'keychain' })
    expect(keychain.entries.get(inventoryKeyName)).toBe('no key')
  })

  it('of someone else sets the file aside, unharmed, when it is read or written', async () => {
    await open().write(acme, 'first')
    await open().write(acme, 'theirs')
    const theirs = keychain.entries.get(inventoryKeyName) ?? ''
    keychain.entries.clear()
    expect(await open().read(acme)).toBeNull()
    expect(await open().write(acme, 'ours')).toEqual({ saved: true })
    expect([await open().read(acme), aside.length]).toEqual(['ours', 2])
    // The file that was set aside still opens with its key.
    const [moved = ''] = aside
    expect(moved).toContain('.other-key-')
    fs.renameSync(moved, fileOf(acme))
    keychain.entries.set(inventoryKeyName, theirs)
    expect(await open().read(acme)).toBe('theirs')
  })

  it('of someone else sets a previous generation aside too that stands alone', async () => {
    await open().write(acme, 'theirs')
    fs.renameSync(fileOf(acme), `${fileOf(acme)}.previous`)
    keychain.entries.clear()
    for (const value of ['ours', 'ours again'])
      expect(await open().write(acme, value)).toEqual({ saved: true })
    expect(aside).toEqual([expect.stringContaining('.previous.other-key-')])
  })
})

describe('a disk that refuses', () => {
  it('leaves open what is there, and nothing is written over it', async () => {
    await open().write(acme, 'kept')
    const documents = open()
    // It cannot be read, whoever asks.
    fs.renameSync(fileOf(acme), `${fileOf(acme)}.away`)
    fs.mkdirSync(fileOf(acme))
    expect(await documents.find(acme, z.string())).toEqual({ state: 'unknown', code: 'disk.failed' })
    fs.rmdirSync(fileOf(acme))
    fs.renameSync(`${fileOf(acme)}.away`, fileOf(acme))
    expect(await documents.find(acme, z.string())).toEqual({ state: 'found', value: 'kept' })
    expect(aside).toEqual([])
  })
})

describe('damaged documents', () => {
  it('and those of another shape are set aside, not taken for empty', async () => {
    await open().write(acme, { tokens: 'none of ours' })
    expect(await open().find(acme, z.object({ tokens: z.array(z.string()) }))).toEqual({ state: 'missing' })
    expect(aside).toEqual([expect.stringContaining('.corrupt-')])
    expect(fs.existsSync(fileOf(acme))).toBe(false)
  })

  it('are set aside and the generation before is used, whichever bit changed', async () => {
    await open().write(acme, 'old')
    await open().write(acme, 'new')
    const [bytes, previous] = [fs.readFileSync(fileOf(acme)), fs.readFileSync(`${fileOf(acme)}.previous`)]
    await fc.assert(
      fc.asyncProperty(fc.nat(bytes.length - 1), fc.nat(7), async (at, bit) => {
        const flipped = Buffer.from(bytes)
        flipped.writeUInt8(flipped.readUInt8(at) ^ (1 << bit), at)
        fs.writeFileSync(fileOf(acme), flipped)
        fs.writeFileSync(`${fileOf(acme)}.previous`, previous)
        aside = []
        const read = await open().read(acme)
        expect(read === 'old' ? aside.length : read).toBe(read === 'old' ? 1 : 'new')
      }),
      { numRuns: 300 },
    )
  })

  it('put under another name do not open there', async () => {
    await open().write(acme, 'acme’s')
    fs.renameSync(fileOf(acme), fileOf(other))
    expect([await open().read(other), aside.length]).toEqual([null, 1])
    expect(aside[0]).toContain('.corrupt-')
  })
})

it('stay as they were on a full disk, while memory has the new ones', async () => {
  const disk = mountSmallDisk(400)
  try {
    folder = disk.folder
    const documents = open()
    const [before, after] = ['o'.repeat(20_000), 'n'.repeat(60_000)]
    await documents.write(acme, before)
    disk.leave(40_000)
    expect(await documents.write(acme, after)).toEqual({ saved: false, reason: 'disk' })
    expect([await documents.read(acme), await open().read(acme)]).toEqual([after, before])
    disk.empty()
    expect(await documents.write(other, 'x')).toEqual({ saved: true })
    expect([await open().read(acme), aside]).toEqual([after, []])
  } finally {
    disk.unmount()
  }
})

// Whatever is in the place of a sealed file: nothing throws, nothing good is lost, and what cannot be used is set aside.
import '../../tests/support/no-electron.ts'
import * as fs from 'node:fs'
import { join } from 'node:path'
import * as fc from 'fast-check'
import { beforeEach, describe, expect, it } from 'vitest'
import { testFolder } from '../../tests/support/folder.ts'
import { type MemoryKeychain, memoryKeychain } from '../../tests/support/memory-keychain.ts'
import { wrap } from '../disk/envelope.ts'
import { inventoryCopy } from './copy.ts'
import { openSealedDocuments } from './sealed.ts'
import { fileNameOf } from './sealed-files.ts'

const name = 'tokens/account/acme'

let folder: string
let keychain: MemoryKeychain
let aside: string[]
/** The two generations as they were written: `new` over `old`. */
let current: Buffer
let previous: Buffer
beforeEach(async () => {
  folder = testFolder()
  keychain = memoryKeychain()
  await open().write(name, 'old')
  await open().write(name, 'new')
  aside = []
  current = fs.readFileSync(file())
  previous = fs.readFileSync(`${file()}.previous`)
})

const open = () => openSealedDocuments({ folder, keychain, onSetAside: (path) => aside.push(path), rest: 0 })
const file = () => join(folder, fileNameOf(name))

/** Reads with these bytes as the current generation. */
async function readWith(bytes: Uint8Array | string): Promise<unknown> {
  for (const path of aside) fs.rmSync(path, { force: true })
  aside = []
  fs.writeFileSync(file(), bytes)
  fs.writeFileSync(`${file()}.previous`, previous)
  return open().read(name)
}

/** The generation before is used, and the bytes are kept under another name. */
async function expectRestored(bytes: Uint8Array | string): Promise<void> {
  expect(await readWith(bytes)).toBe('old')
  expect(aside).toHaveLength(1)
  expect(fs.readFileSync(aside[0] ?? '').equals(Buffer.from(bytes))).toBe(true)
}

describe('a damaged file is set aside whole, and the generation before is used', () => {
  it('cut off after any number of bytes', async () => {
    for (let length = 0; length < current.length - 1; length++)
      await expectRestored(current.subarray(0, length))
  }, 60_000)

  it('with any of 2,000 bits flipped', async () => {
    for (let flip = 0; flip < 2_000; flip++) {
      const at = Math.floor((flip / 2_000) * current.length)
      const flipped = Buffer.from(current)
      flipped.writeUInt8(flipped.readUInt8(at) ^ (1 << (flip % 8)), at)
      const read = await readWith(flipped)
      // White space between the fields may change into other white space: nothing was damaged then.
      expect(read === 'old' ? aside.length : read).toBe(read === 'old' ? 1 : 'new')
    }
  }, 60_000)

  it.each<[string, (bytes: Buffer) => Uint8Array | string]>([
    ['zeroed', (bytes) => Buffer.alloc(bytes.length)],
    ['empty', () => ''],
    ['with a byte order mark', (bytes) => Buffer.concat([Buffer.from([0xef, 0xbb, 0xbf]), bytes])],
    ['in UTF-16', (bytes) => Buffer.from(bytes.toString('utf8'), 'utf16le')],
    ['twice', (bytes) => Buffer.concat([bytes, bytes])],
    ['somebody’s picture', () => Buffer.from('89504e470d0a1a0a', 'hex')],
    ['valid, of another shape', () => JSON.stringify(wrap({ tokens: [] }, 1, 9))],
    ['null', () => JSON.stringify(wrap({ key: null, name: null, value: null }, 1, 9))],
    [
      'with fields of a hostile hand',
      () => '{"__proto__":{"polluted":1},"version":1,"data":{"__proto__":{"polluted":1}}}',
    ],
    ['nested without end', () => '['.repeat(200_000)],
  ])('%s', async (_what, change) => {
    await expectRestored(change(current))
    expect(({} as { polluted?: unknown }).polluted).toBeUndefined()
  })

  it('whose checksum is right and whose data carries a prototype', async () => {
    const hostile = JSON.stringify(wrap({ key: 'x', name: 'x', value: 'x' }, 1, 9)).replace(
      '"key":"x"',
      '"__proto__":{"polluted":1},"key":"x"',
    )
    await expectRestored(hostile)
    expect(({} as { polluted?: unknown }).polluted).toBeUndefined()
  })

  it('of 50 MB and of more than is ever read', async () => {
    await expectRestored(Buffer.alloc(50 * 1024 * 1024, 0x20))
    await expectRestored(Buffer.alloc(65 * 1024 * 1024, 0x20))
  }, 60_000)

  it('of any bytes and any JSON', async () => {
    const content = fc.oneof(fc.uint8Array({ maxLength: 300 }), fc.json(), fc.string({ unit: 'binary' }))
    await fc.assert(
      fc.asyncProperty(content, (bytes) => expectRestored(bytes)),
      { numRuns: 300 },
    )
  }, 60_000)

  it('a folder in its place', async () => {
    fs.rmSync(file())
    fs.mkdirSync(file())
    expect(await open().read(name)).toBeNull()
    expect(await open().write(name, 'newest')).toMatchObject({ saved: false })
    expect(fs.readFileSync(`${file()}.previous`).equals(previous)).toBe(true)
  })
})

it('with both generations damaged nothing is read, both are kept, and writing begins anew', async () => {
  fs.writeFileSync(file(), 'damaged')
  fs.writeFileSync(`${file()}.previous`, 'damaged too')
  const documents = open()
  expect(await documents.read(name)).toBeNull()
  expect(aside.map((path) => fs.readFileSync(path, 'utf8'))).toEqual(['damaged', 'damaged too'])
  expect(await documents.write(name, 'anew')).toEqual({ saved: true })
  expect(await open().read(name)).toBe('anew')
  expect(aside).toHaveLength(2)
})

describe('a file of a newer Granary', () => {
  const newer = () => JSON.stringify(wrap({ sealed: 'in a way to come' }, 2, 40))

  it('is neither read nor touched, whatever is done, and it is said why nothing is saved', async () => {
    fs.writeFileSync(file(), newer())
    const documents = open()
    expect(await documents.read(name)).toBeNull()
    expect(await documents.write(name, 'ours')).toEqual({ saved: false, reason: 'newer' })
    expect(await documents.read(name)).toBe('ours')
    expect(await documents.write('tokens/account/other', 'x')).toEqual({ saved: true })
    expect(fs.readFileSync(file(), 'utf8')).toBe(newer())
    expect(fs.readFileSync(`${file()}.previous`).equals(previous)).toBe(true)
    expect(aside).toEqual([])
  })

  it('as the generation before keeps an older Granary from writing too', async () => {
    fs.rmSync(file())
    fs.writeFileSync(`${file()}.previous`, newer())
    expect(await open().read(name)).toBeNull()
    expect(fs.readFileSync(`${file()}.previous`, 'utf8')).toBe(newer())
    expect(aside).toEqual([])
  })
})

describe('another computer’s file', () => {
  it('is set aside with its generation before, and opens again where it belongs', async () => {
    const theirs = new Map(keychain.entries)
    keychain = memoryKeychain()
    await open().write('tokens/account/other', 'makes a key')
    expect(await open().read(name)).toBeNull()
    expect(aside).toHaveLength(2)
    expect(aside.every((path) => path.includes('.other-key-'))).toBe(true)
    keychain = memoryKeychain()
    for (const [key, value] of theirs) keychain.entries.set(key, value)
    fs.copyFileSync(aside[0] ?? '', file())
    expect(await open().read(name)).toBe('new')
  })
})

it('a copy from before tokens could be gone opens with everything in it', () => {
  const token = {
    ...{ id: 't1', label: 'CI', description: '', createdBy: 'anna', createdAt: '2026-01-01T00:00:00Z' },
    ...{ expiresAt: null, lastUsedAt: null, isActive: true, secretKept: true, keptKnown: true },
    ...{
      resources: [{ type: 'TYPE_REPO', path: 'acme/web', scopes: ['scope-image-pull'] }],
      accessReadAt: null,
    },
  }
  const older = { tokens: [token], unreadable: 0, total: 1, syncedAt: '2026-01-02T00:00:00Z' }
  expect(inventoryCopy.parse(older)).toMatchObject(older)
})

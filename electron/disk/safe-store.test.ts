// electron-store behind its guard, on a real disk: damage, newer files, concurrency, and what other programs do.
import '../../tests/support/no-electron.ts'
import * as fs from 'node:fs'
import { join } from 'node:path'
import * as fc from 'fast-check'
import { beforeEach, describe, expect, it } from 'vitest'
import * as z from 'zod'
import { testFolder } from '../../tests/support/folder.ts'
import { previousOf } from './durable.ts'
import { wrap } from './envelope.ts'
import { type SafeStoreOptions, openSafeStore } from './safe-store.ts'

const schema = z.object({ text: z.string() })
type Value = z.infer<typeof schema>

let folder: string
let file: string
let aside: string[]
beforeEach(() => {
  folder = testFolder()
  file = join(folder, 'kept.json')
  aside = []
})

const open = (change: Partial<SafeStoreOptions<Value>> = {}) =>
  openSafeStore({
    folder,
    file: 'kept.json',
    schema,
    defaults: { text: 'default' },
    onSetAside: (path) => aside.push(path),
    ...change,
  })

/** A file that holds `new` with `old` as the generation before. */
async function twoGenerations() {
  const store = await open()
  await store.write({ text: 'old' })
  await store.write({ text: 'new' })
}

describe('a safe store', () => {
  it('has the defaults until something is written, and what was written when opened again', async () => {
    const store = await open()
    expect([store.read(), fs.readdirSync(folder)]).toEqual([{ text: 'default' }, []])
    await store.write({ text: 'first' })
    expect(store.read()).toEqual({ text: 'first' })
    const again = await open()
    expect([again.read(), again.trouble]).toEqual([{ text: 'first' }, null])
    expect(fs.statSync(file).mode & 0o777).toBe(0o600)
  })

  it('uses the generation before when the current one is damaged, and says so', async () => {
    await twoGenerations()
    fs.writeFileSync(file, 'not JSON')
    expect((await open()).read()).toEqual({ text: 'old' })
    expect(aside.map((path) => fs.readFileSync(path, 'utf8'))).toEqual(['not JSON'])
    // Told once; the next write makes a current one.
    const again = await open()
    expect([again.read(), aside.length]).toEqual([{ text: 'old' }, 1])
    await again.write({ text: 'newest' })
    fs.writeFileSync(file, 'not JSON')
    expect((await open()).read()).toEqual({ text: 'old' })
  })

  it('sets both generations aside when both are damaged', async () => {
    await twoGenerations()
    for (const path of [file, previousOf(file)]) fs.writeFileSync(path, '\0'.repeat(300))
    const store = await open()
    expect([store.read(), aside.length, fs.existsSync(file)]).toEqual([{ text: 'default' }, 2, false])
    await store.write({ text: 'again' })
    expect((await open()).read()).toEqual({ text: 'again' })
  })

  it('opens with every beginning of its file', async () => {
    await twoGenerations()
    const [bytes, previous] = [fs.readFileSync(file), fs.readFileSync(previousOf(file))]
    for (let length = 0; length < bytes.length; length += 1) {
      fs.writeFileSync(file, bytes.subarray(0, length))
      fs.writeFileSync(previousOf(file), previous)
      const value = (await open()).read().text
      expect([length, value]).toEqual([length, 'old'])
    }
    expect(aside).toHaveLength(bytes.length)
  })

  it('opens with any bit changed, with the old value or the new', async () => {
    await twoGenerations()
    const [bytes, previous] = [fs.readFileSync(file), fs.readFileSync(previousOf(file))]
    await fc.assert(
      fc.asyncProperty(fc.nat(bytes.length - 1), fc.nat(7), async (at, bit) => {
        const flipped = Buffer.from(bytes)
        flipped.writeUInt8(flipped.readUInt8(at) ^ (1 << bit), at)
        fs.writeFileSync(file, flipped)
        fs.writeFileSync(previousOf(file), previous)
        aside = []
        const value = (await open()).read().text
        expect(value === 'old' ? aside.length : value).toBe(value === 'old' ? 1 : 'new')
      }),
      { numRuns: 400 },
    )
  })

  it('leaves a file of a newer version alone, and refuses to write over it', async () => {
    const newer = JSON.stringify(wrap({ text: 'from the future', more: 1 }, 2, 9))
    fs.writeFileSync(file, newer)
    const store = await open()
    expect(store.trouble?.failure.code).toBe('file.unreadable')
    expect(store.read()).toEqual({ text: 'default' })
    await expect(store.write({ text: 'x' })).rejects.toMatchObject({ failure: { code: 'file.unreadable' } })
    expect([fs.readFileSync(file, 'utf8'), aside]).toEqual([newer, []])
  })

  it('takes intact data of the wrong shape for damage', async () => {
    fs.writeFileSync(file, JSON.stringify(wrap({ text: 5 }, 1, 1)))
    expect([(await open()).read().text, aside.length]).toEqual(['default', 1])
  })

  it('sets aside a file that was damaged while the store was open, and keeps the value', async () => {
    await twoGenerations()
    const store = await open()
    fs.writeFileSync(file, '{')
    expect(await store.change((current) => ({ text: `${current.text}er` }))).toEqual({ text: 'newer' })
    expect([aside.length, (await open()).read().text]).toEqual([1, 'newer'])
    // The damaged bytes did not take the place of the good generation either.
    fs.writeFileSync(file, '{')
    expect((await open()).read()).toEqual({ text: 'old' })
  })

  it('loses none of many changes made at once', async () => {
    const store = await open()
    await Promise.all(Array.from({ length: 50 }, () => store.change(({ text }) => ({ text: `${text}+` }))))
    expect((await open()).read().text).toBe(`default${'+'.repeat(50)}`)
  })

  it('changes what another program wrote since, not what it remembers', async () => {
    const [mine, others] = [await open(), await open()]
    await mine.write({ text: 'mine' })
    await others.change(({ text }) => ({ text: `${text} and theirs` }))
    expect(await mine.change(({ text }) => ({ text: `${text} and mine` }))).toEqual({
      text: 'mine and theirs and mine',
    })
  })

  it('refuses a value of the wrong shape and stays usable', async () => {
    const store = await open()
    await expect(store.write({ text: 5 } as unknown as Value)).rejects.toThrow()
    await store.write({ text: 'right' })
    expect(store.read()).toEqual({ text: 'right' })
  })

  it('says at once, without waiting, that the folder cannot be written', async () => {
    fs.writeFileSync(join(folder, 'file'), '')
    const store = await open({ folder: join(folder, 'file') })
    expect([store.trouble?.failure, store.read().text]).toEqual([
      { code: 'disk.failed', detail: 'ENOTDIR' },
      'default',
    ])
    await expect(store.write({ text: 'x' })).rejects.toMatchObject({ failure: { code: 'disk.failed' } })
    expect(store.read()).toEqual({ text: 'default' })
  })
})

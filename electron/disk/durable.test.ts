// Durable writes: whole or not at all, generations, permissions, what is swept and what is set aside.
import * as fs from 'node:fs'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { Failed } from '../../shared/errors.ts'
import { testFolder } from '../../tests/support/folder.ts'
import { type SmallDisk, mountSmallDisk } from '../../tests/support/small-disk.ts'
import { previousOf, proveRoom, readBounded, setAside, sweepTemporary, writeDurably } from './durable.ts'

const text = (file: string) => fs.readFileSync(file, 'utf8')

describe('writing durably', () => {
  it('makes the folder, replaces the file and lets nobody else read either', async () => {
    const file = join(testFolder(), 'state', 'a.json')
    await writeDurably(file, 'one')
    await writeDurably(file, 'two')
    expect(text(file)).toBe('two')
    expect(fs.statSync(file).mode & 0o777).toBe(0o600)
    expect(fs.statSync(join(file, '..')).mode & 0o777).toBe(0o700)
    expect(fs.readdirSync(join(file, '..'))).toEqual(['a.json'])
  })

  it('keeps the generation before when asked', async () => {
    const file = join(testFolder(), 'a.json')
    for (const value of ['one', 'two', 'three']) await writeDurably(file, value, { keepPrevious: true })
    expect([text(file), text(previousOf(file))]).toEqual(['three', 'two'])
  })

  it('says why it could not, without the path, and leaves nothing behind', async () => {
    const folder = testFolder()
    fs.writeFileSync(join(folder, 'file'), '')
    const failure: unknown = await writeDurably(join(folder, 'file', 'a.json'), 'x').catch(
      (error: unknown) => error,
    )
    expect(failure).toBeInstanceOf(Failed)
    expect((failure as Failed).failure).toEqual({ code: 'disk.failed', detail: 'EEXIST' })
    expect((failure as Failed).message).not.toContain(folder)
    fs.mkdirSync(join(folder, 'taken'))
    await expect(writeDurably(join(folder, 'taken'), 'x')).rejects.toMatchObject({
      failure: { code: 'disk.failed' },
    })
    expect(fs.readdirSync(folder).toSorted()).toEqual(['file', 'taken'])
  })
})

describe('reading', () => {
  it('tells absent from too large from refused', async () => {
    const folder = testFolder()
    fs.writeFileSync(join(folder, 'a'), '12345')
    expect(await readBounded(join(folder, 'none'), 10)).toBeNull()
    expect((await readBounded(join(folder, 'a'), 5))?.toString()).toBe('12345')
    await expect(readBounded(join(folder, 'a'), 4)).rejects.toMatchObject({
      failure: { code: 'file.unreadable' },
    })
    await expect(readBounded(folder, 4096 * 100)).rejects.toMatchObject({ failure: { code: 'disk.failed' } })
  })
})

describe('setting aside', () => {
  it('renames, never over an earlier one', async () => {
    const file = join(testFolder(), 'a.json')
    const paths = []
    for (const value of ['one', 'two', 'three']) {
      fs.writeFileSync(file, value)
      paths.push(await setAside(file))
    }
    expect(paths.map(text)).toEqual(['one', 'two', 'three'])
    expect(paths.every((path) => /a\.json\.corrupt-[\dTZ-]+$/.test(path))).toBe(true)
  })
})

describe('sweeping', () => {
  it('removes only old temporary files of its own file', async () => {
    const folder = testFolder()
    const names = [
      'a.json',
      'a.json.0a1b.tmp',
      'a.json.tmp-1700000000abcdef',
      'a.json.previous',
      'b.json.0a1b.tmp',
    ]
    for (const name of [...names, 'a.json.new.tmp']) fs.writeFileSync(join(folder, name), '')
    for (const name of names) fs.utimesSync(join(folder, name), 1_700_000_000, 1_700_000_000)
    await sweepTemporary(join(folder, 'a.json'))
    expect(fs.readdirSync(folder).toSorted()).toEqual([
      'a.json',
      'a.json.new.tmp',
      'a.json.previous',
      'b.json.0a1b.tmp',
    ])
  })
})

describe('a full disk', () => {
  let disk: SmallDisk
  beforeAll(() => void (disk = mountSmallDisk(256)))
  afterAll(() => disk.unmount())

  it('has the old bytes or the new, at every amount of room', async () => {
    const file = join(disk.folder, 'a.json')
    const seen = new Set<string>()
    for (let free = 0; free <= 128 * 1024; free += 4096) {
      disk.empty()
      await writeDurably(file, 'o'.repeat(20_000))
      disk.leave(free)
      const outcome = await writeDurably(file, 'n'.repeat(70_000), { keepPrevious: true }).then(
        () => 'written',
        (error: unknown) => (error as Failed).failure.code,
      )
      seen.add(outcome)
      expect(text(file)).toBe(outcome === 'written' ? 'n'.repeat(70_000) : 'o'.repeat(20_000))
      expect(fs.readdirSync(disk.folder).filter((name) => name.endsWith('.tmp'))).toEqual([])
    }
    expect([...seen].toSorted()).toEqual(['disk.full', 'written'])
  })

  it('is noticed before anything is written, and the room is given back', async () => {
    const file = join(disk.folder, 'b.json')
    disk.empty()
    disk.leave(32 * 1024)
    await expect(proveRoom(file, 64 * 1024)).rejects.toMatchObject({ failure: { code: 'disk.full' } })
    await proveRoom(file, 16 * 1024)
    await proveRoom(file, 16 * 1024)
    expect(fs.existsSync(file)).toBe(false)
  })
})

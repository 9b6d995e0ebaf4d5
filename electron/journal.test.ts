// The journal: on the disk before each act, whole or as it was, and what it does about damage.
import * as fs from 'node:fs'
import { join } from 'node:path'
import * as fc from 'fast-check'
import { beforeEach, describe, expect, it } from 'vitest'
import { testFolder } from '../tests/support/folder.ts'
import { mountSmallDisk } from '../tests/support/small-disk.ts'
import { wrap } from './disk/envelope.ts'
import { previousOf } from './disk/durable.ts'
import { type Intent, openJournal } from './journal.ts'

const intent = (id: string, change: Partial<Intent> = {}): Intent => ({
  ...{
    id,
    act: 'create',
    accountId: 'a',
    organization: 'acme',
    label: 'ci',
    startedAt: '2026-01-01T00:00:00Z',
  },
  ...{ knownIds: ['1', '2'], stage: 'asking', tokenId: null },
  ...change,
})

let file: string
beforeEach(() => void (file = join(testFolder(), 'state', 'journal.json')))

const listed = async () => (await openJournal(file)).journal.list().map(({ id }) => id)

describe('the journal', () => {
  it('has each change on the disk when it resolves', async () => {
    const { journal, setAside } = await openJournal(file)
    expect([journal.list(), setAside]).toEqual([[], null])
    await journal.open(intent('one'))
    await journal.open(intent('two'))
    await journal.advance('one', { stage: 'created', tokenId: '77' })
    const again = (await openJournal(file)).journal
    expect(again.list()).toEqual([intent('one', { stage: 'created', tokenId: '77' }), intent('two')])
    await journal.close('one')
    await journal.close('one')
    expect(await listed()).toEqual(['two'])
    expect(fs.statSync(file).mode & 0o777).toBe(0o600)
  })

  it('keeps both of two changes made at once', async () => {
    const { journal } = await openJournal(file)
    await journal.open(intent('one'))
    await Promise.all([
      journal.advance('one', { tokenId: '77' }),
      journal.advance('one', { stage: 'created' }),
    ])
    expect((await openJournal(file)).journal.list()).toEqual([
      intent('one', { stage: 'created', tokenId: '77' }),
    ])
    await Promise.all(Array.from({ length: 20 }, (_, at) => journal.open(intent(`more ${at}`))))
    expect(await listed()).toHaveLength(21)
  })

  it('refuses an id twice, and to advance what is not open, and stays usable', async () => {
    const { journal } = await openJournal(file)
    await journal.open(intent('one'))
    await expect(journal.open(intent('one'))).rejects.toThrow('open already')
    await expect(journal.advance('two', { stage: 'kept' })).rejects.toThrow('No intent')
    await journal.advance('one', { stage: 'kept' })
    expect(journal.list()).toEqual([intent('one', { stage: 'kept' })])
  })

  it('hands out copies', async () => {
    const { journal } = await openJournal(file)
    await journal.open(intent('one'))
    journal.list()[0]?.knownIds.push('changed')
    expect(journal.list()).toEqual([intent('one')])
  })

  it('keeps nothing in a file that does not belong there, such as a secret', async () => {
    const { journal } = await openJournal(file)
    await expect(journal.open({ ...intent('one'), secret: 'x' } as Intent)).rejects.toThrow()
    expect(fs.existsSync(file)).toBe(false)
  })
})

describe('a damaged journal', () => {
  async function twoGenerations() {
    const { journal } = await openJournal(file)
    await journal.open(intent('old'))
    await journal.open(intent('new'))
    return { bytes: fs.readFileSync(file), previous: fs.readFileSync(previousOf(file)) }
  }

  it('is set aside at every length it may have been cut to, and the generation before is used', async () => {
    const { bytes, previous } = await twoGenerations()
    for (let length = 0; length < bytes.length; length += 1) {
      fs.writeFileSync(file, bytes.subarray(0, length))
      fs.writeFileSync(previousOf(file), previous)
      const { journal, setAside } = await openJournal(file)
      expect([length, journal.list().map(({ id }) => id)]).toEqual([length, ['old']])
      expect(fs.readFileSync(setAside ?? '')).toEqual(bytes.subarray(0, length))
    }
  })

  it('is never misread, whichever bits changed', async () => {
    const { bytes, previous } = await twoGenerations()
    const flips = fc.array(fc.tuple(fc.nat(bytes.length - 1), fc.nat(7)), { minLength: 1, maxLength: 3 })
    await fc.assert(
      fc.asyncProperty(flips, async (changes) => {
        const flipped = Buffer.from(bytes)
        for (const [at, bit] of changes) flipped.writeUInt8(flipped.readUInt8(at) ^ (1 << bit), at)
        fs.writeFileSync(file, flipped)
        fs.writeFileSync(previousOf(file), previous)
        expect(await listed()).toEqual(flipped.equals(bytes) ? ['old', 'new'] : ['old'])
      }),
      { numRuns: 400 },
    )
  })

  it('starts empty when the generation before is damaged too, and loses no file', async () => {
    const { bytes } = await twoGenerations()
    for (const path of [file, previousOf(file)]) fs.writeFileSync(path, bytes.subarray(1))
    expect(await listed()).toEqual([])
    const kept = fs.readdirSync(join(file, '..')).filter((name) => name.includes('.corrupt-'))
    expect(kept).toHaveLength(2)
  })

  it('comes back from the generation before when it is gone', async () => {
    await twoGenerations()
    fs.rmSync(file)
    expect(await listed()).toEqual(['old'])
  })

  it('is left alone when a newer version wrote it', async () => {
    fs.mkdirSync(join(file, '..'))
    const newer = JSON.stringify(wrap([{ act: 'rotate' }], 2, 1))
    fs.writeFileSync(file, newer)
    await expect(openJournal(file)).rejects.toMatchObject({ failure: { code: 'file.unreadable' } })
    expect([fs.readFileSync(file, 'utf8'), fs.readdirSync(join(file, '..'))]).toEqual([
      newer,
      ['journal.json'],
    ])
  })
})

describe('a journal on a full disk', () => {
  it('refuses the act before it begins and is as it was', async () => {
    const disk = mountSmallDisk(64)
    try {
      file = join(disk.folder, 'journal.json')
      const { journal } = await openJournal(file)
      await journal.open(intent('one'))
      disk.leave(0)
      await expect(journal.open(intent('two'))).rejects.toMatchObject({ failure: { code: 'disk.full' } })
      expect([journal.list(), await listed()]).toEqual([[intent('one')], ['one']])
      disk.empty()
      await journal.close('one')
      expect(await listed()).toEqual([])
    } finally {
      disk.unmount()
    }
  })
})

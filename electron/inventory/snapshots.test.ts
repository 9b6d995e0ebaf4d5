// Snapshots: one a day at most, reviews that stay, a book that stays small, and nothing of this computer in them.
import fc from 'fast-check'
import { beforeEach, describe, expect, it, vi } from 'vitest'
import type { Token } from '../../shared/contract/tokens.ts'
import type { ComparedToken } from '../../shared/tokens/compare.ts'
import { memoryDocuments, refusing } from '../../tests/support/memory-documents.ts'
import {
  type SnapshotBook,
  emptyBook,
  lastReview,
  reviewMaximum,
  snapshotAt,
  snapshotBook,
  thinned,
  tokensAt,
  withSnapshot,
} from './snapshot-book.ts'
import { openSnapshots } from './snapshots.ts'

const ref = { accountId: 'demo', organization: 'acme' }
const token = (id: string, change: Partial<Token> = {}): Token => ({
  id,
  label: `label of ${id}`,
  description: '',
  createdBy: 'ada',
  createdAt: '2026-01-01T00:00:00Z',
  expiresAt: null,
  lastUsedAt: null,
  previouslyUsedAt: null,
  isActive: true,
  resources: [{ type: 'TYPE_REPO', path: 'acme/web', scopes: ['scope-image-pull'] }],
  secretKept: true,
  goneAt: null,
  ...change,
})

let stored: Map<string, unknown>
let refusal: 'keychain.locked' | 'disk.failed' | null
let tokens: Token[]
let offline: boolean
let syncedAt: string | null
let now: number
let taken: (() => void)[]

const open = (quiet = 0) =>
  openSnapshots({
    documents: refusing(memoryDocuments(stored), () => refusal),
    inventory: async () => ({
      tokens,
      unreadable: 0,
      slots: null,
      syncedAt,
      offline,
      notSaved: null,
    }),
    changed: () => taken.splice(0).forEach((done) => done()),
    quiet,
    now: () => now,
  })

const day = 86_400_000
const start = Date.parse('2026-06-01T12:00:00Z')
beforeEach(() => {
  stored = new Map()
  refusal = null
  tokens = [token('a'), token('b')]
  offline = false
  syncedAt = '2026-06-01T12:00:00Z'
  now = start
  taken = []
})

/** Tells of a change and waits until the quiet time is over and everything due was taken. */
async function sync(snapshots: ReturnType<typeof open>) {
  vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout'] })
  snapshots.noteChanged(ref)
  vi.runAllTimers()
  vi.useRealTimers()
  await snapshots.settled()
}

describe('snapshots', () => {
  it('are taken once a day, after a sync', async () => {
    const snapshots = open()
    await sync(snapshots)
    await sync(snapshots)
    expect(await snapshots.list(ref)).toEqual([{ at: '2026-06-01T12:00:00.000Z', note: null, tokens: 2 }])
    // Another start on the same day knows of it too.
    await sync(open())
    now += day
    await sync(snapshots)
    expect((await snapshots.list(ref)).map(({ at }) => at.slice(0, 10))).toEqual(['2026-06-02', '2026-06-01'])
  })

  it('wait until a sync is over, and take nothing of what the server did not just tell', async () => {
    vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout'] })
    const snapshots = open(3_000)
    for (let change = 0; change < 5; change += 1) {
      snapshots.noteChanged(ref)
      vi.advanceTimersByTime(2_900)
    }
    vi.useRealTimers()
    await snapshots.settled()
    expect(await snapshots.list(ref)).toEqual([])
    offline = true
    await sync(open())
    expect(stored.size).toBe(0)
  })

  it('make room on the same day for one that knows more of the access', async () => {
    const snapshots = open()
    tokens = [token('a', { resources: null }), token('b')]
    await sync(snapshots)
    tokens = [token('a'), token('b')]
    await sync(snapshots)
    const [only, ...more] = await snapshots.list(ref)
    expect(more).toEqual([])
    expect((await snapshots.compare(ref, only?.at ?? '', 'now')).changes).toEqual([])
    tokens = [token('a', { resources: [] }), token('b')]
    expect((await snapshots.compare(ref, only?.at ?? '', 'now')).changes).toHaveLength(1)
  })

  it('are compared with now, and with each other', async () => {
    const snapshots = open()
    await sync(snapshots)
    now += day
    tokens = [token('b', { label: 'Another' }), token('c')]
    await sync(snapshots)
    now += day
    tokens = [token('c', { isActive: false })]
    const fates = async (from: string, to: string) =>
      (await snapshots.compare(ref, from, to)).changes.map(({ tokenId, fate }) => `${tokenId} ${fate}`)
    expect(await fates('review', 'now')).toEqual(['c created', 'a deleted', 'b deleted'])
    expect(await fates('2026-06-02T12:00:00Z', 'now')).toEqual(['c stayed', 'b deleted'])
    expect(await fates('2026-06-01T23:00:00Z', '2026-06-02T13:00:00Z')).toEqual([
      'b stayed',
      'c created',
      'a deleted',
    ])
    // Never backwards.
    expect(await fates('2026-06-02T13:00:00Z', '2026-06-01T23:00:00Z')).toEqual([
      'b stayed',
      'c created',
      'a deleted',
    ])
    await snapshots.markReviewed(ref, 'Summer')
    expect(await snapshots.compare(ref, 'review', '2026-06-02T13:00:00Z')).toMatchObject({
      from: { at: '2026-06-02T12:00:00.000Z' },
      to: { note: 'Summer' },
    })
    // From before the first one: the first one is what there is.
    expect((await snapshots.compare(ref, '2020-01-01T00:00:00Z', 'now')).from?.at).toBe(
      '2026-06-01T12:00:00.000Z',
    )
  })

  it('begin at the last review once there is one, and know no gone token', async () => {
    const snapshots = open()
    expect(await snapshots.compare(ref, 'review', 'now')).toMatchObject({ from: null, changes: [] })
    await sync(snapshots)
    now += day
    tokens = [token('a'), token('b', { goneAt: '2026-06-02T00:00:00Z' })]
    expect((await snapshots.compare(ref, 'review', 'now')).changes).toMatchObject([
      { tokenId: 'b', fate: 'deleted' },
    ])
    await snapshots.markReviewed(ref, 'Spring cleaning')
    const since = await snapshots.compare(ref, 'review', 'now')
    expect(since).toMatchObject({ from: { note: 'Spring cleaning', tokens: 1 }, changes: [] })
  })

  it('are no review of an organization that was never read', async () => {
    syncedAt = null
    tokens = []
    await expect(open().markReviewed(ref, '')).rejects.toMatchObject({
      failure: { code: 'organization.notRead' },
    })
    expect(stored.size).toBe(0)
  })

  it.each(['keychain.locked', 'disk.failed'] as const)(
    'write nothing over a book while %s, and say so',
    async (code) => {
      const snapshots = open()
      await sync(snapshots)
      const before = structuredClone(stored)
      refusal = code
      now += day
      await sync(snapshots)
      const asked = [
        snapshots.list(ref),
        snapshots.compare(ref, 'review', 'now'),
        snapshots.markReviewed(ref, ''),
      ]
      for (const one of asked) await expect(one).rejects.toMatchObject({ failure: { code } })
      expect(stored).toEqual(before)
    },
  )

  it('go with their account, also one that is due', async () => {
    const snapshots = open()
    await sync(snapshots)
    now += day
    vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout'] })
    snapshots.noteChanged(ref)
    await snapshots.forget('demo')
    stored.clear()
    vi.runAllTimers()
    vi.useRealTimers()
    await snapshots.settled()
    expect(stored.size).toBe(0)
    // Signing in again on the same day, it begins anew.
    await sync(snapshots)
    expect(stored.size).toBe(1)
  })

  it('hold nothing of this computer', async () => {
    await sync(open())
    expect(JSON.stringify([...stored.values()])).not.toMatch(/secret|kept|goneAt/i)
  })
})

describe('the book of snapshots', () => {
  const compared = (id: string, change: Partial<ComparedToken> = {}): ComparedToken => {
    const { secretKept: _, goneAt: __, previouslyUsedAt: ___, ...rest } = token(id)
    return { ...rest, ...change }
  }
  const add = (book: SnapshotBook, at: number, held: ComparedToken[], note: string | null = null) =>
    withSnapshot(book, { id: String(at), at: new Date(at).toISOString(), note, tokens: held })

  it('writes a state once, however many snapshots share it', () => {
    let book = emptyBook()
    for (let days = 0; days < 10; days += 1)
      book = add(book, start + days * day, [
        compared('a', { lastUsedAt: new Date(start + days * day).toISOString() }),
        compared('b'),
      ])
    expect(book.states).toHaveLength(2)
    expect(book.snapshots).toHaveLength(10)
    const [first] = book.snapshots
    expect(first && tokensAt(book, first)[0]?.lastUsedAt).toBe('2026-06-01T12:00:00.000Z')
    expect(snapshotBook.parse(book)).toEqual(book)
  })

  it('keeps two years of daily snapshots and fifty reviews in bounds', () => {
    let book = emptyBook()
    for (let days = 0; days < 800; days += 1) {
      const held = [compared('a', { label: `label ${days}` })]
      book = add(book, start + days * day, held, days % 16 === 0 ? `review ${days}` : null)
    }
    const own = book.snapshots.filter(({ note }) => note === null)
    expect(own.length).toBeLessThanOrEqual(60)
    expect(book.states).toHaveLength(book.snapshots.length)
    expect(book.snapshots.filter(({ note }) => note !== null).length).toBeGreaterThanOrEqual(reviewMaximum)
    expect(lastReview(book)?.note).toBe('review 784')
    // The last two weeks day by day.
    expect(book.snapshots.slice(-14).map(({ id }) => Number(id))).toEqual(
      Array.from({ length: 14 }, (_, at) => start + (786 + at) * day),
    )
  })

  it('is thin enough once thinned, keeps the newest, and every token as it was', () => {
    const days = fc
      .uniqueArray(fc.integer({ min: 0, max: 900 }), { maxLength: 120 })
      .map((all) => all.sort((a, b) => a - b))
    fc.assert(
      fc.property(days, fc.integer({ min: 0, max: 200 }), (at, later) => {
        const all: SnapshotBook = {
          states: at.map((one) => compared(`t${one}`)),
          snapshots: at.map((one, index) => ({
            id: String(one),
            at: new Date(start + one * day).toISOString(),
            note: one % 7 === 0 ? '' : null,
            tokens: [[index, null]],
          })),
        }
        const now = start + ((at.at(-1) ?? 0) + later) * day
        const once = thinned(all, now)
        expect(thinned(once, now)).toEqual(once)
        expect(once.snapshots.filter(({ note }) => note === null).length).toBeLessThanOrEqual(60)
        expect(once.snapshots.at(-1)?.id).toBe(all.snapshots.at(-1)?.id)
        for (const one of once.snapshots) expect(tokensAt(once, one)[0]?.id).toBe(`t${one.id}`)
      }),
    )
  })

  it('finds the newest snapshot up to a moment', () => {
    let book = emptyBook()
    for (const days of [0, 2, 4]) book = add(book, start + days * day, [])
    const at = (days: number) => snapshotAt(book, start + days * day)?.id
    expect([at(-1), at(0), at(1), at(3), at(9)].map((id) => (Number(id) - start) / day)).toEqual([
      0, 0, 0, 2, 4,
    ])
  })
})

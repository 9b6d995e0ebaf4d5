// The inventory over documents in memory: what is carried over, what offline means, and that no change is lost.
import { beforeEach, describe, expect, it } from 'vitest'
import { Failed } from '../../shared/errors.ts'
import type { HubAccessTokenItem } from '../../shared/hub/access-tokens.ts'
import { type InventoryParts, openInventories } from './inventory.ts'
import type { SealedDocuments } from './sealed.ts'

const ref = { accountId: 'demo', organization: 'acme' }
const resources = [{ type: 'TYPE_REPO', path: 'acme/web', scopes: ['scope-image-pull'] }]
const item = (id: string, change: Partial<HubAccessTokenItem> = {}): HubAccessTokenItem => ({
  ...{ id, label: `label of ${id}`, is_active: true, created_at: '2026-01-01T00:00:00Z', created_by: 'ada' },
  ...change,
})

let stored: Map<string, unknown>
let server: HubAccessTokenItem[]
let down: Failed | null
let listedUnreadable: number
let reads: string[]
let now: number
let accessRead: () => void

const documents: SealedDocuments = {
  read: async (name) => structuredClone(stored.get(name)) ?? null,
  write: async (name, value) => (stored.set(name, structuredClone(value)), { saved: true }),
  remove: async (name) => void stored.delete(name),
  readable: async () => true,
  names: async () => [...stored.keys()],
}

function open(change: Partial<InventoryParts> = {}) {
  return openInventories({
    documents,
    list: async () => {
      if (down) throw down
      return { tokens: server, unreadable: listedUnreadable, total: server.length + listedUnreadable }
    },
    get: async ({ tokenId }) => {
      reads.push(tokenId)
      return { ...item(tokenId), description: `about ${tokenId}`, resources }
    },
    limit: async () => 10,
    isKept: async () => false,
    // Access is read behind the list: the second change is the one that carries it.
    changed: () => accessRead(),
    now: () => now,
    ...change,
  })
}

/** Refreshes and waits until the access of all tokens is in. */
async function refreshWithAccess(inventories: ReturnType<typeof open>, changes = 2) {
  const done = new Promise<void>((resolve) => {
    let left = changes
    accessRead = () => {
      left -= 1
      if (left === 0) resolve()
    }
  })
  await inventories.refresh(ref)
  await done
  return inventories.read(ref)
}

beforeEach(() => {
  stored = new Map()
  server = [item('a'), item('b')]
  down = null
  listedUnreadable = 1
  reads = []
  now = Date.parse('2026-06-01T12:00:00Z')
  accessRead = () => undefined
})

describe('the inventory', () => {
  it('lists, reads the access of each token, and counts unreadable rows in the slots', async () => {
    const shown = await refreshWithAccess(open())
    expect(shown.tokens.map(({ id, resources: access }) => [id, access])).toEqual([
      ['a', resources],
      ['b', resources],
    ])
    expect(shown).toMatchObject({
      unreadable: 1,
      slots: { used: 3, limit: 10 },
      offline: false,
      notSaved: null,
    })
  })

  it('opens from the disk without the server, and says offline after a refresh that could not reach it', async () => {
    await refreshWithAccess(open())
    down = new Failed('server.unreachable')
    const later = open()
    expect((await later.read(ref)).tokens).toHaveLength(2)
    const offline = await later.refresh(ref)
    expect(offline).toMatchObject({ offline: true, syncedAt: '2026-06-01T12:00:00.000Z' })
    expect(offline.tokens[0]?.resources).toEqual(resources)
    down = null
    expect(await later.refresh(ref)).toMatchObject({ offline: false })
  })

  it('passes on a failure that is not about reaching the server, copy untouched', async () => {
    const inventories = open()
    await refreshWithAccess(inventories)
    down = new Failed('signIn.needed')
    await expect(inventories.refresh(ref)).rejects.toBe(down)
    expect((await inventories.read(ref)).tokens).toHaveLength(2)
  })

  it('carries access and kept secrets over, and reads access again only when it is old', async () => {
    const inventories = open()
    await refreshWithAccess(inventories)
    await inventories.markKept({ ...ref, tokenId: 'a' }, true)
    server = [item('a', { last_used_at: '2026-06-01T11:59:00Z' }), item('b'), item('c')]
    const shown = await refreshWithAccess(inventories)
    expect(reads).toEqual(['a', 'b', 'c'])
    expect(shown.tokens[0]).toMatchObject({ secretKept: true, lastUsedAt: '2026-06-01T11:59:00Z', resources })
    now += 16 * 60_000
    await refreshWithAccess(inventories)
    expect(reads.slice(3)).toEqual(['a', 'b', 'c'])
  })

  it('reads no access twice, however often it is refreshed meanwhile', async () => {
    const answers: (() => void)[] = []
    const inventories = open({
      get: ({ tokenId }) => {
        reads.push(tokenId)
        return new Promise((resolve) => {
          answers.push(() => resolve({ ...item(tokenId), resources }))
        })
      },
    })
    await inventories.refresh(ref)
    await inventories.refresh(ref)
    await expect.poll(() => answers.length).toBe(2)
    for (const answer of answers) answer()
    await expect
      .poll(async () => (await inventories.read(ref)).tokens.map((token) => token.resources))
      .toEqual([resources, resources])
    expect(reads).toEqual(['a', 'b'])
  })

  it('loses no change of two made at once', async () => {
    const inventories = open()
    await refreshWithAccess(inventories)
    await Promise.all([
      inventories.markKept({ ...ref, tokenId: 'a' }, true),
      inventories.remove({ ...ref, tokenId: 'b' }),
    ])
    const again = await open().read(ref)
    expect(again.tokens.map(({ id, secretKept }) => [id, secretKept])).toEqual([['a', true]])
  })

  it('keeps a token made while an older list was on its way', async () => {
    let listed: () => void = () => undefined
    const older = new Promise<void>((resolve) => (listed = resolve))
    let calls = 0
    const inventories = open({
      list: async () => {
        calls += 1
        const tokens = [...server]
        if (calls === 1) await older
        return { tokens, unreadable: 0, total: tokens.length }
      },
    })
    const refreshing = inventories.refresh(ref)
    await inventories.add(ref, {
      ...{ id: 'new', label: 'new', description: '', createdBy: 'ada', createdAt: '2026-06-01T12:00:00Z' },
      ...{
        expiresAt: null,
        lastUsedAt: null,
        previouslyUsedAt: null,
        goneAt: null,
        isActive: true,
        resources,
        secretKept: true,
      },
    })
    server = [...server, item('new')]
    listed()
    const shown = await refreshing
    expect(shown.tokens.find(({ id }) => id === 'new')).toMatchObject({ secretKept: true })
    expect(calls).toBe(2)
  })

  it('asks the keychain about tokens it knows nothing of, and believes only an answer', async () => {
    const answers = new Map<string, boolean | null>([
      ['a', true],
      ['b', null],
    ])
    const inventories = open({ isKept: async ({ tokenId }) => answers.get(tokenId) ?? null })
    expect((await refreshWithAccess(inventories)).tokens.map(({ secretKept }) => secretKept)).toEqual([
      true,
      false,
    ])
    answers.set('b', true)
    now += 16 * 60_000
    expect((await refreshWithAccess(inventories)).tokens.map(({ secretKept }) => secretKept)).toEqual([
      true,
      true,
    ])
  })

  it('writes nothing over a copy that a locked keychain hides, and merges with it once it is open', async () => {
    const first = open({ isKept: async () => true })
    await refreshWithAccess(first)
    let locked = true
    const hidden: SealedDocuments = {
      ...documents,
      read: async (name) => (locked ? null : documents.read(name)),
      readable: async () => !locked,
    }
    const before = structuredClone(stored)
    const later = open({ documents: hidden, isKept: async () => null })
    expect(await refreshWithAccess(later)).toMatchObject({ notSaved: 'keychain' })
    expect(stored).toEqual(before)
    locked = false
    const shown = await later.refresh(ref)
    expect(shown.tokens.map(({ secretKept }) => secretKept)).toEqual([true, true])
    expect(shown.notSaved).toBeNull()
  })

  it('brings nothing back of an account that was forgotten meanwhile', async () => {
    let listed: () => void = () => undefined
    const older = new Promise<void>((resolve) => (listed = resolve))
    const inventories = open({ list: async () => (await older, { tokens: server, unreadable: 0, total: 2 }) })
    const refreshing = inventories.refresh(ref)
    await inventories.forget('demo')
    listed()
    await refreshing
    expect([...stored.keys()]).toEqual([])
  })

  it('says why the copy is not on disk', async () => {
    const unsaved = { ...documents, write: async () => ({ saved: false, reason: 'disk' }) as const }
    const inventories = open({ documents: unsaved })
    expect(await inventories.refresh(ref)).toMatchObject({
      notSaved: 'disk',
      tokens: [{ id: 'a' }, { id: 'b' }],
    })
  })

  it('marks what the server lists no more as gone, with all that was known, and takes it back alive', async () => {
    const inventories = open()
    await refreshWithAccess(inventories)
    await inventories.markKept({ ...ref, tokenId: 'b' }, true)
    const [, b] = server
    server = [item('a')]
    listedUnreadable = 0
    const noticed = new Date(now).toISOString()
    const shown = await inventories.refresh(ref)
    expect(shown.tokens).toMatchObject([
      { id: 'a', goneAt: null },
      { id: 'b', goneAt: noticed, secretKept: true, resources, description: 'about b' },
    ])
    expect(shown.slots).toEqual({ used: 1, limit: 10 })
    // Neither an hour nor an empty list changes when it was noticed, and nothing is asked about it.
    now += 3_600_000
    reads = []
    expect((await refreshWithAccess(inventories)).tokens[1]).toMatchObject({ goneAt: noticed })
    expect(reads).toEqual(['a'])
    server = []
    expect((await inventories.refresh(ref)).tokens).toMatchObject([{ id: 'a' }, { goneAt: noticed }])
    server = b ? [b] : []
    const back = await inventories.refresh(ref)
    expect(back.tokens).toMatchObject([{ id: 'b', goneAt: null, secretKept: true, resources }, { id: 'a' }])
    expect(back.slots).toEqual({ used: 1, limit: 10 })
  })

  it('takes a token for gone that an unreadable row may be only when the server says so of it', async () => {
    const gone = new Set<string>()
    const inventories = open({
      get: async ({ tokenId }) => {
        if (gone.has(tokenId)) throw new Failed('token.gone')
        return { ...item(tokenId), resources }
      },
    })
    await refreshWithAccess(inventories)
    server = [item('a')]
    const still = await refreshWithAccess(inventories)
    expect(still.tokens[1]).toMatchObject({ id: 'b', goneAt: null, resources })
    gone.add('b')
    const after = await refreshWithAccess(inventories)
    expect(after.tokens[1]).toMatchObject({ id: 'b', goneAt: new Date(now).toISOString(), resources })
  })

  it('counts a token that is missed between two lists out of the slots, and what is ours is dropped', async () => {
    const inventories = open()
    await refreshWithAccess(inventories)
    await inventories.noteGone({ ...ref, tokenId: 'b' })
    const shown = await inventories.read(ref)
    expect(shown.tokens.map(({ goneAt }) => goneAt)).toEqual([null, new Date(now).toISOString()])
    expect(shown.slots).toEqual({ used: 2, limit: 10 })
    await inventories.remove({ ...ref, tokenId: 'b' })
    expect(await inventories.read(ref)).toMatchObject({ tokens: [{ id: 'a' }], slots: { used: 2 } })
  })

  it('remembers the last use before the last one', async () => {
    const inventories = open()
    const usedAt = async (moment: string | null) => {
      server = [item('a', { last_used_at: moment })]
      return (await inventories.refresh(ref)).tokens[0]?.previouslyUsedAt
    }
    expect(await usedAt('2026-05-01T00:00:00Z')).toBeNull()
    expect(await usedAt('2026-05-01T00:00:00Z')).toBeNull()
    expect(await usedAt('2026-06-01T00:00:00Z')).toBe('2026-05-01T00:00:00Z')
    expect(await usedAt('2026-06-01T00:00:00Z')).toBe('2026-05-01T00:00:00Z')
    expect(await usedAt(null)).toBe('2026-05-01T00:00:00Z')
  })

  it('opens a copy of before tokens could be gone', async () => {
    const inventories = open()
    await refreshWithAccess(inventories)
    const [[name, copy]] = [...stored] as [[string, { tokens: Record<string, unknown>[] }]]
    const older = copy.tokens.map(({ goneAt: _, previouslyUsedAt: __, ...rest }) => rest)
    stored.set(name, { ...copy, tokens: older })
    expect((await open().read(ref)).tokens).toMatchObject([
      { id: 'a', resources, goneAt: null, previouslyUsedAt: null },
      { id: 'b' },
    ])
  })

  it('starts empty from a copy it cannot understand', async () => {
    stored.set('tokens/demo/acme', { tokens: 'all of them' })
    expect(await open().read(ref)).toMatchObject({ tokens: [], syncedAt: null, slots: null })
  })

  it('forgets the copies of one account only', async () => {
    await refreshWithAccess(open())
    stored.set('tokens/other/acme', {})
    await open().forget('demo')
    expect([...stored.keys()]).toEqual(['tokens/other/acme'])
  })
})

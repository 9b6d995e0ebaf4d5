// The inventory over documents in memory: what is carried over, what offline means, and that no change is lost.
import { beforeEach, describe, expect, it } from 'vitest'
import type { Token } from '../../shared/contract/tokens.ts'
import { Failed } from '../../shared/errors.ts'
import type { HubAccessTokenItem } from '../../shared/hub/access-tokens.ts'
import type { HubAuditEvent } from '../../shared/hub/audit-logs.ts'
import { type InventoryParts, openInventories } from './inventory.ts'
import type { SealedDocuments } from './sealed.ts'
import { memoryDocuments, refusing } from '../../tests/support/memory-documents.ts'
import { keptAs } from '../../tests/support/inventories.ts'

const ref = { accountId: 'demo', organization: 'acme' }
const resources = [{ type: 'TYPE_REPO', path: 'acme/web', scopes: ['scope-image-pull'] }]
const item = (id: string, change: Partial<HubAccessTokenItem> = {}): HubAccessTokenItem => ({
  ...{ id, label: `label of ${id}`, is_active: true, created_at: '2026-01-01T00:00:00Z', created_by: 'ada' },
  ...change,
})

const made: Token = {
  ...{ id: 'new', label: 'new', description: '', createdBy: 'ada', createdAt: '2026-06-01T12:00:00Z' },
  ...{ expiresAt: null, lastUsedAt: null, previouslyUsedAt: null, goneAt: null, isActive: true, resources },
  secretKept: true,
}

let stored: Map<string, unknown>
let server: HubAccessTokenItem[]
let down: Failed | null
let listedUnreadable: number
let reads: string[]
let now: number
let log: HubAuditEvent[] | Failed
let heard: number

/** What an earlier test still writes does not get into the next one's. */
let documents: SealedDocuments

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
    log: async () => {
      if (log instanceof Failed) throw log
      return { events: log, unreadable: 0, last: true }
    },
    limit: async () => 10,
    areKept: keptAs(() => false),
    serverNow: () => now,
    dropped: () => undefined,
    changed: () => (heard += 1),
    now: () => now,
    ...change,
  })
}

/** Syncs, and shows what is there then. */
async function synced(inventories: ReturnType<typeof open>) {
  await inventories.sync(ref)
  return inventories.read(ref)
}

beforeEach(() => {
  stored = new Map()
  documents = memoryDocuments(stored)
  server = [item('a'), item('b')]
  down = null
  listedUnreadable = 1
  reads = []
  now = Date.parse('2026-06-01T12:00:00Z')
  log = []
  heard = 0
})

describe('the inventory', () => {
  it('lists, reads the access of each token, and counts unreadable rows in the slots', async () => {
    const shown = await synced(open())
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
    await synced(open())
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
    await synced(inventories)
    down = new Failed('signIn.needed')
    await expect(inventories.refresh(ref)).rejects.toBe(down)
    expect((await inventories.read(ref)).tokens).toHaveLength(2)
  })

  const update = (data: object | null, minute: number, name = ''): HubAuditEvent => ({
    ...{ action: 'org.access_token.update', name, actor: 'ada', data: data && { ...data } },
    timestamp: `2026-06-01T11:${String(minute).padStart(2, '0')}:00Z`,
  })

  it('carries access and kept secrets over, and reads new tokens and those that the log tells of', async () => {
    const inventories = open()
    await synced(inventories)
    await inventories.markKept({ ...ref, tokenId: 'a' }, true)
    server = [item('a', { last_used_at: '2026-06-01T11:59:00Z' }), item('b'), item('c')]
    log = [update({ id: 'b' }, 1)]
    now += 3 * 3_600_000
    const shown = await synced(inventories)
    expect(reads).toEqual(['a', 'b', 'b', 'c'])
    expect(shown).toMatchObject({ auditLog: 'read' })
    expect(shown.tokens[0]).toMatchObject({ secretKept: true, lastUsedAt: '2026-06-01T11:59:00Z', resources })
    // Nothing is read again, until a week has passed: a log may leave something out.
    await synced(inventories)
    expect(reads).toHaveLength(4)
    now += 8 * 86_400_000
    await synced(inventories)
    expect(reads).toHaveLength(7)
  })

  it.each([
    ['refused', new Failed('server.refused')],
    ['unreadable', new Failed('server.unexpected')],
  ] as const)('reads every token again after a while when the log is %s', async (auditLog, failure) => {
    log = failure
    const inventories = open()
    expect(await synced(inventories)).toMatchObject({ auditLog })
    await synced(inventories)
    expect(reads).toEqual(['a', 'b'])
    now += 16 * 60_000
    await synced(inventories)
    expect(reads).toEqual(['a', 'b', 'a', 'b'])
  })

  it('keeps what it read when the rest is cut off, and reads only the rest the next time', async () => {
    const stop = new AbortController()
    server = Array.from({ length: 250 }, (_, number) => item(`t${number}`))
    const inventories = open({
      get: async ({ tokenId }, signal) => {
        signal?.throwIfAborted()
        reads.push(tokenId)
        if (reads.length === 130) stop.abort(new Error('stopped'))
        return { ...item(tokenId), resources }
      },
    })
    await expect(inventories.sync(ref, { signal: stop.signal })).rejects.toThrow('stopped')
    const before = [...reads]
    expect(before.length).toBeGreaterThanOrEqual(130)
    expect(before.length).toBeLessThan(140)
    await inventories.settled()
    // At the next start, from the disk.
    reads = []
    const shown = await synced(open())
    expect(reads).toHaveLength(250 - before.length)
    expect(shown.tokens.every((token) => token.resources !== null)).toBe(true)
  })

  it('writes down a big organization’s access while it is being read', async () => {
    server = Array.from({ length: 250 }, (_, number) => item(`t${number}`))
    let written = 0
    const inventories = open({
      get: async ({ tokenId }) => {
        reads.push(tokenId)
        if (reads.length === 249) {
          const copy = stored.get('tokens/demo/acme') as { tokens: { resources: unknown }[] }
          written = copy.tokens.filter((token) => token.resources !== null).length
        }
        return { ...item(tokenId), resources }
      },
    })
    await inventories.sync(ref)
    expect(written).toBe(200)
  })

  it('one token that the server cannot tell costs no other, and is asked for again', async () => {
    let broken = true
    const inventories = open({
      get: async ({ tokenId }) => {
        reads.push(tokenId)
        if (broken && tokenId === 'a') throw new Failed('server.failed')
        return { ...item(tokenId), resources }
      },
    })
    await expect(inventories.sync(ref)).rejects.toMatchObject({ failure: { code: 'server.failed' } })
    expect((await inventories.read(ref)).tokens).toMatchObject([{ resources: null }, { resources }])
    broken = false
    await synced(inventories)
    expect(reads).toEqual(['a', 'b', 'a'])
  })

  it('stops asking when the server is gone, or says that it is asked too much', async () => {
    server = Array.from({ length: 50 }, (_, number) => item(`t${number}`))
    for (const code of ['server.unreachable', 'server.rateLimited'] as const) {
      reads = []
      const get: InventoryParts['get'] = async ({ tokenId }) => {
        reads.push(tokenId)
        throw new Failed(code)
      }
      await expect(open({ get }).sync(ref)).rejects.toMatchObject({ failure: { code } })
      expect(reads.length).toBeLessThan(7)
    }
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

  it('does not write down an answer from before what the log tells', async () => {
    const inventories = open()
    await synced(inventories)
    let answer: (path: string) => void = () => undefined
    const held = new Promise<string>((resolve) => (answer = resolve))
    const later = open({
      get: async ({ tokenId }) => {
        reads.push(tokenId)
        const path = reads.length === 1 ? await held : 'acme/new'
        return { ...item(tokenId), resources: [{ type: 'TYPE_REPO', path, scopes: [] }] }
      },
    })
    reads = []
    log = [update({ id: 'a' }, 1)]
    const first = later.sync(ref)
    await expect.poll(() => reads).toEqual(['a'])
    log = [update({ id: 'a' }, 2), ...log]
    await later.sync(ref)
    answer('acme/old')
    await first
    expect(reads).toEqual(['a', 'a'])
    expect((await later.read(ref)).tokens[0]?.resources?.[0]?.path).toBe('acme/new')
  })

  it('loses no change of two made at once', async () => {
    const inventories = open()
    await synced(inventories)
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
    await expect.poll(() => calls).toBe(1)
    await inventories.add(ref, made)
    server = [...server, item('new')]
    listed()
    const shown = await refreshing
    expect(shown.tokens.find(({ id }) => id === 'new')).toMatchObject({ secretKept: true })
    expect(calls).toBe(2)
  })

  it('keeps what was done while the audit log was still on its way', async () => {
    let told: () => void = () => undefined
    const waiting = new Promise<void>((resolve) => (told = resolve))
    let lists = 0
    const inventories = open({
      list: async () => {
        lists += 1
        return { tokens: server, unreadable: 0, total: server.length }
      },
      async log() {
        await waiting
        return { events: [], unreadable: 0, last: true }
      },
    })
    const syncing = inventories.sync(ref)
    await expect.poll(() => lists).toBe(1)
    server = [item('a', { is_active: false })]
    await inventories.note({ ...ref, tokenId: 'a' }, { ...item('a', { is_active: false }), resources })
    await inventories.remove({ ...ref, tokenId: 'b' })
    told()
    await syncing
    const { tokens } = await inventories.read(ref)
    expect(tokens.map(({ id, isActive, goneAt }) => [id, isActive, goneAt])).toEqual([['a', false, null]])
  })

  it('an account whose server answers slowly holds up no other', async () => {
    let answer: () => void = () => undefined
    const slow = new Promise<void>((resolve) => (answer = resolve))
    const inventories = open({
      get: async ({ accountId, tokenId }) => {
        if (accountId === 'slow') await slow
        return { ...item(tokenId), resources }
      },
    })
    server = Array.from({ length: 20 }, (_, number) => item(`t${number}`))
    const waiting = inventories.sync({ ...ref, accountId: 'slow' })
    await inventories.sync(ref)
    expect((await inventories.read(ref)).tokens[19]?.resources).toEqual(resources)
    answer()
    await waiting
  })

  it('asks the keychain about tokens it knows nothing of, and believes only an answer', async () => {
    const asked: string[] = []
    let tells = false
    const areKept = keptAs((id) => {
      asked.push(id)
      return tells ? id === 'a' : null
    })
    const inventories = open({ areKept })
    const kept = async () => (await inventories.read(ref)).tokens.map(({ secretKept }) => secretKept)
    await inventories.refresh(ref)
    await expect.poll(() => asked).toEqual(['a', 'b'])
    expect(await kept()).toEqual([false, false])
    tells = true
    await inventories.refresh(ref)
    await expect.poll(kept).toEqual([true, false])
    await inventories.refresh(ref)
    await inventories.settled()
    expect(asked).toEqual(['a', 'b', 'a', 'b'])
  })

  it.each(['keychain.locked', 'disk.failed'] as const)(
    'writes nothing over a copy while %s, and merges with it afterwards',
    async (code) => {
      const first = open({ areKept: keptAs(() => true) })
      await first.refresh(ref)
      await expect.poll(async () => (await first.read(ref)).tokens[0]?.secretKept).toBe(true)
      let refusal: 'keychain.locked' | 'disk.failed' | null = code
      const hidden = refusing(documents, () => refusal)
      const before = structuredClone(stored)
      const later = open({ documents: hidden, areKept: keptAs(() => null) })
      expect(await synced(later)).toMatchObject({ notSaved: code === 'disk.failed' ? 'disk' : 'keychain' })
      expect(stored).toEqual(before)
      refusal = null
      const shown = await later.refresh(ref)
      expect(shown.tokens.map(({ secretKept }) => secretKept)).toEqual([true, true])
      expect(shown.notSaved).toBeNull()
    },
  )

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

  it('brings no copy back that was being opened when its account was forgotten', async () => {
    await synced(open())
    let openIt: () => void = () => undefined
    const opened = new Promise<void>((resolve) => (openIt = resolve))
    const slow: SealedDocuments = {
      ...documents,
      async find(name, schema) {
        const found = await documents.find(name, schema)
        await opened
        return found
      },
    }
    const inventories = open({ documents: slow })
    const [reading, adding] = [inventories.read(ref), inventories.add(ref, made)]
    await inventories.forget(ref.accountId)
    stored.clear()
    openIt()
    await Promise.all([reading, adding])
    expect([(await inventories.read(ref)).tokens, stored.size]).toEqual([[], 0])
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
    await synced(inventories)
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
    expect((await synced(inventories)).tokens[1]).toMatchObject({ goneAt: noticed })
    expect(reads).toEqual([])
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
    await synced(inventories)
    server = [item('a')]
    const still = await synced(inventories)
    expect(still.tokens[1]).toMatchObject({ id: 'b', goneAt: null, resources })
    gone.add('b')
    const after = await synced(inventories)
    expect(after.tokens[1]).toMatchObject({ id: 'b', goneAt: new Date(now).toISOString(), resources })
  })

  it('counts a token that is missed between two lists out of the slots, and what is ours is dropped', async () => {
    const inventories = open()
    await synced(inventories)
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
      const before = new Date(now).toISOString()
      now += 3_600_000
      const [token] = (await inventories.refresh(ref)).tokens
      // Until the list of before it was seen to be quiet.
      if (token?.quietUntil !== undefined) expect(token.quietUntil).toBe(seenAt ?? before)
      seenAt = token?.quietUntil
      return token?.previouslyUsedAt
    }
    let seenAt: string | undefined
    expect(await usedAt('2026-05-01T00:00:00Z')).toBeNull()
    expect(await usedAt('2026-05-01T00:00:00Z')).toBeNull()
    expect(await usedAt('2026-06-01T00:00:00Z')).toBe('2026-05-01T00:00:00Z')
    expect(await usedAt('2026-06-01T00:00:00Z')).toBe('2026-05-01T00:00:00Z')
    expect(await usedAt(null)).toBe('2026-05-01T00:00:00Z')
  })

  it('opens a copy of before tokens could be gone', async () => {
    const inventories = open()
    await synced(inventories)
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
    const other = { ...ref, accountId: 'other' }
    const inventories = open()
    for (const one of [ref, other]) await inventories.refresh(one)
    await inventories.forget('demo')
    stored.clear()
    expect((await inventories.read(ref)).tokens).toEqual([])
    expect((await inventories.read(other)).tokens).toHaveLength(2)
  })
})

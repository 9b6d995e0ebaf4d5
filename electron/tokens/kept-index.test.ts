// What is written down about kept secrets, and the list that is made of it: nothing is dropped because it is not understood.
import { describe, expect, it } from 'vitest'
import type { Inventory, Token } from '../../shared/contract/tokens.ts'
import { type KeptSecrets, noKeptSecrets, openKeptIndex } from './kept-index.ts'
import { type KeptListParts, listKept } from './kept-list.ts'

function setUp(initial: KeptSecrets = noKeptSecrets) {
  let disk = initial
  let full = false
  const heard = { changes: 0, notSaved: 0 }
  const open = () =>
    openKeptIndex({
      store: {
        read: () => disk,
        change: async (next) => {
          if (full) throw new Error('full')
          return (disk = next(disk))
        },
      },
      onChanged: () => (heard.changes += 1),
      onNotSaved: () => (heard.notSaved += 1),
    })
  return { open, heard, fill: () => (full = true), disk: () => disk }
}

const entry = (tokenId: string, label = tokenId, organization = 'acme', serverHost = 'hub') => ({
  serverHost,
  organization,
  tokenId,
  label,
})

describe('the index', () => {
  it('is there at the next start, tells servers apart, and writes only what changed', async () => {
    const { open, heard, disk } = setUp()
    const index = open()
    await index.note([entry('t1', 'CI'), entry('t1', 'CI', 'acme', 'demo')])
    await index.note([entry('t1', 'CI')])
    expect(heard.changes).toBe(1)
    expect(open().of('hub')).toEqual([entry('t1', 'CI')])
    await index.drop([entry('t1')])
    expect(open().of('hub')).toEqual([])
    expect(open().of('demo')).toHaveLength(1)
    expect(Object.keys(disk().entries[0] ?? {}).sort()).toEqual([
      'label',
      'organization',
      'serverHost',
      'tokenId',
    ])
  })

  it('takes a new label, and keeps the old one when none is known', async () => {
    const index = setUp().open()
    await index.note([entry('t1', 'Old')])
    await index.note([entry('t1', '')])
    expect(index.of('hub')).toEqual([entry('t1', 'Old')])
    await index.note([entry('t1', 'New')])
    expect(index.of('hub')).toEqual([entry('t1', 'New')])
  })

  it('lives in memory when the disk does not take it, and says so', async () => {
    const { open, fill, heard } = setUp()
    const index = open()
    fill()
    await index.note([entry('t1')])
    expect(index.of('hub')).toHaveLength(1)
    expect(heard.notSaved).toBe(1)
  })
})

describe('the list', () => {
  const token = (id: string, secretKept: boolean) => ({ id, label: `label ${id}`, secretKept }) as Token
  const inventory = (tokens: Token[], more: Partial<Inventory> = {}): Inventory => ({
    tokens,
    unreadable: 0,
    slots: null,
    syncedAt: '2026-01-01T00:00:00Z',
    offline: false,
    notSaved: null,
    ...more,
  })
  const partsWith = (index: KeptListParts['index'], more: Partial<KeptListParts> = {}): KeptListParts => ({
    index,
    serverHost: () => 'hub',
    organizations: async (accountId) => (accountId === 'me' ? ['acme'] : ['theirs']),
    siblings: () => [],
    inventory: async () => inventory([]),
    ...more,
  })

  it('has tokens whose secret is kept, with their label of now, also when nobody wrote them down', async () => {
    const index = setUp({ entries: [entry('t1', 'Old label')] }).open()
    const tokens = [token('t1', false), token('t2', true), token('t3', false)]
    const parts = partsWith(index, { inventory: async () => inventory(tokens) })
    const listed = await listKept(parts, 'me')
    expect(listed.map(({ label, state }) => [label, state])).toEqual([
      ['label t1', 'listed'],
      ['label t2', 'listed'],
    ])
    // Written down from then on: they are still listed when their token is deleted elsewhere.
    const later = await listKept(partsWith(index), 'me')
    expect(later.map(({ label, state }) => [label, state])).toEqual([
      ['label t1', 'gone'],
      ['label t2', 'gone'],
    ])
  })

  it.each([
    ['never synced', { syncedAt: null }],
    ['with a row that could not be read', { unreadable: 1 }],
  ])('does not call a token gone from an inventory %s', async (_, more) => {
    const index = setUp({ entries: [entry('t1')] }).open()
    const parts = partsWith(index, { inventory: async () => inventory([], more) })
    expect(await listKept(parts, 'me')).toMatchObject([{ tokenId: 't1', token: null, state: 'unknown' }])
  })

  it('has the secrets of organizations that no account lists, and leaves another account its own', async () => {
    const index = setUp({ entries: [entry('t1', 'a', 'left'), entry('t2', 'b', 'theirs')] }).open()
    const alone = await listKept(partsWith(index), 'me')
    expect(alone.map(({ organization, state }) => [organization, state])).toEqual([
      ['left', 'unknown'],
      ['theirs', 'unknown'],
    ])
    const together = await listKept(partsWith(index, { siblings: () => ['them'] }), 'me')
    expect(together.map(({ organization }) => organization)).toEqual(['left'])
  })
})

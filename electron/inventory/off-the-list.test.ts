// Gone tokens leave the list: by themselves after a year and only with a keychain that says it keeps nothing of them, or
// because the owner said so, which can be undone.
import { beforeEach, describe, expect, it } from 'vitest'
import type { HubAccessTokenItem } from '../../shared/hub/access-tokens.ts'
import { memoryDocuments } from '../../tests/support/memory-documents.ts'
import { openInventories } from './inventory.ts'
import { keptAs } from '../../tests/support/inventories.ts'

const ref = { accountId: 'demo', organization: 'acme' }
const day = 86_400_000
const item = (id: string): HubAccessTokenItem => ({
  ...{ id, label: id, is_active: true, created_at: '2026-01-01T00:00:00Z', created_by: 'ada' },
})

let server: HubAccessTokenItem[]
let now: number
/** What the keychain says of a token; null when it is locked. */
let keychain: (id: string) => boolean | null
let asked: string[]
let dropped: number[]

beforeEach(() => {
  server = [item('a'), item('b')]
  now = Date.parse('2026-06-01T12:00:00Z')
  keychain = () => false
  asked = []
  dropped = []
})

/** An inventory of which `b` was missed on the server. */
async function missing() {
  const inventories = openInventories({
    documents: memoryDocuments(new Map()),
    list: async () => ({ tokens: server, unreadable: 0, total: server.length }),
    get: async ({ tokenId }) => ({ ...item(tokenId), resources: [] }),
    log: async () => ({ events: [], unreadable: 0, last: true }),
    limit: async () => 10,
    areKept: keptAs((id) => {
      asked.push(id)
      return keychain(id)
    }),
    changed: () => undefined,
    now: () => now,
    serverNow: () => now,
    dropped: (_, count) => dropped.push(count),
  })
  await inventories.sync(ref)
  server = [item('a')]
  await inventories.sync(ref)
  const list = async () => (await inventories.read(ref)).tokens.map(({ id }) => id)
  /** Lists once more, and waits until the keychain was asked about what is long gone. */
  async function later(days: number) {
    now += days * day
    asked = []
    await inventories.sync(ref)
    await expect.poll(() => asked).toContain('b')
    await inventories.settled()
  }
  return { ...inventories, list, later }
}

describe('a token that has been gone for over a year', () => {
  it('leaves the list when the keychain keeps nothing of it, and that is told', async () => {
    const { later, list } = await missing()
    await later(367)
    await expect.poll(list).toEqual(['a'])
    expect(dropped).toEqual([1])
  })

  it.each([
    ['is kept', true],
    ['is not known about: the keychain is locked', null],
  ] as const)('stays while its secret %s', async (_, answer) => {
    const { later, list } = await missing()
    keychain = () => answer
    await later(367)
    expect([await list(), dropped]).toEqual([['a', 'b'], []])
  })

  it('stays for the first year, whatever the keychain says', async () => {
    const { list, sync } = await missing()
    now += 365 * day
    asked = []
    await sync(ref)
    expect([await list(), asked, dropped]).toEqual([['a', 'b'], [], []])
  })

  it('stays when the keychain fails', async () => {
    const { later, list } = await missing()
    keychain = () => {
      throw new Error('no bus')
    }
    await later(367)
    expect(await list()).toEqual(['a', 'b'])
  })
})

describe('a token that the owner took off the list', () => {
  const b = { ...ref, tokenId: 'b' }

  it('comes back as it was, its secret as the keychain has it by then', async () => {
    const { list, takeOff, bringBack, read } = await missing()
    const before = (await read(ref)).tokens.find(({ id }) => id === 'b')
    await takeOff(b)
    expect(await list()).toEqual(['a'])
    keychain = () => true
    await bringBack(b)
    expect((await read(ref)).tokens.find(({ id }) => id === 'b')).toEqual({ ...before, secretKept: true })
  })

  it('comes back once, and not after its account was signed out', async () => {
    const { takeOff, bringBack, forget } = await missing()
    await takeOff(b)
    await bringBack(b)
    await expect(bringBack(b)).rejects.toThrow('input.invalid')
    await takeOff(b)
    await forget(ref.accountId)
    await expect(bringBack(b)).rejects.toThrow('input.invalid')
  })
})

// When copies get to the disk: each organization once in a sync, many at once before the end, and all in the end.
import { expect, it } from 'vitest'
import type { OrganizationRef } from '../../shared/contract/references.ts'
import type { HubAccessTokenItem } from '../../shared/hub/access-tokens.ts'
import { memoryDocuments } from '../../tests/support/memory-documents.ts'
import type { InventoryCopy } from './copy.ts'
import { type InventoryParts, openInventories } from './inventory.ts'
import { keptAs } from '../../tests/support/inventories.ts'

const perOrganization = 100
const now = Date.parse('2026-06-01T12:00:00Z')
const refOf = (organization: string): OrganizationRef => ({ accountId: 'demo', organization })
const itemOf = (id: string): HubAccessTokenItem => ({
  ...{ id, label: `label of ${id}`, is_active: true, created_at: '2026-01-01T00:00:00Z', created_by: 'ada' },
})

/** Inventories over documents that count what is written, by organization. */
function counted(change: Partial<InventoryParts> = {}) {
  const documents = memoryDocuments()
  const writes = new Map<string, number>()
  const inventories = openInventories({
    documents: {
      ...documents,
      write(name, value) {
        const organization = name.split('/')[2] ?? ''
        writes.set(organization, (writes.get(organization) ?? 0) + 1)
        return documents.write(name, value)
      },
    },
    list: async () => {
      const tokens = Array.from({ length: perOrganization }, (_, number) => itemOf(`t${number}`))
      return { tokens, unreadable: 0, total: perOrganization }
    },
    log: async () => ({ events: [], unreadable: 0, last: true }),
    async get({ tokenId }) {
      // A server takes longer than the keychain of these tests.
      await new Promise(setImmediate)
      return { ...itemOf(tokenId), resources: [] }
    },
    areKept: keptAs(() => false),
    limit: async () => 100,
    serverNow: () => now,
    dropped: () => undefined,
    changed: () => undefined,
    now: () => now,
    ...change,
  })
  const stored = (organization: string) =>
    documents.stored.get(`tokens/demo/${organization}`) as InventoryCopy | undefined
  return { inventories, writes, stored }
}

it('a sync writes each organization once, with its access and what the keychain said', async () => {
  const { inventories, writes, stored } = counted()
  await Promise.all(['acme', 'zenith'].map((name) => inventories.sync(refOf(name))))
  await inventories.settled()
  expect([...writes]).toEqual([
    ['acme', 1],
    ['zenith', 1],
  ])
  expect(stored('acme')?.tokens.every((token) => token.resources && token.keptKnown)).toBe(true)
})

it('what the keychain says after everything was read is written too', async () => {
  let answer: (kept: boolean) => void = () => undefined
  const answered = new Promise<boolean>((resolve) => (answer = resolve))
  const { inventories, stored } = counted({ areKept: keptAs(() => answered) })
  await inventories.sync(refOf('acme'))
  await inventories.settled()
  expect(stored('acme')?.tokens[0]).toMatchObject({ resources: [], keptKnown: false })
  answer(true)
  await expect.poll(() => stored('acme')?.tokens[0]).toMatchObject({ secretKept: true, keptKnown: true })
})

it('a thousand answers are written while others are waited for, but nothing that was only listed', async () => {
  let release: () => void = () => undefined
  const held = new Promise<void>((resolve) => (release = resolve))
  const { inventories, writes } = counted({
    async get({ organization, tokenId }) {
      if (organization === 'slow' && tokenId === 't0') await held
      return { ...itemOf(tokenId), resources: [] }
    },
  })
  const waiting = inventories.sync(refOf('slow'))
  for (let number = 0; number < 9; number += 1) await inventories.sync(refOf(`o${number}`))
  expect([...writes]).toEqual([])
  await inventories.sync(refOf('o9'))
  await expect.poll(() => writes.size).toBe(10)
  expect(writes.has('slow')).toBe(false)
  release()
  await waiting
  await expect.poll(() => writes.get('slow')).toBe(1)
})

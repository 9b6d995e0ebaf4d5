// Syncing against the Local Hub: a second sync reads only what its audit log tells of, wherever the change was made.
import '../support/no-electron.ts'
import { afterEach, beforeEach, expect, it } from 'vitest'
import { changeAccessToken, createAccessToken, deleteAccessToken } from '../../electron/dockerhub/tokens.ts'
import type { Inventories } from '../../electron/inventory/inventory.ts'
import { type TestHub, createTestHub, repositoryResource } from '../../hub/test-hub.ts'
import { testFolder } from '../support/folder.ts'
import { inventoriesOf } from '../support/inventories.ts'
import { type MemoryKeychain, memoryKeychain } from '../support/memory-keychain.ts'
import { addOrganization } from '../support/more-organizations.ts'
import { type OwnerClient, ownerClient } from '../support/owner-client.ts'

const organization = 'acme'
let test: TestHub
let owner: OwnerClient
let folder: string
let keychain: MemoryKeychain
let inventories: Inventories
let ref: { accountId: string; organization: string }

beforeEach(async () => {
  test = await createTestHub()
  owner = await ownerClient(test)
  addOrganization(test.hub.context, 'robinhale', organization, 20)
  folder = testFolder()
  keychain = memoryKeychain()
  inventories = inventoriesOf(owner.client, folder, keychain)
  ref = { accountId: owner.accountId, organization }
})
afterEach(() => {
  expect(test.logged).toEqual([])
  test.close()
})

/** How many tokens were read one by one, and how many other questions were asked, by a sync. */
async function asks(of: Inventories = inventories): Promise<{ tokens: number; other: number }> {
  owner.asked.length = 0
  await of.sync(ref)
  const tokens = owner.asked.filter((line) => /access-tokens\/[^/]+$/.test(line)).length
  return { tokens, other: owner.asked.length - tokens }
}

it('the first reads every token, the next only what was changed, made or deleted elsewhere', async () => {
  expect(await asks()).toEqual({ tokens: 20, other: 2 })
  expect(await asks()).toEqual({ tokens: 0, other: 2 })

  const elsewhere = await ownerClient(test)
  const [changed, deleted, renamed] = (await inventories.read(ref)).tokens
  const wide = [repositoryResource(`${organization}/*`, 'scope-image-push')]
  // Many in one moment: the test hub's clock stands still.
  await changeAccessToken(elsewhere.client, organization, changed?.id ?? '', { resources: wide })
  await changeAccessToken(elsewhere.client, organization, renamed?.id ?? '', { label: 'Other' })
  await deleteAccessToken(elsewhere.client, organization, deleted?.id ?? '')
  const body = { label: 'New', resources: wide, expires_at: null }
  const made = await createAccessToken(elsewhere.client, organization, body)
  expect(await asks()).toEqual({ tokens: 3, other: 2 })

  const { tokens, auditLog, slots } = await inventories.read(ref)
  const now = new Map(tokens.map((token) => [token.id, token]))
  expect(auditLog).toBe('read')
  expect(slots).toEqual({ used: 20, limit: 100 })
  expect(now.get(changed?.id ?? '')?.resources).toEqual(wide)
  expect(now.get(renamed?.id ?? '')?.label).toBe('Other')
  expect(now.get(made.id)?.resources).toEqual(wide)
  expect(now.get(deleted?.id ?? '')?.goneAt).not.toBeNull()

  // What a later change of the same moment does is told too; and the app may be started anew in between.
  await changeAccessToken(elsewhere.client, organization, made.id, { description: 'More' })
  await inventories.settled()
  const later = inventoriesOf(owner.client, folder, keychain)
  expect((await asks(later)).tokens).toBeGreaterThan(0)
  expect((await later.read(ref)).tokens.find(({ id }) => id === made.id)?.description).toBe('More')
  test.pass(1000)
  await changeAccessToken(elsewhere.client, organization, made.id, { description: 'Less' })
  expect(await asks(later)).toEqual({ tokens: 1, other: 2 })
})

it('stopped, it keeps what it read, and the next one reads the rest', async () => {
  const stop = new AbortController()
  let reads = 0
  owner.before = () => {
    if ((reads += 1) === 10) stop.abort(new Error('stopped'))
  }
  await expect(inventories.sync(ref, { signal: stop.signal })).rejects.toThrow('stopped')
  owner.before = () => undefined
  const read = (await inventories.read(ref)).tokens.filter((token) => token.resources !== null).length
  expect(read).toBeGreaterThan(0)
  expect(await inventories.syncedAt(ref)).toBeNull()
  await inventories.settled()
  expect((await asks(inventoriesOf(owner.client, folder, keychain))).tokens).toBe(20 - read)
})

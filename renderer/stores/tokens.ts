// The inventory of each organization that was opened, and creations that did not finish.
import { defineStore } from 'pinia'
import { shallowReactive } from 'vue'
import type { OrganizationRef, TokenRef } from '../../shared/contract/references.ts'
import type { Inventory, Orphan } from '../../shared/contract/tokens.ts'
import type { Failure } from '../../shared/errors.ts'
import { api } from '../api.ts'
import { failureOf } from '../failed.ts'
import { inBursts, oneAtATime } from './bursts.ts'
import { drawn } from './drawn.ts'
import { useOrganizationsStore } from './organizations.ts'

export interface InventoryEntry {
  /** 'working': the server is being asked; whatever `inventory` holds can be read meanwhile. */
  state: 'working' | 'ready' | 'failed'
  inventory: Inventory | null
  orphans: readonly Orphan[]
  failure: Failure | null
}

const nothingYet: InventoryEntry = { state: 'working', inventory: null, orphans: [], failure: null }
/** The key of an organization in a map. */
export const keyOf = ({ accountId, organization }: OrganizationRef) =>
  JSON.stringify([accountId, organization])
const plainRef = ({ accountId, organization }: OrganizationRef): OrganizationRef => ({
  accountId,
  organization,
})

export const useTokensStore = defineStore('tokens', () => {
  const organizations = useOrganizationsStore()
  const entries = shallowReactive(new Map<string, InventoryEntry>())
  /** Organizations whose copy was read at least once, or could not be. */
  const opened = shallowReactive(new Set<string>())
  /** Organizations whose server is being asked, or about to be. */
  const asking = new Set<string>()

  api.tokens.on.changed((changed) => {
    if (entries.has(keyOf(changed))) void readInTurn(keyOf(changed))
  })

  const entryOf = (ref: OrganizationRef): InventoryEntry => entries.get(keyOf(ref)) ?? nothingYet
  function change(ref: OrganizationRef, part: Partial<InventoryEntry>) {
    entries.set(keyOf(ref), { ...entryOf(ref), ...part })
    if (part.inventory) organizations.noteSlots(ref.accountId, ref.organization, part.inventory.slots)
  }

  /** Copies that were read and not told of yet. */
  const waiting = new Map<string, { ref: OrganizationRef; part: Partial<InventoryEntry> }>()
  function tell() {
    const all = [...waiting]
    waiting.clear()
    for (const [key, { ref, part }] of all) {
      change(ref, part)
      opened.add(key)
    }
  }
  const tellSoon = inBursts(tell)

  const readInTurn = oneAtATime(async (key) => {
    const [accountId = '', organization = ''] = JSON.parse(key) as string[]
    const ref = { accountId, organization }
    try {
      const inventory = await api.tokens.inventory(ref)
      // A copy without a date was never synced: the skeleton stays until the server answers.
      const worthShowing = inventory.syncedAt !== null || inventory.tokens.length > 0
      waiting.set(key, { ref, part: worthShowing ? { inventory } : {} })
    } catch (error) {
      waiting.set(key, { ref, part: { failure: failureOf(error) } })
    }
    tellSoon()
  })

  /** What this computer has of it, without asking the server. */
  async function readCopy(ref: OrganizationRef) {
    await readInTurn(keyOf(ref))
    tell()
  }

  const wasOpened = (ref: OrganizationRef): boolean => opened.has(keyOf(ref))

  /** Opens the copies that were not opened yet, without asking a server. */
  async function openCopies(refs: readonly OrganizationRef[]) {
    const fresh = refs.filter((ref) => !wasOpened(ref))
    await Promise.all(fresh.map((ref) => readInTurn(keyOf(ref))))
    tell()
    for (const ref of fresh) if (!asking.has(keyOf(ref))) change(ref, { state: 'ready' })
  }

  async function readOrphans(ref: OrganizationRef) {
    try {
      change(ref, { orphans: await api.tokens.orphans(plainRef(ref)) })
    } catch (error) {
      // The inventory itself is what the page is about; it reports the same trouble.
      console.warn(failureOf(error).code)
    }
  }

  /** Asks the server. The failure stays beside the copy, which can still be read. */
  async function refresh(ref: OrganizationRef) {
    asking.add(keyOf(ref))
    change(ref, { state: 'working' })
    try {
      const inventory = await api.tokens.refresh(plainRef(ref))
      // What was read before is older.
      waiting.delete(keyOf(ref))
      change(ref, { state: 'ready', inventory, failure: null })
    } catch (error) {
      change(ref, { state: 'failed', failure: failureOf(error) })
    }
    asking.delete(keyOf(ref))
    await readOrphans(ref)
  }

  /** The copy first; the server is asked behind the page's back. */
  async function open(ref: OrganizationRef) {
    asking.add(keyOf(ref))
    await readCopy(ref)
    await drawn()
    await refresh(ref)
  }

  async function deleteOrphan(ref: OrganizationRef, intentId: string, tokenId: string) {
    await api.tokens.deleteOrphan({ ...plainRef(ref), intentId, tokenId })
    await refresh(ref)
  }

  async function dismissOrphan(ref: OrganizationRef, intentId: string) {
    await api.tokens.dismissOrphan({ ...plainRef(ref), intentId })
    await readOrphans(ref)
  }

  // Main tells of what changed by itself; what is refused is thrown.
  const read = (ref: TokenRef) => api.tokens.read(ref)
  const deactivate = (ref: TokenRef) => api.tokens.deactivate(ref)
  const acknowledge = (ref: TokenRef) => api.tokens.acknowledge(ref)
  const remove = (ref: TokenRef) => api.tokens.delete(ref)
  const forgetGone = (ref: TokenRef, secret: 'keep' | 'remove') => api.tokens.forgetGone({ ...ref, secret })

  const bringBack = (ref: TokenRef) => api.tokens.bringBack(ref)

  return {
    entries,
    entryOf,
    open,
    openCopies,
    wasOpened,
    readCopy,
    refresh,
    read,
    deactivate,
    acknowledge,
    remove,
    forgetGone,
    bringBack,
    deleteOrphan,
    dismissOrphan,
  }
})

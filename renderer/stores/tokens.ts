// The inventory of each organization that was opened, and creations that did not finish.
import { defineStore } from 'pinia'
import { shallowReactive } from 'vue'
import type { OrganizationRef, TokenRef } from '../../shared/contract/references.ts'
import type { Inventory, Orphan } from '../../shared/contract/tokens.ts'
import type { Failure } from '../../shared/errors.ts'
import { api } from '../api.ts'
import { failureOf } from '../failed.ts'
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

  api.tokens.on.changed((changed) => {
    if (entries.has(keyOf(changed))) void readCopy(changed)
  })

  const entryOf = (ref: OrganizationRef): InventoryEntry => entries.get(keyOf(ref)) ?? nothingYet
  function change(ref: OrganizationRef, part: Partial<InventoryEntry>) {
    entries.set(keyOf(ref), { ...entryOf(ref), ...part })
    if (part.inventory) organizations.noteSlots(ref.accountId, ref.organization, part.inventory.slots)
  }

  /** What this computer has of it, without asking the server. */
  async function readCopy(ref: OrganizationRef) {
    try {
      const inventory = await api.tokens.inventory(plainRef(ref))
      // A copy without a date was never synced: the skeleton stays until the server answers.
      const worthShowing = inventory.syncedAt !== null || inventory.tokens.length > 0
      change(ref, { inventory: worthShowing ? inventory : entryOf(ref).inventory })
    } catch (error) {
      change(ref, { failure: failureOf(error) })
    }
    opened.add(keyOf(ref))
  }

  const wasOpened = (ref: OrganizationRef): boolean => opened.has(keyOf(ref))

  /** Opens the copies that were not opened yet, one after the other, without asking a server. */
  async function openCopies(refs: readonly OrganizationRef[]) {
    for (const ref of refs) if (!wasOpened(ref)) await readCopy(ref)
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
    change(ref, { state: 'working' })
    try {
      const inventory = await api.tokens.refresh(plainRef(ref))
      change(ref, { state: 'ready', inventory, failure: null })
    } catch (error) {
      change(ref, { state: 'failed', failure: failureOf(error) })
    }
    await readOrphans(ref)
  }

  /** The copy first; the server is asked behind the page's back. */
  async function open(ref: OrganizationRef) {
    await readCopy(ref)
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
    deleteOrphan,
    dismissOrphan,
  }
})

// The copies of all organizations: each in memory once it was read, changed there at once, and on disk in turn.
import type { OrganizationRef } from '../../shared/contract/references.ts'
import type { Inventory } from '../../shared/contract/tokens.ts'
import { inTurn } from '../disk/in-turn.ts'
import { type InventoryCopy, emptyCopy, inventoryCopy, mergedOver } from './copy.ts'
import type { Saved, SealedDocuments } from './sealed.ts'

export interface Copies {
  load(ref: OrganizationRef): Promise<InventoryCopy>
  /** No change overwrites another. Resolves when it is on disk, or is known not to get there. */
  change(ref: OrganizationRef, step: (copy: InventoryCopy) => InventoryCopy): Promise<void>
  /** Why the copy is not on disk, when it is not. */
  notSaved(ref: OrganizationRef): Inventory['notSaved']
  /** Another number once the account was forgotten: what was asked for before must not come back after it. */
  epochOf(ref: OrganizationRef): number
  /** Removes the copies of an account. */
  forget(accountId: string): Promise<void>
}

export interface CopiesParts {
  documents: SealedDocuments
  changed(ref: OrganizationRef): void
}

/** The document's name; also the organization's key in a map. */
export const documentName = (ref: OrganizationRef): string => `tokens/${ref.accountId}/${ref.organization}`

export function openCopies({ documents, changed }: CopiesParts): Copies {
  const copies = new Map<string, InventoryCopy>()
  /** Copies made while the disk could not be read; what is there is merged under them before anything is written. */
  const unmerged = new Set<string>()
  const unsaved = new Map<string, NonNullable<Inventory['notSaved']>>()
  const epochs = new Map<string, number>()
  /** Writes that wait for their turn: they will write whatever the copy is by then. */
  const waiting = new Map<string, Promise<void>>()
  const turn = inTurn()
  const epochOf = (ref: OrganizationRef): number => epochs.get(ref.accountId) ?? 0

  async function load(ref: OrganizationRef): Promise<InventoryCopy> {
    const name = documentName(ref)
    const known = copies.get(name)
    if (known && !unmerged.has(name)) return known
    const document = await documents.read(name)
    const parsed = inventoryCopy.safeParse(document)
    const readable = document !== null || (await documents.readable())
    // Another call may have loaded and changed it meanwhile; the first one in counts.
    const current = copies.get(name)
    if (current && !unmerged.has(name)) return current
    const disk = parsed.success ? parsed.data : emptyCopy()
    const copy = current ? mergedOver(disk, current) : disk
    copies.set(name, copy)
    if (readable) unmerged.delete(name)
    else unmerged.add(name)
    return copy
  }

  async function write(name: string): Promise<void> {
    const copy = copies.get(name)
    const saved: Saved = unmerged.has(name)
      ? { saved: false, reason: 'keychain' }
      : await documents.write(name, copy)
    if (saved.saved) unsaved.delete(name)
    else unsaved.set(name, saved.reason)
  }

  function writeInTurn(ref: OrganizationRef): Promise<void> {
    const name = documentName(ref)
    const epoch = epochOf(ref)
    const key = `${epoch} ${name}`
    const queued =
      waiting.get(key) ??
      turn(async () => {
        waiting.delete(key)
        if (epochOf(ref) === epoch) await write(name)
      })
    waiting.set(key, queued)
    return queued
  }

  return {
    load,
    epochOf,
    notSaved: (ref) => unsaved.get(documentName(ref)) ?? null,
    async change(ref, step) {
      const name = documentName(ref)
      const loaded = await load(ref)
      // Taken anew after the wait: another change may have come first.
      copies.set(name, step(copies.get(name) ?? loaded))
      const epoch = epochOf(ref)
      await writeInTurn(ref)
      if (epochOf(ref) === epoch) changed(ref)
    },
    async forget(accountId) {
      epochs.set(accountId, (epochs.get(accountId) ?? 0) + 1)
      // What is being written now is removed with the rest.
      await turn(() => Promise.resolve())
      const prefix = `tokens/${accountId}/`
      for (const name of new Set([...(await documents.names()), ...copies.keys()]))
        if (name.startsWith(prefix)) {
          copies.delete(name)
          unmerged.delete(name)
          unsaved.delete(name)
          await documents.remove(name)
        }
    },
  }
}

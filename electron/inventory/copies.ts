// The copies of all organizations: each in memory once it was read, changed there at once, and on disk soon after.
import PQueue from 'p-queue'
import type { OrganizationRef } from '../../shared/contract/references.ts'
import type { Inventory } from '../../shared/contract/tokens.ts'
import { type InventoryCopy, emptyCopy, inventoryCopy, mergedOver } from './copy.ts'
import type { Saved, SealedDocuments } from './sealed.ts'

type Step = (copy: InventoryCopy) => InventoryCopy

export interface Copies {
  load(ref: OrganizationRef): Promise<InventoryCopy>
  /** No change overwrites another. Resolves when it is on disk, or is known not to get there. */
  change(ref: OrganizationRef, step: Step): Promise<void>
  /**
   * The same, but it is written with the next change, or by `settled`: for what can be asked for again, in `answers`
   * answers of the server. When many of them are not written yet, copies are that are ahead by more than a list.
   */
  changeUnsaved(ref: OrganizationRef, step: Step, answers: number): Promise<void>
  /** Writes what was not written yet. */
  settled(): Promise<void>
  /** Why the copy is not on disk, when it is not. */
  notSaved(ref: OrganizationRef): Inventory['notSaved']
  /** Another number once the account was forgotten: what was asked for before must not come back after it. */
  epochOf(ref: OrganizationRef): number
  /** Takes an account's copies out of memory; nothing of them is written from then on. */
  forget(accountId: string): Promise<void>
}

export interface CopiesParts {
  documents: SealedDocuments
  changed(ref: OrganizationRef): void
}

/** Documents that are written at a time: each waits for the disk more than once. */
const writesAtOnce = 4

/** So many of the server's answers at most are lost when the app ends at once. */
const maximumUnsaved = 1000

/** The document's name; also the organization's key in a map. */
export const documentName = (ref: OrganizationRef): string => `tokens/${ref.accountId}/${ref.organization}`

export function openCopies({ documents, changed }: CopiesParts): Copies {
  const copies = new Map<string, InventoryCopy>()
  /** Copies made while it could not be told what is on disk, with what does not tell; that is merged under them first. */
  const unmerged = new Map<string, 'keychain' | 'disk'>()
  const unsaved = new Map<string, NonNullable<Inventory['notSaved']>>()
  const epochs = new Map<string, number>()
  /** Copies that are newer than what is on disk, by so many of the server's answers. */
  const dirty = new Map<string, { ref: OrganizationRef; answers: number }>()
  /** The last write that was begun of each document. */
  const writing = new Map<string, Promise<void>>()
  /** Writes that wait for their turn: they will write whatever the copy is by then. */
  const waiting = new Map<string, Promise<void>>()
  const writes = new PQueue({ concurrency: writesAtOnce })
  const epochOf = (ref: OrganizationRef): number => epochs.get(ref.accountId) ?? 0

  async function load(ref: OrganizationRef): Promise<InventoryCopy> {
    const name = documentName(ref)
    const known = copies.get(name)
    if (known && !unmerged.has(name)) return known
    const epoch = epochOf(ref)
    const found = await documents.find(name, inventoryCopy)
    if (epochOf(ref) !== epoch) return emptyCopy()
    // Another call may have loaded and changed it meanwhile; the first one in counts.
    const current = copies.get(name)
    if (current && !unmerged.has(name)) return current
    if (found.state === 'unknown') unmerged.set(name, found.code === 'disk.failed' ? 'disk' : 'keychain')
    else unmerged.delete(name)
    const disk = found.state === 'found' ? found.value : emptyCopy()
    const learnt = current && found.state !== 'unknown' ? mergedOver(disk, current) : current
    const copy = learnt ?? disk
    copies.set(name, copy)
    return copy
  }

  /** Into memory. */
  async function take(ref: OrganizationRef, step: Step, answers = 0): Promise<void> {
    const [name, epoch] = [documentName(ref), epochOf(ref)]
    const loaded = await load(ref)
    if (epochOf(ref) !== epoch) return
    // Taken anew after the wait: another change may have come first.
    copies.set(name, step(copies.get(name) ?? loaded))
    dirty.set(name, { ref, answers: (dirty.get(name)?.answers ?? 0) + answers })
  }

  async function write(name: string): Promise<void> {
    dirty.delete(name)
    const reason = unmerged.get(name)
    const saved: Saved = reason ? { saved: false, reason } : await documents.write(name, copies.get(name))
    if (saved.saved) unsaved.delete(name)
    else unsaved.set(name, saved.reason)
  }

  /** Resolves when what the copy is now is written, by whomever. */
  function writeSoon(ref: OrganizationRef): Promise<void> {
    const name = documentName(ref)
    const epoch = epochOf(ref)
    const key = `${epoch} ${name}`
    const before = waiting.get(key)
    if (before) return before
    const queued = writes.add(async () => {
      // The queue may begin at once, before this is known to wait.
      await Promise.resolve()
      waiting.delete(key)
      if (epochOf(ref) !== epoch) return
      if (dirty.has(name)) writing.set(name, write(name))
      await writing.get(name)
    })
    waiting.set(key, queued)
    return queued
  }

  function saveMany(): void {
    const ahead = [...dirty.values()]
    if (ahead.reduce((sum, { answers }) => sum + answers, 0) < maximumUnsaved) return
    // One that was only listed is still being read, most likely: it would be written twice.
    for (const { ref, answers } of ahead) if (answers > 1) void writeSoon(ref)
  }

  async function settled(): Promise<void> {
    await Promise.all([...dirty.values()].map(({ ref }) => writeSoon(ref)))
    await writes.onIdle()
  }

  return {
    load,
    epochOf,
    notSaved: (ref) => unsaved.get(documentName(ref)) ?? null,
    async change(ref, step) {
      const epoch = epochOf(ref)
      await take(ref, step)
      if (epochOf(ref) === epoch) await writeSoon(ref)
      if (epochOf(ref) === epoch) changed(ref)
    },
    async changeUnsaved(ref, step, answers) {
      await take(ref, step, answers)
      saveMany()
      changed(ref)
    },
    settled,
    async forget(accountId) {
      epochs.set(accountId, (epochs.get(accountId) ?? 0) + 1)
      // What is being written now is removed with the rest.
      await writes.onIdle()
      const prefix = `tokens/${accountId}/`
      for (const name of copies.keys())
        if (name.startsWith(prefix)) {
          copies.delete(name)
          dirty.delete(name)
          writing.delete(name)
          unmerged.delete(name)
          unsaved.delete(name)
        }
    },
  }
}

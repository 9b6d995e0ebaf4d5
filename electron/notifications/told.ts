// What was told of each token, so that no start tells it again.
import * as z from 'zod'
import type { OrganizationRef } from '../../shared/contract/references.ts'
import { type Told, nothingTold } from '../../shared/tokens/reminders.ts'

const told = z.object({
  end: z.object({ at: z.string(), days: z.number() }).nullable(),
  usedAt: z.string().nullable(),
  unusualAt: z.string().nullable(),
})

/** By organization, then by token id. */
export const keptTold = z.record(z.string(), z.record(z.string(), told))
export type KeptTold = z.infer<typeof keptTold>

export interface ToldStore {
  read(): KeptTold
  write(value: KeptTold): Promise<void>
}

/** How an organization is named there, and elsewhere in this folder. */
export const nameOf = ({ accountId, organization }: OrganizationRef): string => `${accountId}/${organization}`
const accountOf = (name: string): string => name.slice(0, name.indexOf('/'))

export interface ToldBook {
  of(ref: OrganizationRef, tokenId: string): Told
  note(ref: OrganizationRef, tokenId: string, told: Told): void
  /**
   * Forgets accounts that were signed out and tokens that are not there any more. What is not known forgets nothing: a
   * locked keychain hides organizations. `accounts`: all ids, or null; `tokens`: ids by organization, as far as known.
   */
  prune(accounts: ReadonlySet<string> | null, tokens: ReadonlyMap<string, ReadonlySet<string>>): void
  /** Writes down what changed. What cannot be written is remembered until quit. */
  save(): Promise<void>
}

export function openTold(store: ToldStore, onNotSaved: (error: unknown) => void): ToldBook {
  const book = new Map(Object.entries(store.read()).map(([name, entries]) => [name, { ...entries }]))
  let changed = false

  return {
    of: (ref, tokenId) => book.get(nameOf(ref))?.[tokenId] ?? nothingTold,
    note(ref, tokenId, now) {
      book.set(nameOf(ref), { ...book.get(nameOf(ref)), [tokenId]: now })
      changed = true
    },
    prune(accounts, tokens) {
      for (const [name, entries] of book) {
        const there = tokens.get(name)
        const left = Object.entries(entries).filter(([id]) => there?.has(id) ?? true)
        const isGone = (accounts && !accounts.has(accountOf(name))) || left.length === 0
        if (!isGone && left.length === Object.keys(entries).length) continue
        if (isGone) book.delete(name)
        else book.set(name, Object.fromEntries(left))
        changed = true
      }
    },
    async save() {
      if (!changed) return
      changed = false
      try {
        await store.write(Object.fromEntries(book))
      } catch (error) {
        changed = true
        onNotSaved(error)
      }
    },
  }
}

// Which secrets the keychain keeps for tokens, written down beside it: a keychain cannot be listed safely, and a secret
// whose token is gone is led to by nothing else. No secret is in it.
import * as z from 'zod'

const indexEntry = z.object({
  /** As in the name of the keychain's entry. */
  serverHost: z.string(),
  organization: z.string(),
  tokenId: z.string(),
  /** As it was last known; empty when it never was. */
  label: z.string(),
})
export type IndexEntry = z.infer<typeof indexEntry>

/** The shape of the file; for electron/disk/safe-store.ts. */
export const keptSecrets = z.object({ entries: z.array(indexEntry) })
export type KeptSecrets = z.infer<typeof keptSecrets>
export const noKeptSecrets: KeptSecrets = { entries: [] }

/** Where one is filed. */
type Place = Omit<IndexEntry, 'label'>

export interface KeptIndex {
  of(serverHost: string): IndexEntry[]
  /** Adds or relabels. An empty label leaves the one that is there. Never throws. */
  note(entries: readonly IndexEntry[]): Promise<void>
  /** Never throws. */
  drop(places: readonly Place[]): Promise<void>
}

export interface KeptIndexParts {
  store: { read(): KeptSecrets; change(next: (current: KeptSecrets) => KeptSecrets): Promise<KeptSecrets> }
  onChanged(): void
  /** The disk did not take it: the secret is kept all the same. */
  onNotSaved(error: unknown): void
}

const same = (one: Place, other: Place): boolean =>
  one.serverHost === other.serverHost &&
  one.organization === other.organization &&
  one.tokenId === other.tokenId

function withEntry(entries: readonly IndexEntry[], added: IndexEntry): IndexEntry[] {
  const before = entries.find((entry) => same(entry, added))
  if (!before) return [...entries, added]
  return entries.map((entry) => (entry === before ? { ...added, label: added.label || before.label } : entry))
}

export function openKeptIndex({ store, onChanged, onNotSaved }: KeptIndexParts): KeptIndex {
  /** What the disk did not take lives until the app ends. */
  let entries = store.read().entries

  async function change(next: (entries: IndexEntry[]) => IndexEntry[]): Promise<void> {
    const changed = next(entries)
    if (JSON.stringify(changed) === JSON.stringify(entries)) return
    entries = changed
    onChanged()
    await store.change(() => ({ entries })).catch(onNotSaved)
  }

  return {
    of: (serverHost) => entries.filter((entry) => entry.serverHost === serverHost),
    note: (added) => change((current) => added.reduce(withEntry, current)),
    drop: (places) =>
      change((current) => current.filter((entry) => !places.some((place) => same(entry, place)))),
  }
}

// Sealed documents in memory, for parts that keep some.
import type { SealedDocuments } from '../../electron/inventory/sealed.ts'

export interface MemoryDocuments extends SealedDocuments {
  /** Each document as it was written. */
  stored: Map<string, unknown>
}

export function memoryDocuments(stored = new Map<string, unknown>()): MemoryDocuments {
  return {
    stored,
    open: () => undefined,
    async find(name, schema) {
      const parsed = schema.safeParse(structuredClone(stored.get(name)))
      return parsed.success ? { state: 'found', value: parsed.data } : { state: 'missing' }
    },
    read: async (name) => structuredClone(stored.get(name)) ?? null,
    write: async (name, value) => {
      stored.set(name, structuredClone(value))
      return { saved: true }
    },
    async forget(accountId) {
      for (const name of stored.keys()) if (name.split('/')[1] === accountId) stored.delete(name)
    },
  }
}

type Unknown = Extract<Awaited<ReturnType<SealedDocuments['find']>>, { state: 'unknown' }>

/** The same behind a keychain or on a disk that sometimes does not tell what is there; `refusal` is null when it does. */
export const refusing = (
  documents: SealedDocuments,
  refusal: () => Unknown['code'] | null,
): SealedDocuments => ({
  ...documents,
  async find(name, schema) {
    const code = refusal()
    return code === null ? documents.find(name, schema) : { state: 'unknown', code }
  },
  read: async (name) => (refusal() === null ? documents.read(name) : null),
})

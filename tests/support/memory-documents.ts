// Sealed documents in memory, for parts that keep some.
import type { SealedDocuments } from '../../electron/inventory/sealed.ts'

export interface MemoryDocuments extends SealedDocuments {
  /** Each document as JSON. */
  stored: Map<string, string>
}

export function memoryDocuments(stored = new Map<string, string>()): MemoryDocuments {
  return {
    stored,
    read: async (name) => JSON.parse(stored.get(name) ?? 'null') as unknown,
    write: async (name, value) => {
      stored.set(name, JSON.stringify(value))
      return { saved: true }
    },
    remove: async (name) => void stored.delete(name),
    readable: async () => true,
    names: async () => [...stored.keys()],
  }
}

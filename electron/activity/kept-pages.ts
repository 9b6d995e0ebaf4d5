// The pages of an organization's activity that were seen last, sealed on this computer, to be read without a server.
import * as z from 'zod'
import type { OrganizationRef } from '../../shared/contract/references.ts'
import type { SealedDocuments } from '../inventory/sealed.ts'

export interface KeptPages {
  /** What was kept under a key, with when it was read (ISO 8601); null when nothing was. */
  find(ref: OrganizationRef, key: unknown): Promise<{ page: unknown; readAt: string } | null>
  keep(ref: OrganizationRef, key: unknown, page: unknown, readAt: string): Promise<void>
  /** Resolves when nothing of an account is being written any more. */
  forget(accountId: string): Promise<void>
}

/** Of each organization. A page has about a hundred rows. */
const most = 12

const document = z.object({
  pages: z.array(z.object({ key: z.string(), readAt: z.string(), page: z.unknown() })),
})
type Kept = z.infer<typeof document>['pages']

const prefix = 'activity'
const nameOf = ({ accountId, organization }: OrganizationRef) => `${prefix}/${accountId}/${organization}`

export function openKeptPages(documents: SealedDocuments): KeptPages {
  /** What is to be written next, by document: pages that come while one is written go together. */
  const waiting = new Map<string, Kept>()
  const writing = new Map<string, Promise<void>>()
  /** Accounts that were forgotten: what is on its way for them is not written any more. */
  const epochs = new Map<string, number>()

  /** Null while it cannot be told what was kept: then nothing may be kept over it. */
  async function read(ref: OrganizationRef): Promise<Kept | null> {
    const name = nameOf(ref)
    const kept = waiting.get(name)
    if (kept) return kept
    const found = await documents.find(name, document)
    if (found.state === 'unknown') return null
    return found.state === 'found' ? found.value.pages : []
  }

  async function write(ref: OrganizationRef): Promise<void> {
    const name = nameOf(ref)
    for (let pages = waiting.get(name); pages; pages = waiting.get(name)) {
      await documents.write(name, { pages })
      if (waiting.get(name) === pages) waiting.delete(name)
    }
  }

  return {
    async find(ref, key) {
      const found = (await read(ref))?.find((one) => one.key === JSON.stringify(key))
      return found ? { page: found.page, readAt: found.readAt } : null
    },
    async keep(ref, key, page, readAt) {
      const [name, epoch] = [nameOf(ref), epochs.get(ref.accountId)]
      const text = JSON.stringify(key)
      const before = await read(ref)
      if (before === null || epochs.get(ref.accountId) !== epoch) return
      // Taken anew after the wait: another page may have come first.
      const known = waiting.get(name) ?? before
      waiting.set(
        name,
        [{ key: text, readAt, page }, ...known.filter((one) => one.key !== text)].slice(0, most),
      )
      const turn = writing.get(name) ?? write(ref).finally(() => writing.delete(name))
      writing.set(name, turn)
      await turn
    },
    async forget(accountId) {
      epochs.set(accountId, (epochs.get(accountId) ?? 0) + 1)
      const mine = (name: string) => name.startsWith(`${prefix}/${accountId}/`)
      for (const name of [...waiting.keys()].filter(mine)) waiting.delete(name)
      await Promise.all([...writing].filter(([name]) => mine(name)).map(([, turn]) => turn))
    },
  }
}

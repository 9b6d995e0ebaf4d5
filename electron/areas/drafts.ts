// The calls about drafts: one file holds the form of each organization's unfinished wizard.
import * as z from 'zod'
import type { Handlers } from '../../shared/contract/define.ts'
import { draft, type drafts } from '../../shared/contract/drafts.ts'
import type { OrganizationRef } from '../../shared/contract/references.ts'
import type { SafeStore } from '../disk/safe-store.ts'

const keptFor = 30 * 24 * 3_600_000

/** Drafts stay unread until they are asked for, so that one from another version does not cost the rest. */
export const keptDrafts = z.record(z.string(), z.object({ savedAt: z.string(), draft: z.unknown() }))
export type KeptDrafts = z.infer<typeof keptDrafts>

export interface DraftsParts {
  store: Pick<SafeStore<KeptDrafts>, 'read' | 'change'>
  /** Unix milliseconds. */
  now?: () => number
}

// An organization's name holds no space.
const keyOf = (ref: OrganizationRef): string => `${ref.organization} ${ref.accountId}`

/** Removes the drafts of an account that is signed out: they name its repositories. */
export async function forgetDrafts(store: DraftsParts['store'], accountId: string): Promise<void> {
  await store.change((current) =>
    Object.fromEntries(Object.entries(current).filter(([key]) => !key.endsWith(` ${accountId}`))),
  )
}

export function draftsArea({ store, now = Date.now }: DraftsParts): Handlers<typeof drafts> {
  /** Drafts the disk did not take, for a page that is loaded again. */
  const unsaved = new Map<string, KeptDrafts[string]>()

  const fresh = (kept: KeptDrafts): KeptDrafts =>
    Object.fromEntries(
      Object.entries(kept).filter(([, { savedAt }]) => !(Date.parse(savedAt) < now() - keptFor)),
    )

  return {
    read(ref) {
      const kept =
        unsaved.get(keyOf(ref)) ?? Object.entries(store.read()).find(([key]) => key === keyOf(ref))?.[1]
      const parsed = draft.safeParse(kept?.draft)
      return parsed.success && kept
        ? { draft: parsed.data, savedAt: kept.savedAt }
        : { draft: null, savedAt: null }
    },
    async save({ draft: form, ...ref }) {
      const kept = { savedAt: new Date(now()).toISOString(), draft: form }
      unsaved.set(keyOf(ref), kept)
      await store.change((current) => ({ ...fresh(current), [keyOf(ref)]: kept }))
      if (unsaved.get(keyOf(ref)) === kept) unsaved.delete(keyOf(ref))
      return undefined
    },
    async discard(ref) {
      unsaved.delete(keyOf(ref))
      await store.change((current) => {
        const { [keyOf(ref)]: _, ...others } = fresh(current)
        return others
      })
      return undefined
    },
  }
}

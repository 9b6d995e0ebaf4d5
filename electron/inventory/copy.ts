// One organization's tokens as they are kept on disk, and the pure steps from one state of that copy to the next.
import * as z from 'zod'
import { type Inventory, type Token, token } from '../../shared/contract/tokens.ts'
import type { HubAccessToken, HubAccessTokenItem } from '../../shared/hub/access-tokens.ts'
import type { Slots } from '../../shared/tokens/slots.ts'

const copiedToken = token.extend({
  /** When the access was read (ISO 8601); the list does not carry it. */
  accessReadAt: z.string().nullable(),
  /** Whether the keychain has said if it keeps this token's secret. */
  keptKnown: z.boolean(),
})
export type CopiedToken = z.infer<typeof copiedToken>

export const inventoryCopy = z.object({
  tokens: z.array(copiedToken),
  unreadable: z.number(),
  /** How many tokens the server counts, the unreadable ones included. */
  total: z.number(),
  syncedAt: z.string().nullable(),
})
export type InventoryCopy = z.infer<typeof inventoryCopy>

export const emptyCopy = (): InventoryCopy => ({ tokens: [], unreadable: 0, total: 0, syncedAt: null })

/** A token as the server told it, with what is known of it besides. */
export const fromItem = (item: HubAccessTokenItem, known: CopiedToken | undefined): CopiedToken => ({
  id: item.id,
  label: item.label,
  description: item.description ?? known?.description ?? '',
  createdBy: item.created_by ?? known?.createdBy ?? '',
  createdAt: item.created_at,
  expiresAt: item.expires_at ?? null,
  lastUsedAt: item.last_used_at ?? null,
  isActive: item.is_active,
  resources: known?.resources ?? null,
  accessReadAt: known?.accessReadAt ?? null,
  secretKept: known?.secretKept ?? false,
  keptKnown: known?.keptKnown ?? false,
})

/** The token with the access that was read of it. */
export const withAccess = (token: CopiedToken, { description, resources }: HubAccessToken): CopiedToken => ({
  ...token,
  description: description ?? token.description,
  resources: resources.map(({ type, path, scopes }) => ({ type, path, scopes })),
})

export const shownToken = ({ accessReadAt: _, keptKnown: __, ...token }: CopiedToken): Token => token

/** The copy after the server listed all tokens: access and kept secrets already known are carried over. */
export function afterListing(
  copy: InventoryCopy,
  listed: { tokens: HubAccessTokenItem[]; unreadable: number; total: number },
  syncedAt: string,
): InventoryCopy {
  const before = new Map(copy.tokens.map((entry) => [entry.id, entry]))
  return {
    tokens: listed.tokens.map((item) => fromItem(item, before.get(item.id))),
    unreadable: listed.unreadable,
    total: listed.total,
    syncedAt,
  }
}

/** The copy with one token replaced, or added in front when it was not there. */
export function withToken(copy: InventoryCopy, changed: CopiedToken): InventoryCopy {
  const there = copy.tokens.some((entry) => entry.id === changed.id)
  return there
    ? { ...copy, tokens: copy.tokens.map((entry) => (entry.id === changed.id ? changed : entry)) }
    : { ...copy, tokens: [changed, ...copy.tokens], total: copy.total + 1 }
}

/** What was learnt while the copy on disk could not be read, over what turns out to be there. */
export function mergedOver(disk: InventoryCopy, learnt: InventoryCopy): InventoryCopy {
  if (learnt.syncedAt === null) return disk
  const before = new Map(disk.tokens.map((entry) => [entry.id, entry]))
  return {
    ...learnt,
    tokens: learnt.tokens.map((entry) => {
      const known = before.get(entry.id)
      return {
        ...entry,
        resources: entry.resources ?? known?.resources ?? null,
        accessReadAt: entry.accessReadAt ?? known?.accessReadAt ?? null,
        secretKept: entry.keptKnown ? entry.secretKept : (known?.secretKept ?? false),
        keptKnown: entry.keptKnown || (known?.keptKnown ?? false),
      }
    }),
  }
}

export function withoutToken(copy: InventoryCopy, id: string): InventoryCopy {
  const tokens = copy.tokens.filter((entry) => entry.id !== id)
  return { ...copy, tokens, total: copy.total - (copy.tokens.length - tokens.length) }
}

/** What the page is shown. `limit` is the plan's, or null when the plan is not known. */
export function shown(
  copy: InventoryCopy,
  limit: number | null,
  state: Pick<Inventory, 'offline' | 'notSaved'>,
): Inventory {
  const slots: Slots | null = limit !== null && copy.syncedAt !== null ? { used: copy.total, limit } : null
  const tokens = copy.tokens.map(shownToken)
  return { tokens, unreadable: copy.unreadable, slots, syncedAt: copy.syncedAt, ...state }
}

// One organization's tokens as they are kept on disk, and the pure steps from one state of that copy to the next.
import { isDeepStrictEqual } from 'node:util'
import * as z from 'zod'
import { type Inventory, type Token, token, tokenFields } from '../../shared/contract/tokens.ts'
import type { HubAccessToken, HubAccessTokenItem } from '../../shared/hub/access-tokens.ts'
import type { Slots } from '../../shared/tokens/slots.ts'

/** What this owner saved last: compared with what the server says later. */
const ownEdit = tokenFields.partial()
export type OwnEdit = z.infer<typeof ownEdit>

const copiedToken = token.omit({ lostEdit: true }).extend({
  /** When the access was read (ISO 8601); the list does not carry it. */
  accessReadAt: z.string().nullable(),
  /** Whether the keychain has said if it keeps this token's secret. */
  keptKnown: z.boolean(),
  ownEdit: ownEdit.optional(),
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
  ...(known?.ownEdit && { ownEdit: known.ownEdit }),
})

/** The token with the access that was read of it. */
export const withAccess = (token: CopiedToken, { description, resources }: HubAccessToken): CopiedToken => ({
  ...token,
  description: description ?? token.description,
  resources: resources.map(({ type, path, scopes }) => ({ type, path, scopes })),
})

export function shownToken({ accessReadAt: _, keptKnown: __, ownEdit: own, ...token }: CopiedToken): Token {
  const lostEdit = own ? lostOf(own, token) : []
  return { ...token, ...(lostEdit.length > 0 && { lostEdit }) }
}

/** What of the owner's own edit still stands, for when they have seen that the rest does not. */
export function standingEdit(
  own: OwnEdit,
  token: Pick<Token, 'label' | 'description' | 'resources'>,
): OwnEdit {
  const lost = lostOf(own, token)
  const { label, description, resources } = own
  return {
    ...(label !== undefined && !lost.includes('label') && { label }),
    ...(description !== undefined && !lost.includes('description') && { description }),
    ...(resources !== undefined && !lost.includes('access') && { resources }),
  }
}

/** What of the owner's own edit is not there any more. Access that was not read is not known to be lost. */
function lostOf(
  own: OwnEdit,
  token: Pick<Token, 'label' | 'description' | 'resources'>,
): ('label' | 'description' | 'access')[] {
  const { label, description, resources } = own
  const access = resources !== undefined && token.resources !== null
  return [
    ...(label !== undefined && label !== token.label ? ['label' as const] : []),
    ...(description !== undefined && description !== token.description ? ['description' as const] : []),
    ...(access && !isDeepStrictEqual(resources, token.resources) ? ['access' as const] : []),
  ]
}

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

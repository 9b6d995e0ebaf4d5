// One organization's tokens as they are kept on disk, and the pure steps from one state of that copy to the next.
import * as z from 'zod'
import { type Inventory, type Token, inventory, token } from '../../shared/contract/tokens.ts'
import type { HubAccessToken, HubAccessTokenItem } from '../../shared/hub/access-tokens.ts'
import type { Slots } from '../../shared/tokens/slots.ts'
import { isGone } from '../../shared/tokens/status.ts'
import { lostOf, ownEdit } from './own-edit.ts'
import { mark } from './told.ts'

const copiedToken = token.omit({ lostEdit: true }).extend({
  // Older copies do not have these two.
  goneAt: token.shape.goneAt.default(null),
  previouslyUsedAt: token.shape.previouslyUsedAt.default(null),
  /** When the access was read (ISO 8601). Null when it never was, or may have changed since: then it is read again. */
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
  /** How far the audit log was read. What it told of before is written in `accessReadAt`. */
  mark: mark.nullable().default(null),
  auditLog: inventory.shape.auditLog.unwrap().nullable().default(null),
})
export type InventoryCopy = z.infer<typeof inventoryCopy>

export const emptyCopy = (): InventoryCopy => ({
  tokens: [],
  unreadable: 0,
  total: 0,
  syncedAt: null,
  mark: null,
  auditLog: null,
})

/**
 * A token as the server told it, with what is known of it besides. `seenAt`: when what is known was still so (ISO 8601).
 */
export const fromItem = (
  item: HubAccessTokenItem,
  known: CopiedToken | undefined,
  seenAt: string | null,
): CopiedToken => ({
  id: item.id,
  label: item.label,
  description: item.description ?? known?.description ?? '',
  createdBy: item.created_by ?? known?.createdBy ?? '',
  createdAt: item.created_at,
  expiresAt: item.expires_at ?? null,
  lastUsedAt: item.last_used_at ?? null,
  ...previousUse(item.last_used_at ?? null, known, seenAt),
  isActive: item.is_active,
  resources: known?.resources ?? null,
  // What was gone and is back may have come from an older state of the server.
  accessReadAt: known && !isGone(known) ? known.accessReadAt : null,
  secretKept: known?.secretKept ?? false,
  keptKnown: known?.keptKnown ?? false,
  goneAt: null,
  ...(known?.ownEdit && { ownEdit: known.ownEdit }),
})

function previousUse(
  usedAt: string | null,
  known: CopiedToken | undefined,
  seenAt: string | null,
): Pick<CopiedToken, 'previouslyUsedAt' | 'quietUntil'> {
  if (!known) return { previouslyUsedAt: null }
  const { lastUsedAt, previouslyUsedAt, quietUntil } = known
  const moved = lastUsedAt !== null && Date.parse(usedAt ?? '') > Date.parse(lastUsedAt)
  if (!moved) return { previouslyUsedAt, ...(quietUntil && { quietUntil }) }
  return { previouslyUsedAt: lastUsedAt, ...(seenAt && { quietUntil: seenAt }) }
}

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

/**
 * The copy after the server listed all tokens: access and kept secrets already known are carried over. A token that is
 * not on the list any more is gone, with all that is known of it, unless it may be a row that could not be read: then
 * it is asked for by itself.
 */
export function afterListing(
  copy: InventoryCopy,
  listed: { tokens: HubAccessTokenItem[]; unreadable: number; total: number },
  syncedAt: string,
): InventoryCopy {
  const before = new Map(copy.tokens.map((entry) => [entry.id, entry]))
  const ids = new Set(listed.tokens.map(({ id }) => id))
  const missed = missedOf(copy, ids, listed.unreadable, syncedAt)
  return {
    ...copy,
    tokens: [...listed.tokens.map((item) => fromItem(item, before.get(item.id), copy.syncedAt)), ...missed],
    unreadable: listed.unreadable,
    total: listed.total,
    syncedAt,
  }
}

/** The copy with some tokens marked as to be read again. */
export const toRead = (copy: InventoryCopy, ids: ReadonlySet<string>): InventoryCopy => ({
  ...copy,
  tokens: copy.tokens.map((entry) => (ids.has(entry.id) ? { ...entry, accessReadAt: null } : entry)),
})

const missedOf = (
  { tokens }: InventoryCopy,
  listed: ReadonlySet<string>,
  unreadable: number,
  moment: string,
): CopiedToken[] =>
  tokens
    .filter(({ id }) => !listed.has(id))
    .map((entry) => (unreadable === 0 ? gone(entry, moment) : { ...entry, accessReadAt: null }))

/** A token that is not on the server any more, missed at `moment` unless it was before. */
export const gone = (entry: CopiedToken, moment: string): CopiedToken => ({
  ...entry,
  goneAt: entry.goneAt ?? moment,
})

/** The copy with one token replaced, or added in front when it was not there. */
export function withToken(copy: InventoryCopy, changed: CopiedToken): InventoryCopy {
  const before = copy.tokens.find(({ id }) => id === changed.id)
  const tokens = before
    ? copy.tokens.map((entry) => (entry === before ? changed : entry))
    : [changed, ...copy.tokens]
  return { ...copy, tokens, total: copy.total + counted(changed) - counted(before) }
}

/** What a token adds to the server's count. */
const counted = (entry: CopiedToken | undefined): number => Number(entry !== undefined && !isGone(entry))

/**
 * What was learnt while the copy on disk could not be read, over what turns out to be there. Access that is known from
 * there only is read again: what was learnt has another mark, and what changed before it is not told any more.
 */
export function mergedOver(disk: InventoryCopy, learnt: InventoryCopy): InventoryCopy {
  if (learnt.syncedAt === null) return disk
  const { syncedAt } = learnt
  const before = new Map(disk.tokens.map((entry) => [entry.id, entry]))
  const ids = new Set(learnt.tokens.map(({ id }) => id))
  const merged = learnt.tokens.map((entry) => {
    const known = before.get(entry.id)
    return {
      ...entry,
      ...(entry.previouslyUsedAt === null && previousUse(entry.lastUsedAt, known, disk.syncedAt)),
      resources: entry.resources ?? known?.resources ?? null,
      secretKept: entry.keptKnown ? entry.secretKept : (known?.secretKept ?? false),
      keptKnown: entry.keptKnown || (known?.keptKnown ?? false),
    }
  })
  return { ...learnt, tokens: [...merged, ...missedOf(disk, ids, learnt.unreadable, syncedAt)] }
}

export function withoutToken(copy: InventoryCopy, id: string): InventoryCopy {
  const tokens = copy.tokens.filter((entry) => entry.id !== id)
  return { ...copy, tokens, total: copy.total - counted(copy.tokens.find((entry) => entry.id === id)) }
}

/** What the page is shown. `limit` is the plan's, or null when the plan is not known. */
export function shown(
  copy: InventoryCopy,
  limit: number | null,
  state: Pick<Inventory, 'offline' | 'notSaved'>,
): Inventory {
  const slots: Slots | null = limit !== null && copy.syncedAt !== null ? { used: copy.total, limit } : null
  const { unreadable, syncedAt, auditLog } = copy
  const tokens = copy.tokens.map(shownToken)
  return { tokens, unreadable, slots, syncedAt, ...(auditLog && { auditLog }), ...state }
}

// Organization access tokens: the inventory, creating, changing and retiring one. No secret crosses here.
import * as z from 'zod'
import { descriptionMaximum, labelMaximum } from '../tokens/limits.ts'
import { call, event, nothing } from './define.ts'
import { organizationRef, tokenId, tokenRef } from './references.ts'

export const resource = z.object({ type: z.string(), path: z.string(), scopes: z.array(z.string()) })

export const token = z.object({
  id: tokenId,
  label: z.string(),
  description: z.string(),
  createdBy: z.string(),
  createdAt: z.string(),
  /** As the server sent it, or null for never. */
  expiresAt: z.string().nullable(),
  lastUsedAt: z.string().nullable(),
  /** The last use known before `lastUsedAt` moved on (ISO 8601); null when it was never seen to move. */
  previouslyUsedAt: z.string().nullable(),
  /** When that was last seen to be the last use still (ISO 8601); absent when it never was. */
  quietUntil: z.string().optional(),
  isActive: z.boolean(),
  /** Null until this token was read one by one: the list does not carry access. */
  resources: z.array(resource).nullable(),
  /** Whether this computer's keychain keeps its secret, as far as main knows. */
  secretKept: z.boolean(),
  /** When it was missed on the server (ISO 8601); null while it is there. Only then is its status `gone`. */
  goneAt: z.string().nullable(),
  /** What this owner saved and somebody changed again since; absent when nothing. Until `acknowledge`. */
  lostEdit: z.array(z.enum(['label', 'description', 'access'])).optional(),
})
export type Token = z.infer<typeof token>

export const inventory = z.object({
  tokens: z.array(token),
  /** Rows of the server that could not be read; they count in the slots. */
  unreadable: z.number(),
  slots: z.object({ used: z.number(), limit: z.number() }).nullable(),
  /** When the server last answered with the whole list (ISO 8601), or null for never. */
  syncedAt: z.string().nullable(),
  /** True when the last attempt to reach the server failed and these tokens come from this computer. */
  offline: z.boolean(),
  /** Why the copy is not on disk, when it is not. */
  notSaved: z.enum(['keychain', 'disk', 'newer']).nullable(),
  /**
   * read: it told which tokens changed, and only those were read again. Otherwise every token is, after a while:
   * refused: the log is not theirs to read; unreadable: it could not be understood. Absent before it was asked for.
   */
  auditLog: z.enum(['read', 'refused', 'unreadable']).optional(),
})
export type Inventory = z.infer<typeof inventory>

/** A token that may exist on the server without its secret being kept: a creation that did not finish. */
export const orphan = z.object({
  intentId: z.string(),
  label: z.string(),
  startedAt: z.string(),
  /**
   * lost: nobody was ever given the secret. shown: the owner was, and may have copied it. unknown: the keychain does
   * not tell whether it keeps it; then nothing may be deleted.
   */
  state: z.enum(['lost', 'shown', 'unknown']),
  /** The tokens on the server it may be; empty when the server was not asked yet or none fits. */
  candidates: z.array(z.object({ tokenId, label: z.string(), createdAt: z.string(), createdBy: z.string() })),
})
export type Orphan = z.infer<typeof orphan>

/**
 * What an owner can change about a token. The expiration date is not among it: it cannot be changed. Looser than the
 * wizard, because other clients may have made the token; the server judges what is changed.
 */
export const tokenFields = z.object({
  label: z.string().max(1000),
  description: z.string().max(10_000),
  resources: z.array(resource).max(1000),
})
export type TokenFields = z.infer<typeof tokenFields>

const wantedFields = tokenFields.extend({
  label: tokenFields.shape.label.min(1),
  resources: tokenFields.shape.resources.min(1),
})

const changed = z.discriminatedUnion('outcome', [
  z.object({ outcome: z.literal('saved'), token }),
  /** Nothing was written: the token is not any more what the owner was shown. `token`: as it is on the server. */
  z.object({ outcome: z.literal('conflict'), token }),
])
export type Changed = z.infer<typeof changed>

export const expiry = z.discriminatedUnion('kind', [
  z.object({
    kind: z.literal('days'),
    days: z.union([z.literal(30), z.literal(60), z.literal(90), z.literal(365)]),
  }),
  z.object({ kind: z.literal('date'), date: z.string().regex(/^\d{4}-\d\d-\d\d$/) }),
  z.object({ kind: z.literal('none') }),
])

export const tokens = {
  /** The copy on this computer, without network. */
  inventory: call(organizationRef, inventory),
  /** Asks the server. When it cannot be reached, answers with the copy and `offline: true`. */
  refresh: call(organizationRef, inventory),
  /**
   * Creates one token, in the order of docs/adr/0003: keychain and disk are checked before the server is asked.
   * With `keep: 'memory'` (the owner chose so because the keychain does not work) the secret lives in main
   * until `secrets.release`.
   */
  create: call(
    organizationRef.extend({
      label: z.string().trim().min(1).max(labelMaximum),
      description: z.string().max(descriptionMaximum),
      expiry,
      resources: wantedFields.shape.resources,
      keep: z.enum(['keychain', 'memory']),
    }),
    z.object({ token, kept: z.boolean() }),
  ),
  /**
   * Creates the successor of an active token, with its access and description as they are, in the order of `create`.
   * Fails before anything is made with `token.notActive`, `token.gone`, `token.changedMeanwhile` when the token is not
   * on the server as `shown` any more, `token.rotatedMeanwhile` when another token has this label by now.
   */
  rotate: call(
    tokenRef.extend({
      shown: wantedFields,
      label: z.string().trim().min(1).max(labelMaximum),
      expiry,
      keep: z.enum(['keychain', 'memory']),
    }),
    z.object({ token, kept: z.boolean() }),
  ),
  /** One token with its access, from the server. Fails with `token.gone`. */
  read: call(tokenRef, token),
  /**
   * Saves an edit, unless the token is not on the server as `shown` any more. Only what differs between `shown` and
   * `wanted` is sent; whether the token is active is never part of an edit.
   */
  change: call(
    tokenRef.extend({ shown: tokenFields.extend({ isActive: z.boolean() }), wanted: wantedFields }),
    changed,
  ),
  /** The owner has seen that an edit of theirs was changed again. */
  acknowledge: call(tokenRef, nothing),
  /** Afterwards the token signs nobody in; it still takes a slot until it is deleted. */
  deactivate: call(tokenRef, token),
  /**
   * Deletes the token for good, then the secret that this computer kept of it. One that is gone already is fine.
   * `keychain` is `left` when it did not let go of it.
   */
  delete: call(tokenRef, z.object({ keychain: z.enum(['nothing', 'removed', 'left']) })),
  /**
   * Takes a token that is gone off this computer's list, with the secret kept of it or without. Fails with `keychain.*`
   * when that cannot be told or removed; the token then stays on the list.
   */
  forgetGone: call(
    tokenRef.extend({ secret: z.enum(['keep', 'remove']) }),
    z.object({ keychain: z.enum(['nothing', 'kept', 'removed']) }),
  ),
  /** Undoes `forgetGone`, until the app ends; a removed secret stays removed. Fails with `input.invalid` for others. */
  bringBack: call(tokenRef, nothing),
  /** Creations that did not finish, found in the journal. */
  orphans: call(organizationRef, z.array(orphan)),
  /** Deletes a token that an unfinished creation left behind, and closes that creation. */
  deleteOrphan: call(tokenRef.extend({ intentId: z.string() }), nothing),
  /** Closes an unfinished creation without touching the server. */
  dismissOrphan: call(organizationRef.extend({ intentId: z.string() }), nothing),
  changed: event(organizationRef),
}

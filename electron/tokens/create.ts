// Creating a token, in the order that loses no secret (docs/adr/0003): check, write the intent, ask once, keep,
// copy into the inventory, close the intent.
import { randomUUID } from 'node:crypto'
import type { OrganizationRef, TokenRef } from '../../shared/contract/references.ts'
import type { Token } from '../../shared/contract/tokens.ts'
import { Failed, isFailed } from '../../shared/errors.ts'
import type {
  CreateAccessTokenBody,
  HubAccessTokenItem,
  HubCreatedAccessToken,
} from '../../shared/hub/access-tokens.ts'
import type { Resource } from '../../shared/tokens/access.ts'
import { type Expiry, expiresAt } from '../../shared/tokens/expiry.ts'
import type { Keychain } from '../keychain/keychain.ts'
import type { Journal } from '../journal.ts'
import type { SecretMemory } from './memory.ts'

export interface CreateInput extends OrganizationRef {
  label: string
  description: string
  expiry: Expiry
  /** At least one, sent as they are. */
  resources: Resource[]
  keep: 'keychain' | 'memory'
}

export interface Made {
  token: Token
  kept: boolean
}

export interface CreateParts {
  keychain: Pick<Keychain, 'check' | 'set'>
  journal: Journal
  memory: SecretMemory
  /** The organization's tokens on the server, now. */
  list(ref: OrganizationRef): Promise<HubAccessTokenItem[]>
  /** Asks the server to create, exactly once. */
  create(ref: OrganizationRef, body: CreateAccessTokenBody): Promise<HubCreatedAccessToken>
  /** Puts the new token into the inventory. */
  add(ref: OrganizationRef, token: Token): Promise<void>
  /** Writes down that the keychain keeps this token's secret. Never throws. */
  noteKept(ref: TokenRef, label: string): Promise<void>
  secretName(ref: TokenRef): string
  username(accountId: string): string
  /** The server's time, which decides when a token ends (Unix milliseconds). */
  now(accountId: string): number
}

/**
 * Creates one token. `kept` false means that only main's memory holds the secret: the owner chose so, or the
 * keychain failed after it had passed its check.
 * Fails with `keychain.*`, `disk.*`, `server.*`, `slots.full` and the like before a token exists; with
 * `token.unknownOutcome` when the server's answer was lost, in which case the intent stays open. `lookFirst` is given
 * the organization's tokens when everything is ready, and fails when nothing may be made after all.
 */
export async function createToken(
  parts: CreateParts,
  input: CreateInput,
  lookFirst: (known: readonly HubAccessTokenItem[]) => Promise<void> = () => Promise.resolve(),
): Promise<Made> {
  const { accountId, organization } = input
  const ref = { accountId, organization }
  if (parts.memory.making(ref, input.label)) throw new Failed('token.beingMade')
  const id = randomUUID()
  // From here on nobody signs out, closes the window unasked, or makes the same again.
  parts.memory.begin(id, ref, input.label)
  try {
    return await make(parts, input, ref, id, lookFirst)
  } finally {
    parts.memory.end(id)
  }
}

async function make(
  parts: CreateParts,
  input: CreateInput,
  ref: OrganizationRef,
  id: string,
  lookFirst: (known: readonly HubAccessTokenItem[]) => Promise<void>,
): Promise<Made> {
  if (input.keep === 'keychain') {
    const state = await parts.keychain.check()
    if (state !== 'working') throw new Failed(`keychain.${state}`)
  }
  const known = await parts.list(ref)
  await lookFirst(known)
  await parts.journal.open({
    ...ref,
    id,
    act: 'create',
    label: input.label,
    startedAt: new Date(parts.now(ref.accountId)).toISOString(),
    knownIds: known.map((token) => token.id),
    stage: 'asking',
    tokenId: null,
  })
  const created = await askOnce(parts, ref, id, input)

  const tokenRef = { ...ref, tokenId: created.id }
  // Held first: whatever fails from here on, the secret screen can still show it.
  parts.memory.hold(tokenRef, created.token, input.label, id)
  const kept = input.keep === 'keychain' && (await keepSecret(parts, tokenRef, created))
  const token = fromCreated(created, parts.username(ref.accountId), kept)
  await parts.add(ref, token)
  if (kept) {
    await closeQuietly(parts.journal, id)
    parts.memory.drop(tokenRef)
  } else {
    // Still open, so that a crash before the owner copied it is noticed at the next start.
    await parts.journal.advance(id, { stage: 'created', tokenId: created.id }).catch(() => undefined)
  }
  return { token, kept }
}

async function askOnce(
  parts: CreateParts,
  ref: OrganizationRef,
  intentId: string,
  input: CreateInput,
): Promise<HubCreatedAccessToken> {
  try {
    return await parts.create(ref, {
      label: input.label,
      description: input.description,
      resources: input.resources,
      expires_at: expiresAt(input.expiry, parts.now(ref.accountId)),
    })
  } catch (error) {
    if (!isFailed(error, 'token.unknownOutcome')) await closeQuietly(parts.journal, intentId)
    throw error
  }
}

async function keepSecret(
  parts: CreateParts,
  ref: TokenRef,
  { token: secret, label }: HubCreatedAccessToken,
): Promise<boolean> {
  try {
    await parts.keychain.set(parts.secretName(ref), secret)
    await parts.noteKept(ref, label)
    return true
  } catch (error) {
    if (isFailed(error)) return false
    throw error
  }
}

// An intent that cannot be closed is found again at the next start and closed then, because its secret is kept.
const closeQuietly = (journal: Journal, id: string): Promise<void> => journal.close(id).catch(() => undefined)

const fromCreated = (created: HubCreatedAccessToken, createdBy: string, secretKept: boolean): Token => ({
  id: created.id,
  label: created.label,
  description: created.description ?? '',
  createdBy,
  createdAt: created.created_at,
  expiresAt: created.expires_at ?? null,
  lastUsedAt: null,
  previouslyUsedAt: null,
  goneAt: null,
  isActive: created.is_active,
  resources: created.resources.map(({ type, path, scopes }) => ({ type, path, scopes })),
  secretKept,
})

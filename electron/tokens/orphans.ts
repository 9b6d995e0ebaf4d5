// Creations that did not finish: which token on the server each may have left behind, if any.
import type { OrganizationRef, TokenRef } from '../../shared/contract/references.ts'
import type { Inventory, Orphan, Token } from '../../shared/contract/tokens.ts'
import { stillThere } from '../../shared/tokens/status.ts'
import type { Keychain } from '../keychain/keychain.ts'
import type { Intent, Journal } from '../journal.ts'
import type { SecretMemory } from './memory.ts'

export interface OrphanParts {
  journal: Journal
  keychain: Pick<Keychain, 'get'>
  memory: SecretMemory
  inventory(ref: OrganizationRef): Promise<Inventory>
  /** Notes in the inventory that this token's secret is kept. */
  markKept(ref: TokenRef): Promise<void>
  secretName(ref: TokenRef): string
  /** As the server calls the owner. */
  username(accountId: string): string
}

/** A lost answer may still be on its way to the server's database; after this long it is not. */
const settled = 120_000

/**
 * The unfinished creations of an organization. One whose secret turns out to be kept is complete and closed;
 * one that left nothing behind, by a list fetched well after it, is closed as well. Nothing on the server is touched.
 */
export async function findOrphans(parts: OrphanParts, ref: OrganizationRef): Promise<Orphan[]> {
  const intents = parts.journal
    .list()
    .filter((intent) => intent.accountId === ref.accountId && intent.organization === ref.organization)
    .filter((intent) => !parts.memory.holdsIntent(intent.id))
  if (intents.length === 0) return []
  const inventory = await parts.inventory(ref)
  const orphans: Orphan[] = []
  for (const intent of intents) {
    const candidates = candidatesOf(intent, inventory.tokens, parts.username(ref.accountId))
    const kept = await whichIsKept(parts, ref, candidates)
    if (kept === 'found') await parts.journal.close(intent.id)
    else if (candidates.length === 0 && listedAfter(intent, inventory)) await parts.journal.close(intent.id)
    else {
      const known = intent.stage === 'asking' ? 'lost' : 'shown'
      orphans.push(toOrphan(intent, candidates, kept === 'unknown' ? 'unknown' : known))
    }
  }
  return orphans
}

/** Tokens of that label that were not there before and that nobody else made. */
const candidatesOf = (intent: Intent, tokens: readonly Token[], username: string): Token[] =>
  stillThere(tokens).filter((token) =>
    intent.tokenId === null
      ? token.label === intent.label &&
        !intent.knownIds.includes(token.id) &&
        (token.createdBy === '' || token.createdBy === username)
      : token.id === intent.tokenId,
  )

/** Unknown is never taken for missing: a locked keychain may hold the very secret. */
async function whichIsKept(
  parts: OrphanParts,
  ref: OrganizationRef,
  candidates: Token[],
): Promise<'found' | 'missing' | 'unknown'> {
  let answer: 'missing' | 'unknown' = 'missing'
  for (const { id } of candidates) {
    const tokenRef = { ...ref, tokenId: id }
    const { state } = await parts.keychain.get(parts.secretName(tokenRef))
    if (state === 'unknown') answer = 'unknown'
    if (state !== 'found') continue
    await parts.markKept(tokenRef)
    return 'found'
  }
  return answer
}

const listedAfter = (intent: Intent, inventory: Inventory): boolean =>
  inventory.syncedAt !== null && Date.parse(inventory.syncedAt) - Date.parse(intent.startedAt) > settled

const toOrphan = (intent: Intent, candidates: Token[], state: Orphan['state']): Orphan => ({
  intentId: intent.id,
  label: intent.label,
  startedAt: intent.startedAt,
  state,
  candidates: candidates.map(({ id, label, createdAt, createdBy }) => ({
    tokenId: id,
    label,
    createdAt,
    createdBy,
  })),
})

// The secrets that this computer keeps for an account's organizations: those of its tokens, and those whose token is gone.
import type { OrganizationRef } from '../../shared/contract/references.ts'
import type { KeptSecret } from '../../shared/contract/secrets.ts'
import type { Inventory } from '../../shared/contract/tokens.ts'
import { isGone } from '../../shared/tokens/status.ts'
import type { IndexEntry, KeptIndex } from './kept-index.ts'

export interface KeptListParts {
  index: Pick<KeptIndex, 'of' | 'note'>
  serverHost(accountId: string): string
  /** The organizations of an account, as this computer knows them. */
  organizations(accountId: string): Promise<string[]>
  /** Other accounts on the same server. */
  siblings(accountId: string): string[]
  /** The copy on this computer. */
  inventory(ref: OrganizationRef): Promise<Inventory>
}

export async function listKept(parts: KeptListParts, accountId: string): Promise<KeptSecret[]> {
  const serverHost = parts.serverHost(accountId)
  const own = await parts.organizations(accountId)
  const elsewhere = new Set((await Promise.all(parts.siblings(accountId).map(parts.organizations))).flat())
  const inventories = new Map<string, Inventory>()
  for (const organization of own)
    inventories.set(organization, await parts.inventory({ accountId, organization }))

  // What the keychain was found to keep before it was written down, and labels as they are now.
  const known = new Set(parts.index.of(serverHost).map(keyOf))
  const seen = [...inventories].flatMap(([organization, { tokens }]) =>
    tokens
      .map(({ id: tokenId, label, secretKept }) => ({ serverHost, organization, tokenId, label, secretKept }))
      .filter((entry) => entry.secretKept || known.has(keyOf(entry)))
      .map(({ secretKept: _, ...entry }) => entry),
  )
  await parts.index.note(seen)

  return parts.index
    .of(serverHost)
    .filter(({ organization }) => own.includes(organization) || !elsewhere.has(organization))
    .map(({ organization, tokenId, label }): KeptSecret => {
      const inventory = inventories.get(organization)
      const known = inventory?.tokens.find(({ id }) => id === tokenId)
      if (known && isGone(known)) return { organization, tokenId, label, token: null, state: 'gone' }
      const token = known ?? null
      return { organization, tokenId, label, token, state: token ? 'listed' : stateWithout(inventory) }
    })
    .sort(
      (one, other) =>
        one.organization.localeCompare(other.organization) || one.label.localeCompare(other.label),
    )
}

const keyOf = ({ organization, tokenId }: Omit<IndexEntry, 'label' | 'serverHost'>): string =>
  `${organization}/${tokenId}`

/** A row that could not be read may be the token. */
const stateWithout = (inventory: Inventory | undefined): 'gone' | 'unknown' =>
  inventory && inventory.syncedAt !== null && inventory.unreadable === 0 ? 'gone' : 'unknown'

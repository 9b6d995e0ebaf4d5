// A report about tokens, gathered from the copies on this computer in the order that the page named them.
import type { Account } from '../../shared/contract/accounts.ts'
import type { OrganizationRef, TokenRef } from '../../shared/contract/references.ts'
import type { Comparison } from '../../shared/contract/snapshots.ts'
import type { Inventory, Token } from '../../shared/contract/tokens.ts'
import { tokenStatus } from '../../shared/tokens/status.ts'
import { accessInWords } from '../../shared/tokens/words.ts'
import { type ReportToken, type Steps, type TokensReport, atOnce } from './form.ts'
import { withoutSecrets } from './legible.ts'

export interface SourceParts {
  /** What became of an organization's tokens between two moments, without network. */
  compare(ref: OrganizationRef, from: string, to: string): Promise<Comparison>
  /** The copy on this computer, without network. */
  inventory(ref: OrganizationRef): Promise<Inventory>
  account(accountId: string): Pick<Account, 'username' | 'serverUrl' | 'clockOffset'>
  /** Such as "Granary 0.1.0". */
  madeWith: string
  /** Unix milliseconds. */
  now(): number
}

export interface TokensWanted {
  title: string
  filters: string[]
  rows: readonly TokenRef[]
  withKept: boolean
}

/** Tokens that are not in the copy any more are left out. */
export async function gatherTokens(
  parts: SourceParts,
  { title, filters, rows, withKept }: TokensWanted,
  steps: Steps,
): Promise<TokensReport> {
  const now = parts.now()
  const places = new Map(rows.map((ref) => [placeOf(ref), ref] as const))
  const read = new Map<string, { place: Place; now: number; byId: Map<string, Token> }>()
  for (const [key, { accountId, organization }] of places) {
    await steps('reading')
    const { tokens, syncedAt } = await parts.inventory({ accountId, organization })
    const { username, serverUrl, clockOffset } = parts.account(accountId)
    const place = { organization, server: serverUrl, account: username, syncedAt }
    read.set(key, {
      place,
      now: now + clockOffset,
      byId: new Map(tokens.map((token) => [token.id, token])),
    })
  }

  const counts = new Map<Place, number>()
  const tokens: ReportToken[] = []
  for (const [at, ref] of rows.entries()) {
    if (at % atOnce === 0) await steps('reading', at, rows.length)
    const found = read.get(placeOf(ref))
    const token = found?.byId.get(ref.tokenId)
    if (!found || !token) continue
    counts.set(found.place, (counts.get(found.place) ?? 0) + 1)
    tokens.push(tokenIn(found.place, token, found.now, withKept))
  }
  const organizations = [...counts].map(([place, count]) => ({ ...place, tokens: count }))
  return {
    granary: 'tokens',
    version: 1,
    title,
    madeAt: new Date(now).toISOString(),
    madeWith: parts.madeWith,
    madeBy: peopleOf(organizations),
    filters,
    organizations,
    counts: {
      tokens: tokens.length,
      byStatus: countBy(tokens.map(({ status }) => status)),
      accessUnknown: tokens.filter(({ access }) => access === null).length,
    },
    tokens,
  }
}

interface Place {
  organization: string
  server: string
  account: string
  syncedAt: string | null
}

const placeOf = ({ accountId, organization }: OrganizationRef): string =>
  JSON.stringify([accountId, organization])

/** Field by field: what a token gains one day is not in reports until somebody decides so. */
const tokenIn = (
  { organization, server, account }: Place,
  token: Token,
  now: number,
  withKept: boolean,
): ReportToken => ({
  organization,
  server,
  account,
  id: token.id,
  label: withoutSecrets(token.label),
  description: withoutSecrets(token.description),
  status: tokenStatus(token, now),
  createdBy: token.createdBy,
  createdAt: token.createdAt,
  lastUsedAt: token.lastUsedAt,
  expiresAt: token.expiresAt,
  goneAt: token.goneAt,
  access: token.resources && {
    words: accessInWords(token.resources),
    resources: token.resources.map(({ type, path, scopes }) => ({ type, path, scopes: [...scopes] })),
  },
  ...(withKept && { secretKept: token.secretKept }),
})

/** Each account once. */
export const peopleOf = (
  places: readonly { account: string; server: string }[],
): { account: string; server: string }[] => [
  ...new Map(
    places.map(({ account, server }) => [JSON.stringify([account, server]), { account, server }]),
  ).values(),
]

function countBy(values: readonly string[]): Record<string, number> {
  const counts: Record<string, number> = {}
  for (const value of values) counts[value] = (counts[value] ?? 0) + 1
  return counts
}

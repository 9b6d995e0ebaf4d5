// From tokens to the rows of a table: what is shown, sorted and searched is worked out once per copy, not per keystroke.
import type { OrganizationRef } from '../../../shared/contract/references.ts'
import type { Token } from '../../../shared/contract/tokens.ts'
import type { Judged } from '../../../shared/tokens/criteria.ts'
import { reachOf } from '../../../shared/tokens/reach.ts'
import { scopeLabel } from '../../../shared/tokens/scopes.ts'
import { tokenStatus, type TokenStatus } from '../../../shared/tokens/status.ts'
import { accessInShort, accessInWords } from '../../../shared/tokens/words.ts'

/** What holds at any time; the status comes with the clock. */
export interface Facts extends Omit<Judged, 'status'> {
  /** Tells rows apart over all accounts: an organization can be seen through two of them. */
  key: string
  ref: OrganizationRef
  token: Token
  /** Few words for the cell, or null while the access was not read. */
  access: string | null
}

export interface Row extends Facts {
  kind: 'row'
  status: TokenStatus
}

export const rowKey = ({ accountId, organization }: OrganizationRef, tokenId: string): string =>
  `${accountId} ${organization} ${tokenId}`

const known = new WeakMap<readonly Token[], readonly Facts[]>()

/** The facts of one copy's tokens, worked out once: a copy that is read anew is a new list. */
export function factsOf(ref: OrganizationRef, tokens: readonly Token[]): readonly Facts[] {
  const before = known.get(tokens)
  if (before) return before
  const facts = tokens.map((token) => factsOfToken(ref, token))
  known.set(tokens, facts)
  return facts
}

const moment = (iso: string | null): number | null => (iso === null ? null : Date.parse(iso))

const factsOfToken = (ref: OrganizationRef, token: Token): Facts => ({
  key: rowKey(ref, token.id),
  ref,
  token,
  access: token.resources && accessInShort(token.resources),
  reach: token.resources && reachOf(token.resources),
  createdMs: Date.parse(token.createdAt),
  lastUsedMs: moment(token.lastUsedAt),
  expiresMs: moment(token.expiresAt),
  secretKept: token.secretKept,
  account: ref.accountId,
  organization: ref.organization,
  haystack: [
    token.label,
    token.description,
    token.createdBy,
    ref.organization,
    ...(token.resources ?? []).flatMap(({ path, scopes }) => [path, ...scopes, ...scopes.map(scopeLabel)]),
  ]
    .join('\n')
    .toLowerCase(),
})

/** What facts became last, and at which moment. */
const rowsOf = new WeakMap<Facts, { moment: number; row: Row }>()

/** A row that says what it said before is the same object: while a sync brings in others, it costs nothing. */
export const withStatus = (facts: readonly Facts[], moments: Moments): Row[] =>
  facts.map((one) => {
    const moment = moments.get(one.account) ?? 0
    const before = rowsOf.get(one)
    if (before?.moment === moment) return before.row
    const status = tokenStatus(one.token, moment)
    const row: Row = before?.row.status === status ? before.row : { ...one, kind: 'row', status }
    rowsOf.set(one, { moment, row })
    return row
  })

/** By account, the last moment up to now at which one of its tokens ended, 0 for none (Unix milliseconds). */
export type Moments = ReadonlyMap<string, number>

/**
 * As long as these stay, so does every status: the clock alone makes no new rows. `nowOf`: the time of an account's
 * server.
 */
export function lastEnds(facts: readonly Facts[], nowOf: (account: string) => number): Moments {
  const nows = new Map<string, number>()
  const ends = new Map<string, number>()
  for (const { account, expiresMs } of facts) {
    const now = nows.get(account) ?? nowOf(account)
    nows.set(account, now)
    const before = ends.get(account) ?? 0
    ends.set(account, expiresMs !== null && expiresMs <= now ? Math.max(before, expiresMs) : before)
  }
  return ends
}

export const sameMoments = (one: Moments, other: Moments): boolean =>
  one.size === other.size && [...one].every(([account, end]) => other.get(account) === end)

export type StatusCounts = Record<TokenStatus | 'all', number>

export function countByStatus(rows: readonly Pick<Row, 'status'>[]): StatusCounts {
  const counts = { all: rows.length, active: 0, inactive: 0, expired: 0, gone: 0 }
  // By name: a key that is worked out costs ten times as much, and ten thousand rows are counted at each keystroke.
  for (const { status } of rows)
    if (status === 'active') counts.active++
    else if (status === 'inactive') counts.inactive++
    else if (status === 'expired') counts.expired++
    else counts.gone++
  return counts
}

const linesOf = new WeakMap<Token, string>()

/** The whole access, a line per thing the token can do; worked out once for each that comes into view. */
export function accessLines(token: Token): string {
  const known = linesOf.get(token)
  if (known !== undefined) return known
  const lines = token.resources
    ? accessInWords(token.resources).join('\n')
    : 'Its access was not read from the server yet'
  linesOf.set(token, lines)
  return lines
}

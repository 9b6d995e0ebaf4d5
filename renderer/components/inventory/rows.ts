// From tokens to the rows of the table: status by the clock, words for the access, and one text to search in.
import type { Token } from '../../../shared/contract/tokens.ts'
import { scopeLabel } from '../../../shared/tokens/scopes.ts'
import { tokenStatus, type TokenStatus } from '../../../shared/tokens/status.ts'
import { accessInShort, accessInWords } from '../../../shared/tokens/words.ts'

export interface Row {
  token: Token
  status: TokenStatus
  /** Few words for the cell, or null while the access was not read. */
  access: string | null
  /** Everything a search looks through, in lower case. */
  haystack: string
}

export interface Criteria {
  search: string
  status: TokenStatus | 'all'
}

export const inventoryRows = (tokens: readonly Token[], now: number): Row[] =>
  tokens.map((token) => ({
    token,
    status: tokenStatus(token, now),
    access: token.resources && accessInShort(token.resources),
    haystack: [
      token.label,
      token.description,
      token.createdBy,
      ...(token.resources ?? []).flatMap(({ path, scopes }) => [path, ...scopes, ...scopes.map(scopeLabel)]),
    ]
      .join('\n')
      .toLowerCase(),
  }))

/** A test for rows: every word of the search must occur somewhere in the row. */
export function matching({ search, status }: Criteria): (row: Row) => boolean {
  const words = search.toLowerCase().split(/\s+/).filter(Boolean)
  return (row) =>
    (status === 'all' || row.status === status) && words.every((word) => row.haystack.includes(word))
}

export function countByStatus(rows: readonly Row[]): Record<TokenStatus | 'all', number> {
  const counts = { all: rows.length, active: 0, inactive: 0, expired: 0, gone: 0 }
  for (const { status } of rows) counts[status]++
  return counts
}

/** The whole access, a line per thing the token can do. */
export const accessLines = (token: Token): string =>
  token.resources ? accessInWords(token.resources).join('\n') : 'Its access was not read from the server yet'

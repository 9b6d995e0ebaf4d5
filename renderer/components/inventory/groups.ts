// What the lines of a table are: rows, and above them their organizations where they are grouped.
import type { OrganizationRef } from '../../../shared/contract/references.ts'
import { byWords } from './order.ts'
import type { Row } from './rows.ts'

export interface Group {
  key: string
  ref: OrganizationRef
  rows: readonly Row[]
}

/** A row is its own line: a keystroke that leaves ten thousand makes no line anew. */
export type Line = { kind: 'group'; key: string; group: Group; open: boolean } | Row

export const groupKey = ({ accountId, organization }: OrganizationRef): string =>
  `${accountId} ${organization}`

/** The rows by organization, those by name; within one the rows keep their order. */
export function groupsOf(rows: readonly Row[]): Group[] {
  const groups = new Map<string, { key: string; ref: OrganizationRef; rows: Row[] }>()
  for (const row of rows) {
    const key = groupKey(row.ref)
    const group = groups.get(key)
    if (group) group.rows.push(row)
    else groups.set(key, { key, ref: row.ref, rows: [row] })
  }
  return [...groups.values()].sort((one, other) => byWords(one.ref.organization, other.ref.organization))
}

/** Each organization followed by its rows, unless it is among the `closed`. */
export const groupedLines = (groups: readonly Group[], closed: ReadonlySet<string>): Line[] =>
  groups.flatMap((group) => {
    const open = !closed.has(group.key)
    const line: Line = { kind: 'group', key: group.key, group, open }
    return open ? [line, ...group.rows] : [line]
  })

/** The keys of the rows among the lines, in the order in which they are drawn. */
export const rowKeys = (lines: readonly Line[]): string[] =>
  lines.flatMap((line) => (line.kind === 'row' ? [line.key] : []))

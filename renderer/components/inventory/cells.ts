// What stands in the plain cells of a token's row: words, and the exact or whole of it on hover.
import { longDate, relativeDate } from '../../../shared/tokens/expiry.ts'
import type { ColumnId } from '../../tableAddress.ts'
import { imagesWords, managementWords } from './columns.ts'
import { exactDate } from './exactDate.ts'
import { accessLines, type Row } from './rows.ts'

export interface Cell {
  text: string
  title?: string
  /** muted: nothing to tell. past, soon: an end that has come, or comes within a month. */
  tone?: 'muted' | 'past' | 'soon'
}

/** Status and secret are drawn with a shape, the label with its links: InventoryRow does that. */
export type PlainColumn = Exclude<ColumnId, 'status' | 'secret'>

const soonMilliseconds = 30 * 86_400_000
const unread: Cell = { text: 'not read yet', tone: 'muted' }
const plain = (text: string): Cell => ({ text, title: text })
const muted = (text: string): Cell => ({ text, tone: 'muted' })

// prettier-ignore
const cells: Record<PlainColumn, (row: Row, now: number, organization: string) => Cell> = {
  description: ({ token }) => plain(token.description),
  organization: (_row, _now, organization) => plain(organization),
  access: ({ access, token }) => (access === null ? unread : { text: access, title: accessLines(token) }),
  images: (row) => (row.reach?.images === 'none' ? muted('Neither') : plainOr(imagesWords(row), unread)),
  management: (row) => plainOr(managementWords(row), row.reach ? muted('None') : unread),
  createdBy: ({ token }) => plain(token.createdBy || 'unknown'),
  created: ({ token }, now) => date(token.createdAt, now),
  lastUsed: ({ token }, now) => (token.lastUsedAt ? date(token.lastUsedAt, now) : muted('Never')),
  expires,
}

const plainOr = (text: string | null, otherwise: Cell): Cell => (text === null ? otherwise : plain(text))
const date = (iso: string, now: number): Cell => ({ text: relativeDate(iso, now), title: exactDate(iso) })

function expires({ token, status, expiresMs }: Row, now: number): Cell {
  if (token.expiresAt === null || expiresMs === null) return muted('Never')
  const cell = { text: relativeDate(token.expiresAt, now), title: `${longDate(token.expiresAt)} (UTC)` }
  if (status === 'expired') return { ...cell, tone: 'past' }
  return expiresMs > now && expiresMs - now < soonMilliseconds ? { ...cell, tone: 'soon' } : cell
}

/** `organization`: what that of the token is called. */
export const cellOf = (id: PlainColumn, row: Row, now: number, organization: string): Cell =>
  cells[id](row, now, organization)

// The columns of a table of tokens: what each is called, how wide it is, and what it is sorted by.
import { canPush } from '../../../shared/tokens/reach.ts'
import { scopeLabel } from '../../../shared/tokens/scopes.ts'
import type { ColumnId, Sort } from '../../tableAddress.ts'
import type { Row } from './rows.ts'

export interface Column {
  id: Sort['column']
  header: string
  /** A track of the grid. */
  width: string
  /** The least room it takes, in pixels; `width` says the same. */
  least: number
  /** What rows are sorted by; those without it come last, whichever way. */
  value: (row: Row) => string | number | null
  /** Sorted downwards first: the newest, the last used. */
  descendingFirst?: boolean
}

const column = (
  id: Sort['column'],
  header: string,
  least: number,
  share: number,
  value: Column['value'],
  more: Partial<Column> = {},
): Column => ({
  id,
  header,
  least,
  width: share > 0 ? `minmax(${least}px, ${share}fr)` : `${least}px`,
  value,
  ...more,
})

const statusOrder = { active: 0, inactive: 1, expired: 2, gone: 3 }
const imagesOrder = { none: 0, pull: 1, push: 2, delete: 3 }
const last = { descendingFirst: true } as const

export const labelColumn = column('label', 'Label', 192, 2.3, ({ token }) => token.label)

// prettier-ignore
const choosable: Record<ColumnId, Column> = {
  description: column('description', 'Description', 140, 1.6, ({ token }) => token.description || null),
  organization: column('organization', 'Organization', 104, 1, ({ organization }) => organization),
  status: column('status', 'Status', 76, 0, ({ status }) => statusOrder[status]),
  access: column('access', 'Access', 140, 1.7, ({ access }) => access),
  images: column('images', 'Pull or push', 88, 0, ({ reach }) => reach && imagesOrder[reach.images], last),
  management: column('management', 'Organization scopes', 148, 1.2, managementWords),
  createdBy: column('createdBy', 'Created by', 84, 0.85, ({ token }) => token.createdBy || null),
  created: column('created', 'Created', 100, 0, ({ createdMs }) => createdMs, last),
  lastUsed: column('lastUsed', 'Last used', 98, 0, ({ lastUsedMs }) => lastUsedMs, last),
  expires: column('expires', 'Expires', 92, 0, ({ expiresMs }) => expiresMs),
  secret: column('secret', 'Secret', 86, 0, ({ secretKept }) => Number(!secretKept)),
}

export const columnOf = (id: Sort['column']): Column => (id === 'label' ? labelColumn : choosable[id])

/** The label first, then those that were chosen. */
export const columnsOf = (ids: readonly ColumnId[]): readonly Column[] => [
  labelColumn,
  ...ids.map((id) => choosable[id]),
]

/** The organization's scopes by name, or null when there are none or the access was not read. */
export function managementWords({ reach }: Pick<Row, 'reach'>): string | null {
  return reach?.management.map(scopeLabel).join(', ') || null
}

/** "Push", "Pull", … for a cell, or null when the access was not read. */
export function imagesWords({ reach }: Pick<Row, 'reach'>): string | null {
  if (!reach) return null
  const everywhere = canPush(reach.images) && reach.allImages === reach.images ? ' to all' : ''
  return `${{ none: 'Neither', pull: 'Pull', push: 'Push', delete: 'Delete' }[reach.images]}${everywhere}`
}

const gap = 12
const side = 16
const menuWidth = 28

/** The grid that header, rows and skeleton lie on, and how narrow it can get in pixels. */
export const tracksOf = (columns: readonly Column[]): { tracks: string; least: number } => ({
  tracks: [...columns.map(({ width }) => width), `${menuWidth}px`].join(' '),
  least: columns.reduce((sum, { least }) => sum + least + gap, side + menuWidth),
})

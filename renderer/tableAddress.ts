// What a table of tokens shows, as the address says it: criteria, order, columns and grouping. Leniently read: what an
// address has wrong is as if it were not there.
import { type Criteria, noCriteria } from '../shared/tokens/criteria.ts'

/** The columns that can be chosen; the label is always there. */
export const columnIds = [
  'description',
  'organization',
  'status',
  'access',
  'images',
  'management',
  'createdBy',
  'created',
  'lastUsed',
  'expires',
  'secret',
] as const
export type ColumnId = (typeof columnIds)[number]

/** Those on show until the owner chooses others; over several organizations, where the organization takes the room. */
export const usualColumns = (across: boolean): readonly ColumnId[] => [
  across ? 'organization' : 'createdBy',
  'status',
  'access',
  'created',
  'lastUsed',
  'expires',
  'secret',
]

export interface Sort {
  column: ColumnId | 'label'
  descending: boolean
}

export interface TableState {
  criteria: Criteria
  sort: Sort
  /** In the order of `columnIds`; null for those the owner chose last. */
  columns: readonly ColumnId[] | null
  /** Whether the rows stand under their organizations. */
  grouped: boolean
}

export type Query = Record<string, string>

export const newestFirst: Sort = { column: 'created', descending: true }
export const plainTable: TableState = {
  criteria: noCriteria,
  sort: newestFirst,
  columns: null,
  grouped: false,
}

const number = (text: string): number | null =>
  /^\d{1,4}$/.test(text) && Number(text) > 0 ? Number(text) : null
const word = (text: string): string | null => (text === '' ? null : text.slice(0, 200))
const oneOf =
  <Choice extends string>(...choices: readonly Choice[]) =>
  (text: string): Choice | null =>
    choices.find((choice) => choice === text) ?? null
const flag = (text: string): boolean => text === 'yes'

const parsers: { [Key in keyof Criteria]: (text: string) => Criteria[Key] } = {
  search: (text) => text.slice(0, 200),
  status: oneOf('active', 'inactive', 'expired', 'gone'),
  expiringIn: number,
  endsIn: (text) => (/^\d{4}-(0[1-9]|1[0-2])$/.test(text) ? text : null),
  unusedFor: number,
  neverUsed: flag,
  neverExpires: flag,
  canPush: flag,
  allRepositories: flag,
  management: flag,
  secret: oneOf('kept', 'notKept'),
  account: word,
  organization: word,
}
const keys = Object.keys(parsers) as (keyof Criteria)[]

const first = (value: unknown): string => {
  const one: unknown = Array.isArray(value) ? value[0] : value
  return typeof one === 'string' ? one : ''
}

export function criteriaFrom(query: Readonly<Record<string, unknown>>): Criteria {
  const read = <Key extends keyof Criteria>(key: Key) => parsers[key](first(query[key]))
  return Object.fromEntries(keys.map((key) => [key, read(key)])) as unknown as Criteria
}

/** The part of an address that says it; empty for no criteria. */
export const criteriaQuery = (criteria: Partial<Criteria>): Query =>
  Object.fromEntries(
    keys.flatMap((key) => {
      const value = criteria[key] ?? noCriteria[key]
      return value === noCriteria[key] ? [] : [[key, value === true ? 'yes' : String(value)]]
    }),
  )

function sortFrom(text: string): Sort {
  const column = oneOf('label', ...columnIds)(text.replace(/^-/, ''))
  return column ? { column, descending: text.startsWith('-') } : newestFirst
}

function columnsFrom(value: unknown): readonly ColumnId[] | null {
  if (value === undefined || value === null) return null
  const wanted = new Set(first(value).split(','))
  return columnIds.filter((id) => wanted.has(id))
}

export const tableFrom = (query: Readonly<Record<string, unknown>>): TableState => ({
  criteria: criteriaFrom(query),
  sort: sortFrom(first(query['sort'])),
  columns: columnsFrom(query['columns']),
  grouped: first(query['group']) === 'organization',
})

export const tableQuery = ({ criteria, sort, columns, grouped }: TableState): Query => ({
  ...criteriaQuery(criteria),
  ...(sort.column === newestFirst.column && sort.descending === newestFirst.descending
    ? {}
    : { sort: `${sort.descending ? '-' : ''}${sort.column}` }),
  ...(columns && { columns: columns.join(',') }),
  ...(grouped && { group: 'organization' }),
})

/** A query as text, and back: how a saved view keeps it. */
export const queryText = (query: Query): string => new URLSearchParams(query).toString()
export const queryFrom = (text: string): Query => Object.fromEntries(new URLSearchParams(text))

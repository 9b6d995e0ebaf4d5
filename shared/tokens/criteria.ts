// Which tokens a table, a link or a report is about: a search and filters, all of which must fit. Pure: the address, the
// chips and the report's words all come from here.
import { canPush, type Reach } from './reach.ts'
import type { TokenStatus } from './status.ts'
import { monthWords } from './timeline.ts'

export interface Criteria {
  /** Every word must occur somewhere in the token. */
  search: string
  status: TokenStatus | null
  /** Ends within so many days from now, and has not ended yet. */
  expiringIn: number | null
  /** Ends, or has ended, in this month of UTC, such as `2026-12`. */
  endsIn: string | null
  /** Was not used for so many days, counted from its creation when it never was. */
  unusedFor: number | null
  neverUsed: boolean
  neverExpires: boolean
  canPush: boolean
  /** Reaches every repository; together with `canPush`: can push to every repository. */
  allRepositories: boolean
  management: boolean
  /** Whether this computer keeps its secret. */
  secret: 'kept' | 'notKept' | null
  /** The id of the account it is seen through. */
  account: string | null
  /** The organization's name. */
  organization: string | null
}

/** Everything but the search. */
export type FilterKey = Exclude<keyof Criteria, 'search'>

export const noCriteria: Criteria = {
  search: '',
  status: null,
  expiringIn: null,
  endsIn: null,
  unusedFor: null,
  neverUsed: false,
  neverExpires: false,
  canPush: false,
  allRepositories: false,
  management: false,
  secret: null,
  account: null,
  organization: null,
}

export const filterKeys = Object.keys(noCriteria).filter((key): key is FilterKey => key !== 'search')
/** Those that need the access, which the server tells token by token. */
export const accessFilters = ['canPush', 'allRepositories', 'management'] as const

export const isFiltering = (criteria: Criteria, key: FilterKey): boolean => criteria[key] !== noCriteria[key]
export const activeFilters = (criteria: Criteria): FilterKey[] =>
  filterKeys.filter((key) => isFiltering(criteria, key))
export const without = (criteria: Criteria, key: FilterKey): Criteria => ({
  ...criteria,
  [key]: noCriteria[key],
})

/** What a token must be known by to be judged. Times in Unix milliseconds, null for never. */
export interface Judged {
  haystack: string
  status: TokenStatus
  createdMs: number
  lastUsedMs: number | null
  expiresMs: number | null
  /** Null while its access was not read. */
  reach: Reach | null
  secretKept: boolean
  account: string
  organization: string
}

const day = 86_400_000

type Test = (token: Judged, now: number) => boolean

// One line per filter; `value` is never the one that stands for "not filtering".
const tests: { [Key in FilterKey]: (value: NonNullable<Criteria[Key]>, all: Criteria) => Test } = {
  status: (status) => (token) => token.status === status,
  expiringIn:
    (days) =>
    ({ expiresMs }, now) =>
      expiresMs !== null && expiresMs > now && expiresMs <= now + days * day,
  endsIn(month) {
    const start = Date.parse(`${month}-01T00:00:00Z`)
    const over = new Date(start).setUTCMonth(new Date(start).getUTCMonth() + 1)
    return ({ expiresMs }) => expiresMs !== null && expiresMs >= start && expiresMs < over
  },
  unusedFor:
    (days) =>
    ({ lastUsedMs, createdMs }, now) =>
      (lastUsedMs ?? createdMs) <= now - days * day,
  neverUsed: () => (token) => token.lastUsedMs === null,
  neverExpires: () => (token) => token.expiresMs === null,
  canPush: (_, { allRepositories }) =>
    allRepositories
      ? ({ reach }) => reach !== null && canPush(reach.allImages)
      : ({ reach }) => reach !== null && canPush(reach.images),
  allRepositories:
    () =>
    ({ reach }) =>
      reach?.allRepositories === true,
  management:
    () =>
    ({ reach }) =>
      reach !== null && reach.management.length > 0,
  secret: (secret) => (token) => token.secretKept === (secret === 'kept'),
  account: (account) => (token) => token.account === account,
  organization: (organization) => (token) => token.organization === organization,
}

const testOf = <Key extends FilterKey>(key: Key, criteria: Criteria): Test | null => {
  const value = criteria[key]
  return value === null || value === false ? null : tests[key](value, criteria)
}

/** A test for tokens. `nowOf`: the time of an account's server (Unix milliseconds). */
export function matching(criteria: Criteria, nowOf: (account: string) => number): (token: Judged) => boolean {
  const words = searchWords(criteria.search)
  const all = filterKeys.flatMap((key) => testOf(key, criteria) ?? [])
  return (token) =>
    all.every((test) => test(token, nowOf(token.account))) &&
    words.every((word) => token.haystack.includes(word))
}

const searchWords = (search: string): string[] => search.toLowerCase().split(/\s+/).filter(Boolean)

const days = (count: number): string => (count === 1 ? '1 day' : `${count} days`)
const statusWords: Record<TokenStatus, string> = {
  active: 'Active',
  inactive: 'Inactive',
  expired: 'Expired',
  gone: 'Gone',
}

export interface FilterNames {
  /** What an account is called; its id when nobody knows. */
  account?: (id: string) => string
}

// prettier-ignore
const words: { [Key in FilterKey]: (value: NonNullable<Criteria[Key]>, names: FilterNames) => string } = {
  status: (status) => statusWords[status],
  expiringIn: (count) => `Expiring in ${days(count)}`,
  endsIn: (month) => `Ends in ${monthWords(month)}`,
  unusedFor: (count) => `Not used for ${days(count)}`,
  neverUsed: () => 'Never used',
  neverExpires: () => 'Never expires',
  canPush: () => 'Can push',
  allRepositories: () => 'All repositories',
  management: () => 'Management access',
  secret: (secret) => (secret === 'kept' ? 'Secret kept here' : 'Secret not kept here'),
  account: (id, names) => `Account ${names.account?.(id) ?? id}`,
  organization: (name) => `Organization ${name}`,
}

/** One filter in words, such as "Expiring in 30 days"; empty when it is not on. */
export function filterWords<Key extends FilterKey>(
  criteria: Criteria,
  key: Key,
  names: FilterNames = {},
): string {
  return isFiltering(criteria, key) ? words[key](criteria[key] as NonNullable<Criteria[Key]>, names) : ''
}

/** The criteria in words, one entry each; none when every token fits. */
export const criteriaWords = (criteria: Criteria, names: FilterNames = {}): string[] => [
  ...activeFilters(criteria).map((key) => filterWords(criteria, key, names)),
  ...(criteria.search.trim() ? [`Search “${criteria.search.trim()}”`] : []),
]

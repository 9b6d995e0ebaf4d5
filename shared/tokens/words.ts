// A token's access in plain words: for the wizard's live summary, the inventory and the reports.
import {
  type Resource,
  isScopeOf,
  organizationType,
  publicRepositoriesPath,
  repositoryType,
} from './access.ts'
import { allowedBy, canonicalScope, findScope, holderOf, impliedScopes } from './scopes.ts'

export interface AccessLine {
  /** Starts with a verb: "push to and pull from acme/web". */
  words: string
  /** The values behind it, as on the wire: one scope, and those of the same resource that it includes. */
  scopes: string[]
}

/** One line per thing the token can do. Every scope of the resources is behind one of them. */
export const accessLines = (resources: readonly Resource[]): AccessLine[] =>
  resources.flatMap((resource) =>
    widest(resource.scopes).map((value) => {
      const meant = impliedScopes([value])
      const scopes = new Set(resource.scopes.filter((one) => meant.has(canonicalScope(one))))
      return { words: scopeInWords(resource, value), scopes: [...scopes] }
    }),
  )

export const accessInWords = (resources: readonly Resource[]): string[] =>
  accessLines(resources).map(({ words }) => words)

/** Those that no other one includes, each once, in whatever spelling. */
export const widest = (values: readonly string[]): string[] => [
  ...new Map(
    values
      .filter((value) => holderOf(value, values) === undefined)
      .map((value) => [canonicalScope(value), value] as const),
  ).values(),
]

/** What a scope lets a token do with a resource. Of what it `had` there before, nothing is said again. */
export function scopeInWords(
  { type, path }: Pick<Resource, 'type' | 'path'>,
  value: string,
  had: ReadonlySet<string> = new Set(),
): string {
  const place = type === repositoryType ? placeInWords(path) : path
  const scope = isScopeOf(type, value) ? findScope(value) : undefined
  if (!scope) return type === organizationType ? `use ${value}` : `use ${value} on ${place}`
  const chain = [...impliedScopes([value])]
  const fresh = chain.filter((one) => !had.has(one))
  if (fresh.length === chain.length) return allowedBy(scope, place)
  const verbs = fresh.map((one) => findScope(one)?.beyond ?? one)
  return allowedBy({ ...scope, allows: inARow(verbs) }, place)
}

export const inARow = (parts: readonly string[]): string =>
  parts.length < 2 ? parts.join('') : `${parts.slice(0, -1).join(', ')} and ${parts.at(-1)}`

/** How a repository path reads after a verb. */
export function placeInWords(path: string): string {
  if (path === publicRepositoriesPath) return 'any public repository'
  return path.endsWith('/*') ? `every repository of ${path.slice(0, -2)}` : path
}

/** The access in a few words for a table cell: "3 repositories, push · 1 management scope". */
export function accessInShort(resources: readonly Resource[]): string {
  const repositories = resources.filter((resource) => resource.type === repositoryType)
  const named = repositories.filter((resource) => !resource.path.includes('*'))
  const management = resources
    .filter((resource) => resource.type === organizationType)
    .flatMap((resource) => resource.scopes).length
  const parts = [
    repositories.some((resource) => resource.path.endsWith('/*')) && 'all repositories',
    named.length > 0 && count(named.length, 'repository', 'repositories'),
    repositories.some((resource) => resource.path === publicRepositoriesPath) && 'public',
    management > 0 && count(management, 'management scope', 'management scopes'),
  ]
  return parts.filter(Boolean).join(' · ') || 'none'
}

const count = (number: number, one: string, many: string): string => `${number} ${number === 1 ? one : many}`

// A token's access in plain words: for the wizard's live summary, the inventory and the reports.
import {
  type Resource,
  imageLevel,
  organizationType,
  publicRepositoriesPath,
  repositoryType,
} from './access.ts'
import { findScope, scopeLabel } from './scopes.ts'

const levelWords = {
  pull: 'pull from',
  push: 'push to and pull from',
  delete: 'delete, push to and pull from',
}

/** One sentence per thing the token can do, each starting with a verb: "pull from acme/web". */
export function accessInWords(resources: readonly Resource[]): string[] {
  return resources.flatMap((resource) => {
    if (resource.type === organizationType)
      return resource.scopes.map((value) => findScope(value)?.allows ?? `use ${scopeLabel(value)}`)
    const level = imageLevel(resource.scopes)
    const rest = resource.scopes
      .filter((value) => !findScope(value))
      .map((value) => `use ${value} on ${resource.path}`)
    return level === 'none' ? rest : [`${levelWords[level]} ${placeInWords(resource.path)}`, ...rest]
  })
}

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

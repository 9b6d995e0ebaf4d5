// What a token's `resources` may say. Refuses with the `fields` shape; never rewrites, because clients compare lists.
import {
  type Resource,
  isScopeOf,
  organizationType,
  publicRepositoriesPath,
  repositoryLimit,
  repositoryType,
} from '../../shared/tokens/access.ts'
import { canonicalScope, imagePull } from '../../shared/tokens/scopes.ts'
import type { Database } from '../data/database.ts'
import { findRepository } from '../data/repositories.ts'
import { HubError } from '../errors.ts'

/** True for `organization/name`, false for the two paths with stars. */
export const namesRepository = (resource: Resource): boolean =>
  resource.type === repositoryType && !resource.path.includes('*')

/**
 * Throws unless the organization may give a token these resources. `before` are those the token has already: a path
 * in it stays good when its repository is gone, because clients send the whole list to change a label.
 */
export function checkResources(
  database: Database,
  organization: string,
  resources: readonly Resource[],
  before: readonly Resource[] = [],
): void {
  const named = resources.filter(namesRepository)
  if (named.length > repositoryLimit)
    throw refused(`a token can name ${repositoryLimit} repositories at most, this one names ${named.length}`)
  const known = new Set(before.filter(namesRepository).map((resource) => resource.path))
  for (const [index, resource] of resources.entries()) {
    const problem = problemOf(database, organization, resource, known)
    if (problem !== null) throw refused(`${index}.${problem}`)
  }
}

const refused = (problem: string): HubError =>
  new HubError('request.fields', {
    words: `resources.${problem}`.replace(/^resources\.(?!\d)/, 'resources: '),
    fields: { resources: [problem] },
  })

function problemOf(
  database: Database,
  organization: string,
  { type, path, scopes }: Resource,
  known: ReadonlySet<string>,
): string | null {
  if (type !== repositoryType && type !== organizationType)
    return `type: must be ${repositoryType} or ${organizationType}`
  const unknown = scopes.findIndex((scope) => !isScopeOf(type, scope))
  if (unknown !== -1) return `scopes.${unknown}: not a scope of ${type}`

  if (type === organizationType) return path === organization ? null : `path: must be ${organization}`
  if (path === publicRepositoriesPath)
    return scopes.every((scope) => canonicalScope(scope) === imagePull)
      ? null
      : `scopes: ${publicRepositoriesPath} can be given ${imagePull} only`
  if (path === `${organization}/*`) return null
  if (!path.startsWith(`${organization}/`) || path.includes('*'))
    return `path: must be ${organization}/NAME, ${organization}/* or ${publicRepositoriesPath}`
  return known.has(path) || findRepository(database, path)
    ? null
    : `path: there is no such repository in ${organization}`
}

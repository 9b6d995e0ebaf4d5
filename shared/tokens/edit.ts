// Editing a token's access without losing what the form does not show: from its resources to the form and back.
import {
  type Access,
  type RepositoryAccess,
  type Resource,
  accessToAll,
  imageLevel,
  isImageScope,
  isScopeOf,
  noAccess,
  organizationType,
  publicRepositoriesPath,
  repositoryLimit,
  repositoryScopes,
  repositoryType,
} from './access.ts'
import { imagePull } from './scopes.ts'

type Place =
  | { kind: 'public' }
  | { kind: 'organization' }
  | ({ kind: 'all' } & RepositoryAccess)
  | ({ kind: 'repository'; name: string } & RepositoryAccess)

/** Where a resource stands in the form, or null for one that the form leaves alone. */
function placeOf(organization: string, { type, path, scopes }: Resource): Place | null {
  if (type === organizationType && path === organization) return { kind: 'organization' }
  if (type !== repositoryType) return null
  const given = { permission: imageLevel(scopes), more: scopes.filter(isMore) }
  if (path === publicRepositoriesPath) return given.permission === 'pull' ? { kind: 'public' } : null
  if (!path.startsWith(`${organization}/`) || repositoryScopes(given).length === 0) return null
  const name = path.slice(organization.length + 1)
  return name === '*' ? { kind: 'all', ...given } : { kind: 'repository', name, ...given }
}

const isManagement = (value: string): boolean => isScopeOf(organizationType, value)
const isMore = (value: string): boolean => isScopeOf(repositoryType, value) && !isImageScope(value)

const keyOf = (place: Place): string =>
  place.kind === 'repository' ? `repository ${place.name}` : place.kind

/** The access as the form has it. What it cannot show (see `leftAlone`) is not in it. */
export function accessFromResources(organization: string, resources: readonly Resource[]): Access {
  const access = noAccess()
  const scopes = new Set<string>()
  for (const resource of resources) {
    const place = placeOf(organization, resource)
    if (place?.kind === 'organization')
      for (const value of resource.scopes.filter(isManagement)) scopes.add(value)
    if (place?.kind === 'public') access.readPublic = true
    if (place?.kind === 'all') {
      const { permission, more } = together(accessToAll(access), place)
      access.allRepositories = permission
      if (more) access.allRepositoriesMore = more
    }
    if (place?.kind === 'repository') {
      const { kind: _, ...named } = place
      const at = access.repositories.findIndex(({ name }) => name === named.name)
      const known = access.repositories[at] ?? { permission: 'none' }
      access.repositories.splice(at < 0 ? access.repositories.length : at, 1, {
        name: named.name,
        ...together(known, named),
      })
    }
  }
  return { ...access, organizationScopes: [...scopes] }
}

/** What is named twice is given both. */
function together(one: RepositoryAccess, other: RepositoryAccess): RepositoryAccess {
  const permission = imageLevel([one, other].flatMap(({ permission }) => repositoryScopes({ permission })))
  const more = [...new Set([...(one.more ?? []), ...(other.more ?? [])])]
  return { permission, ...(more.length > 0 && { more }) }
}

/** Resources and scopes that the form does not show and an edit keeps as they are. */
export const leftAlone = (organization: string, resources: readonly Resource[]): Resource[] =>
  resources.flatMap((resource) => {
    const place = placeOf(organization, resource)
    const scopes = place === null ? resource.scopes : restOf(place, resource.scopes)
    return place !== null && scopes.length === 0 ? [] : [{ ...resource, scopes }]
  })

/** The resources without what `leftAlone` says of one place (a type and a path). */
export const withoutLeftAlone = (
  organization: string,
  resources: readonly Resource[],
  { type, path }: Pick<Resource, 'type' | 'path'>,
): Resource[] =>
  resources.flatMap((resource) => {
    if (resource.type !== type || resource.path !== path) return [resource]
    const place = placeOf(organization, resource)
    const rest = place === null ? resource.scopes : restOf(place, resource.scopes)
    const scopes = resource.scopes.filter((value) => !rest.includes(value))
    return scopes.length === 0 ? [] : [{ ...resource, scopes }]
  })

/** The scopes of a resource beyond what the form shows of it. */
function restOf(place: Place, scopes: readonly string[]): string[] {
  if (place.kind === 'organization') return scopes.filter((value) => !isManagement(value))
  return scopes.filter((value) => !isImageScope(value) && (place.kind === 'public' || !isMore(value)))
}

/**
 * The resources after an edit: every one that the edit did not touch is as it was, in its place and spelling; new ones
 * come last. Nothing of `leftAlone` is dropped, save where the owner removed the whole repository. What is named twice
 * is changed everywhere: nothing that was taken away stays in a second entry.
 */
export function editedResources(
  organization: string,
  before: readonly Resource[],
  access: Access,
): Resource[] {
  const accessBefore = accessFromResources(organization, before)
  const shown = new Map(wantedPlaces(accessBefore).map((place) => [keyOf(place), place]))
  const wanted = new Map(wantedPlaces(access).map((place) => [keyOf(place), place]))
  const open = new Map(wanted)
  const kept = before.flatMap((resource): Resource[] => {
    const place = placeOf(organization, resource)
    if (place === null) return [resource]
    const key = keyOf(place)
    const isFirst = open.delete(key)
    const scopes =
      place.kind === 'organization'
        ? managementAfter(resource, accessBefore.organizationScopes, access.organizationScopes, isFirst)
        : repositoryAfter(place, shown.get(key), wanted.get(key), resource.scopes, isFirst)
    return scopes.length === 0 ? [] : [{ ...resource, scopes }]
  })
  const added = [...open.values()].map((place) => newResource(organization, place, access))
  return [...kept, ...added.filter(({ scopes }) => scopes.length > 0)]
}

/** Every place of the form; those of repositories may be without any access yet. */
function wantedPlaces(access: Access): Place[] {
  return [
    ...(access.readPublic ? [{ kind: 'public' } as const] : []),
    { kind: 'all', ...accessToAll(access) },
    ...access.repositories.map((entry) => ({ kind: 'repository', ...entry }) as const),
    ...(access.organizationScopes.length > 0 ? [{ kind: 'organization' } as const] : []),
  ]
}

/** Without the scopes that were taken away; new ones go into the first entry. */
function managementAfter(
  { scopes }: Resource,
  before: readonly string[],
  now: readonly string[],
  isFirst: boolean,
): string[] {
  const stay = scopes.filter((value) => !isManagement(value) || now.includes(value))
  return isFirst ? [...stay, ...now.filter((value) => !before.includes(value))] : stay
}

/** The same for a repository. The scopes of an image permission that stays are left in their spelling. */
function repositoryAfter(
  place: Place,
  shown: Place | undefined,
  now: Place | undefined,
  scopes: readonly string[],
  isFirst: boolean,
): string[] {
  // Unticked, or a repository that was removed from the list.
  if (now === undefined) return place.kind === 'public' ? restOf(place, scopes) : []
  if (!('permission' in now) || !shown || !('permission' in shown)) return [...scopes]
  const [had = [], more = []] = [shown.more, now.more]
  const isSame = now.permission === shown.permission
  const stay = scopes.filter((value) =>
    isImageScope(value) ? isSame : !isMore(value) || more.includes(value),
  )
  if (!isFirst) return stay
  return [
    ...(isSame ? [] : repositoryScopes({ permission: now.permission })),
    ...stay,
    ...more.filter((value) => !had.includes(value)),
  ]
}

function newResource(organization: string, place: Place, access: Access): Resource {
  if (place.kind === 'organization')
    return { type: organizationType, path: organization, scopes: [...access.organizationScopes] }
  if (place.kind === 'public')
    return { type: repositoryType, path: publicRepositoriesPath, scopes: [imagePull] }
  const name = place.kind === 'all' ? '*' : place.name
  return { type: repositoryType, path: `${organization}/${name}`, scopes: repositoryScopes(place) }
}

/** How many more repositories can be named, counting those that the form does not show. */
export const repositoriesLeft = (
  organization: string,
  resources: readonly Resource[],
  access: Access,
): number =>
  repositoryLimit -
  editedResources(organization, resources, access).filter(
    ({ type, path }) => type === repositoryType && !path.includes('*'),
  ).length

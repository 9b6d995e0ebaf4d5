// Editing a token's access without losing what the form does not show: from its resources to the form and back.
import {
  type Access,
  type ImagePermission,
  type Resource,
  noAccess,
  organizationType,
  publicRepositoriesPath,
  repositoryLimit,
  repositoryType,
} from './access.ts'
import { findScope, imageDelete, imagePull, imagePush } from './scopes.ts'

/** Where a resource stands in the form, or null for one that the form leaves alone. */
function placeOf(organization: string, { type, path, scopes }: Resource): Place | null {
  if (type === organizationType && path === organization) return { kind: 'organization' }
  const permission = permissionOf(scopes)
  if (type !== repositoryType || permission === null) return null
  if (path === publicRepositoriesPath) return permission === 'pull' ? { kind: 'public' } : null
  if (!path.startsWith(`${organization}/`)) return null
  const name = path.slice(organization.length + 1)
  return name === '*' ? { kind: 'all', permission } : { kind: 'repository', name, permission }
}

type Place =
  | { kind: 'public' }
  | { kind: 'organization' }
  | { kind: 'all'; permission: ImagePermission }
  | { kind: 'repository'; name: string; permission: ImagePermission }

/** What the form can say of these scopes; null when it cannot: deleting images, or no image scope at all. */
function permissionOf(scopes: readonly string[]): ImagePermission | null {
  if (scopes.includes(imageDelete)) return null
  if (scopes.includes(imagePush)) return 'push'
  return scopes.includes(imagePull) ? 'pull' : null
}

const keyOf = (place: Place): string =>
  place.kind === 'repository' ? `repository ${place.name}` : place.kind

/** The access as the form has it. What it cannot show (see `leftAlone`) is not in it. */
export function accessFromResources(organization: string, resources: readonly Resource[]): Access {
  const access = noAccess()
  const seen = new Set<string>()
  for (const resource of resources) {
    const place = placeOf(organization, resource)
    if (place === null || seen.has(keyOf(place))) continue
    seen.add(keyOf(place))
    if (place.kind === 'public') access.readPublic = true
    if (place.kind === 'all') access.allRepositories = place.permission
    if (place.kind === 'repository')
      access.repositories.push({ name: place.name, permission: place.permission })
    if (place.kind === 'organization')
      access.organizationScopes = resource.scopes.filter((value) => findScope(value)?.kind === 'organization')
  }
  return access
}

/** Resources and scopes that the form does not show and an edit keeps as they are. */
export function leftAlone(organization: string, resources: readonly Resource[]): Resource[] {
  const seen = new Set<string>()
  return resources.flatMap((resource) => {
    const place = placeOf(organization, resource)
    const isFirst = place !== null && !seen.has(keyOf(place))
    if (place !== null) seen.add(keyOf(place))
    const scopes = place !== null && isFirst ? restOf(place, resource.scopes) : resource.scopes
    return place !== null && isFirst && scopes.length === 0 ? [] : [{ ...resource, scopes }]
  })
}

/** The scopes of a resource beyond what the form shows of it. */
const restOf = (place: Place, scopes: readonly string[]): string[] =>
  place.kind === 'organization'
    ? scopes.filter((value) => findScope(value)?.kind !== 'organization')
    : scopes.filter((value) => value !== imagePull && value !== imagePush)

/**
 * The resources after an edit: every one that the edit did not touch is as it was, in its place and spelling; new ones
 * come last. Nothing of `leftAlone` is dropped, save where the owner removed the whole repository.
 */
export function editedResources(
  organization: string,
  before: readonly Resource[],
  access: Access,
): Resource[] {
  const wanted = new Map(wantedPlaces(access).map((place) => [keyOf(place), place]))
  const seen = new Set<string>()
  const kept = before.flatMap((resource): Resource[] => {
    const place = placeOf(organization, resource)
    if (place === null || seen.has(keyOf(place))) return [resource]
    seen.add(keyOf(place))
    const now = wanted.get(keyOf(place))
    wanted.delete(keyOf(place))
    const scopes = scopesAfter(place, now, resource.scopes, access)
    return scopes.length === 0 ? [] : [{ ...resource, scopes }]
  })
  return [...kept, ...[...wanted.values()].map((place) => newResource(organization, place, access))]
}

function wantedPlaces(access: Access): Place[] {
  return [
    ...(access.readPublic ? [{ kind: 'public' } as const] : []),
    ...(access.allRepositories === 'none'
      ? []
      : [{ kind: 'all', permission: access.allRepositories } as const]),
    ...access.repositories.map((entry) => ({ kind: 'repository', ...entry }) as const),
    ...(access.organizationScopes.length > 0 ? [{ kind: 'organization' } as const] : []),
  ]
}

function scopesAfter(
  place: Place,
  now: Place | undefined,
  scopes: readonly string[],
  access: Access,
): string[] {
  if (place.kind === 'organization') {
    const removed = (value: string) =>
      findScope(value)?.kind === 'organization' && !access.organizationScopes.includes(value)
    const stay = scopes.filter((value) => !removed(value))
    return [...stay, ...access.organizationScopes.filter((value) => !stay.includes(value))]
  }
  if (now === undefined) return place.kind === 'repository' ? [] : restOf(place, scopes)
  if ('permission' in now && 'permission' in place && now.permission !== place.permission)
    return [scopeFor(now.permission), ...restOf(place, scopes)]
  return [...scopes]
}

const scopeFor = (permission: ImagePermission): string => (permission === 'push' ? imagePush : imagePull)

function newResource(organization: string, place: Place, access: Access): Resource {
  if (place.kind === 'organization')
    return { type: organizationType, path: organization, scopes: [...access.organizationScopes] }
  if (place.kind === 'public')
    return { type: repositoryType, path: publicRepositoriesPath, scopes: [imagePull] }
  const name = place.kind === 'all' ? '*' : place.name
  return { type: repositoryType, path: `${organization}/${name}`, scopes: [scopeFor(place.permission)] }
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

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
  const scopes = new Set<string>()
  for (const resource of resources) {
    const place = placeOf(organization, resource)
    if (place?.kind === 'organization') for (const value of managementOf(resource)) scopes.add(value)
    if (place?.kind === 'public') access.readPublic = true
    // Named twice, it is the wider of both.
    if (place?.kind === 'all' && access.allRepositories !== 'push') access.allRepositories = place.permission
    if (place?.kind === 'repository') addRepository(access, place)
  }
  return { ...access, organizationScopes: [...scopes] }
}

const managementOf = ({ scopes }: Resource): string[] =>
  scopes.filter((value) => findScope(value)?.kind === 'organization')

function addRepository(access: Access, { name, permission }: Place & { kind: 'repository' }): void {
  const known = access.repositories.find((one) => one.name === name)
  if (known === undefined) access.repositories.push({ name, permission })
  else if (permission === 'push') known.permission = permission
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
const restOf = (place: Place, scopes: readonly string[]): string[] =>
  place.kind === 'organization'
    ? scopes.filter((value) => findScope(value)?.kind !== 'organization')
    : scopes.filter((value) => value !== imagePull && value !== imagePush)

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
        : imagesAfter(place, shown.get(key), wanted.get(key), resource.scopes, isFirst)
    return scopes.length === 0 ? [] : [{ ...resource, scopes }]
  })
  return [...kept, ...[...open.values()].map((place) => newResource(organization, place, access))]
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

/** Without the scopes that were taken away; new ones go into the first entry. */
function managementAfter(
  { scopes }: Resource,
  before: readonly string[],
  now: readonly string[],
  isFirst: boolean,
): string[] {
  const stay = scopes.filter((value) => findScope(value)?.kind !== 'organization' || now.includes(value))
  return isFirst ? [...stay, ...now.filter((value) => !before.includes(value))] : stay
}

function imagesAfter(
  place: Place,
  shown: Place | undefined,
  now: Place | undefined,
  scopes: readonly string[],
  isFirst: boolean,
): string[] {
  if (now === undefined) return place.kind === 'repository' ? [] : restOf(place, scopes)
  if (!('permission' in now) || !shown || !('permission' in shown) || now.permission === shown.permission)
    return [...scopes]
  return [...(isFirst ? [scopeFor(now.permission)] : []), ...restOf(place, scopes)]
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

// A token's access as people think of it, and as Docker Hub's `resources` list on the wire.
import {
  type ScopeKind,
  canonicalScope,
  findScope,
  imageDelete,
  imagePull,
  imagePush,
  impliedScopes,
} from './scopes.ts'

export const repositoryType = 'TYPE_REPO'
export const organizationType = 'TYPE_ORG'
/** Docker's path for "any public repository on Docker Hub". */
export const publicRepositoriesPath = '*/*/public'
/** At most this many repositories can be named in one token (Docker's OAT page). */
export const repositoryLimit = 50

/** One entry of a token's `resources`, as Docker Hub spells it. */
export interface Resource {
  type: string
  path: string
  scopes: string[]
}

// Docker does not say which resource carries the product scopes; the organization's is the only one that fits.
const carriers: Record<ScopeKind, string> = {
  repository: repositoryType,
  organization: organizationType,
  product: organizationType,
}

/** True when the table has the scope for resources of this type. */
export function isScopeOf(type: string, value: string): boolean {
  const scope = findScope(value)
  return scope !== undefined && carriers[scope.kind] === type
}

/** What a token may do with the images of a repository. Each includes those before it. */
export type ImagePermission = 'none' | 'pull' | 'push' | 'delete'

/** What a token may do with a repository, or with all of them. */
export interface RepositoryAccess {
  permission: ImagePermission
  /** Values of repository scopes that are not about images; absent when there are none. */
  more?: string[] | undefined
}

export interface NamedRepository extends RepositoryAccess {
  /** Without the organization. */
  name: string
}

/** What the wizard collects. */
export interface Access {
  readPublic: boolean
  /** The images of every repository of the organization, present and future. */
  allRepositories: ImagePermission
  /** Like `more` of a repository, for all of them. */
  allRepositoriesMore?: string[] | undefined
  repositories: NamedRepository[]
  /** Organization and product scope values; empty when management access is off. */
  organizationScopes: string[]
}

export const noAccess = (): Access => ({
  readPublic: false,
  allRepositories: 'none',
  repositories: [],
  organizationScopes: [],
})

const imageScopes: Record<ImagePermission, readonly string[]> = {
  none: [],
  pull: [imagePull],
  push: [imagePush],
  delete: [imageDelete],
}

export const isImageScope = (value: string): boolean =>
  Object.values(imageScopes).some((one) => one.includes(canonicalScope(value)))

/** The scopes that a repository is given, as they are sent. */
export const repositoryScopes = ({ permission, more = [] }: RepositoryAccess): string[] => [
  ...imageScopes[permission],
  ...more,
]

/** The chosen repositories that are given nothing yet. */
export const withoutAccess = ({ repositories }: Access): NamedRepository[] =>
  repositories.filter((one) => repositoryScopes(one).length === 0)

/** What every repository of the organization is given. */
export const accessToAll = ({ allRepositories, allRepositoriesMore }: Access): RepositoryAccess => ({
  permission: allRepositories,
  more: allRepositoriesMore,
})

/** True when the access gives the token something to do; Docker refuses a token without any. */
export const grantsSomething = (access: Access): boolean => accessToResources('', access).length > 0

/** The wire form of what the wizard collected. */
export function accessToResources(organization: string, access: Access): Resource[] {
  const repository = (name: string, given: RepositoryAccess): Resource => ({
    type: repositoryType,
    path: `${organization}/${name}`,
    scopes: repositoryScopes(given),
  })
  const resources = [
    { type: repositoryType, path: publicRepositoriesPath, scopes: access.readPublic ? [imagePull] : [] },
    repository('*', accessToAll(access)),
    ...access.repositories.map((one) => repository(one.name, one)),
    { type: organizationType, path: organization, scopes: [...access.organizationScopes] },
  ]
  return resources.filter(({ scopes }) => scopes.length > 0)
}

/** What the scopes of one repository resource come to, in one word. */
export function imageLevel(scopes: readonly string[]): ImagePermission {
  const all = impliedScopes(scopes)
  if (all.has(imageDelete)) return 'delete'
  if (all.has(imagePush)) return 'push'
  return all.has(imagePull) ? 'pull' : 'none'
}

/** Scopes of the resources that the table does not know; shown as they are, never dropped. */
export const unknownScopes = (resources: readonly Resource[]): string[] => [
  ...new Set(resources.flatMap((resource) => resource.scopes).filter((value) => !findScope(value))),
]

// A token's access as people think of it, and as Docker Hub's `resources` list on the wire.
import { findScope, imageDelete, imagePull, imagePush, impliedScopes } from './scopes.ts'

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

/** Which images a token may handle in one repository. Push includes pull. */
export type ImagePermission = 'pull' | 'push'

/** What the wizard collects. `repositories` names are without the organization. */
export interface Access {
  readPublic: boolean
  /** Access to every repository of the organization, present and future; `none` when not given. */
  allRepositories: ImagePermission | 'none'
  repositories: { name: string; permission: ImagePermission }[]
  /** Organization scope values; empty when management access is off. */
  organizationScopes: string[]
}

export const noAccess = (): Access => ({
  readPublic: false,
  allRepositories: 'none',
  repositories: [],
  organizationScopes: [],
})

const permissionScope = (permission: ImagePermission): string =>
  permission === 'push' ? imagePush : imagePull

/** True when the access gives the token something to do; Docker refuses a token without any. */
export const grantsSomething = (access: Access): boolean =>
  access.readPublic ||
  access.allRepositories !== 'none' ||
  access.repositories.length > 0 ||
  access.organizationScopes.length > 0

/** The wire form of what the wizard collected. */
export function accessToResources(organization: string, access: Access): Resource[] {
  const resources: Resource[] = []
  const repository = (path: string, value: string) =>
    resources.push({ type: repositoryType, path, scopes: [value] })
  if (access.readPublic) repository(publicRepositoriesPath, imagePull)
  if (access.allRepositories !== 'none')
    repository(`${organization}/*`, permissionScope(access.allRepositories))
  for (const { name, permission } of access.repositories)
    repository(`${organization}/${name}`, permissionScope(permission))
  if (access.organizationScopes.length > 0)
    resources.push({ type: organizationType, path: organization, scopes: [...access.organizationScopes] })
  return resources
}

/** What the scopes of one repository resource come to, in one word. */
export function imageLevel(scopes: readonly string[]): 'none' | 'pull' | 'push' | 'delete' {
  const all = impliedScopes(scopes)
  if (all.has(imageDelete)) return 'delete'
  if (all.has(imagePush)) return 'push'
  return all.has(imagePull) ? 'pull' : 'none'
}

/** Scopes of the resources that the table does not know; shown as they are, never dropped. */
export const unknownScopes = (resources: readonly Resource[]): string[] => [
  ...new Set(resources.flatMap((resource) => resource.scopes).filter((value) => !findScope(value))),
]

// Who sees private repositories, and who may do what with images in which repository.
import { organizationType, publicRepositoriesPath, repositoryType } from '../../shared/tokens/access.ts'
import { imageDelete, imagePull, imagePush } from '../../shared/tokens/scopes.ts'
import type { Caller } from '../callers.ts'
import type { AccessToken } from '../data/access-tokens.ts'
import type { Database } from '../data/database.ts'
import { findOrganization, roleIn } from '../data/organizations.ts'
import type { PersonalToken } from '../data/personal-tokens.ts'
import type { Repository } from '../data/repositories.ts'
import { type TeamPermission, teamPermissions } from '../data/team-members.ts'
import type { User } from '../data/users.ts'
import { effectiveScopes } from './scopes.ts'

/** What can be done with the images of a repository, in the registry protocol's words. */
export type ImageAction = 'pull' | 'push' | 'delete'

const everything: readonly ImageAction[] = ['pull', 'push', 'delete']

/** Owners and editors work in every repository of the organization; members through their teams. */
function worksIn(database: Database, namespace: string, user: User): boolean {
  if (user.username === namespace) return true
  const organization = findOrganization(database, namespace)
  const role = organization ? roleIn(database, organization.id, user.id) : null
  return role === 'owner' || role === 'editor'
}

/** Whether this is a personal access token that opens nothing private. */
export const readsPublicOnly = (personalToken: PersonalToken | null): boolean =>
  personalToken?.scopes.every((scope) => scope === 'repo:public_read') ?? false

/** Whether the caller's list of a namespace has the private repositories too. */
export function seesPrivate(database: Database, namespace: string, caller: Caller): boolean {
  if (caller.kind === 'anonymous') return false
  if (caller.kind === 'user') {
    return !readsPublicOnly(caller.personalToken) && worksIn(database, namespace, caller.user)
  }
  // Without this scope Docker lists the public ones, silently (access token reference).
  return caller.token.resources.some(
    (resource) =>
      resource.type === organizationType &&
      resource.path === namespace &&
      effectiveScopes(resource.scopes).has('scope-repository-list'),
  )
}

/**
 * The id of the person whose teams open private repositories to the caller, or null. Beside `seesPrivate`: who sees
 * all of them needs no team.
 */
export const teamReader = (caller: Caller): string | null =>
  caller.kind === 'user' && !readsPublicOnly(caller.personalToken) ? caller.user.id : null

const byTeam: Readonly<Record<TeamPermission, readonly ImageAction[]>> = {
  read: ['pull'],
  write: ['pull', 'push'],
  admin: everything,
}

/** What the person's teams allow, and what anybody may. */
function memberActions(database: Database, repository: Repository, user: User): readonly ImageAction[] {
  const teams = teamPermissions(database, repository.id, user.id).flatMap((permission) => byTeam[permission])
  const actions = new Set([...publicActions(repository), ...teams])
  return everything.filter((action) => actions.has(action))
}

/** What anybody may do, signed in or not. */
export const publicActions = (repository: Repository): readonly ImageAction[] =>
  repository.is_private === 1 ? [] : ['pull']

/** What a person may do; with a personal access token, no more than its scopes say. */
export function userActions(
  database: Database,
  repository: Repository,
  user: User,
  personalToken: PersonalToken | null,
): readonly ImageAction[] {
  const own = worksIn(database, repository.namespace, user)
    ? everything
    : memberActions(database, repository, user)
  if (personalToken === null || personalToken.scopes.includes('repo:admin')) return own
  if (personalToken.scopes.includes('repo:write')) return own.filter((action) => action !== 'delete')
  if (personalToken.scopes.includes('repo:read')) return own.filter((action) => action === 'pull')
  return publicActions(repository)
}

/** What an organization access token may do: exactly what its resources say, public repositories included. */
export function tokenActions(
  repository: Repository,
  namespace: string,
  token: AccessToken,
): readonly ImageAction[] {
  const actions = new Set<ImageAction>()
  for (const { type, path, scopes } of token.resources) {
    if (type !== repositoryType) continue
    const ours = repository.namespace === namespace
    const named = ours && (path === `${namespace}/${repository.name}` || path === `${namespace}/*`)
    const open = path === publicRepositoriesPath && repository.is_private === 0
    if (!named && !open) continue
    const all = effectiveScopes(scopes)
    if (all.has(imagePull)) actions.add('pull')
    if (named && all.has(imagePush)) actions.add('push')
    if (named && all.has(imageDelete)) actions.add('delete')
  }
  return everything.filter((action) => actions.has(action))
}

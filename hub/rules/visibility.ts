// Who sees private repositories, and who may do what with images in which repository.
import { publicRepositoriesPath, repositoryType } from '../../shared/tokens/access.ts'
import { imageDelete, imagePull, imagePush, impliedScopes } from '../../shared/tokens/scopes.ts'
import type { Caller } from '../callers.ts'
import type { AccessToken } from '../data/access-tokens.ts'
import type { Database } from '../data/database.ts'
import type { PersonalToken } from '../data/personal-tokens.ts'
import type { Repository, Sight } from '../data/repositories.ts'
import type { User } from '../data/users.ts'
import { type Level, levelOf, personSight } from './levels.ts'
import { carries } from './scopes.ts'

/** What can be done with the images of a repository, in the registry protocol's words. */
export type ImageAction = 'pull' | 'push' | 'delete'

const everything: readonly ImageAction[] = ['pull', 'push', 'delete']

/** Which repositories of a namespace the caller's list has. */
export function sightOf(database: Database, namespace: string, caller: Caller): Sight {
  if (caller.kind === 'anonymous') return 'public'
  if (caller.kind === 'user') return personSight(database, namespace, caller.user, caller.personalToken)
  // Without this scope Docker lists the public ones, silently (access token reference).
  return carries(caller.token, namespace, 'scope-repository-list') ? 'all' : 'public'
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
  const actions: Readonly<Record<Level, readonly ImageAction[]>> = {
    none: [],
    read: ['pull'],
    write: ['pull', 'push'],
    admin: everything,
  }
  return actions[levelOf(database, repository, user, personalToken)]
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
    const all = impliedScopes(scopes)
    if (all.has(imagePull)) actions.add('pull')
    if (named && all.has(imagePush)) actions.add('push')
    if (named && all.has(imageDelete)) actions.add('delete')
  }
  return everything.filter((action) => actions.has(action))
}

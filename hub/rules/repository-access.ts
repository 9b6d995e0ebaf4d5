// Who may do what with a repository through the Hub API: people by their level, organization access tokens by scopes.
import type { Context } from 'hono'
import { repositoryType } from '../../shared/tokens/access.ts'
import { impliedScopes } from '../../shared/tokens/scopes.ts'
import { type Caller, callerOf, challenge } from '../callers.ts'
import type { HubContext } from '../context.ts'
import type { AccessToken } from '../data/access-tokens.ts'
import { organizationById } from '../data/organizations.ts'
import { type Repository, repositoryIn } from '../data/repositories.ts'
import { HubError } from '../errors.ts'
import { type Level, levelOf, ownLevel, reaches } from './levels.ts'
import { carries } from './scopes.ts'

/** What each act needs of a person and of an organization access token (access token reference). */
const needs = {
  read: { level: 'read', scope: 'scope-repository-read' },
  readTags: { level: 'read', scope: 'scope-tag-read' },
  edit: { level: 'admin', scope: 'scope-repository-edit' },
  delete: { level: 'admin', scope: 'scope-repository-admin' },
  deleteTags: { level: 'admin', scope: 'scope-tag-admin' },
  readTeams: { level: 'admin', scope: 'scope-repo-group-read' },
  changeTeams: { level: 'admin', scope: 'scope-repo-group-edit' },
  removeTeams: { level: 'admin', scope: 'scope-repo-group-admin' },
  changeSettings: { level: 'admin', scope: 'scope-repository-settings-admin' },
} as const satisfies Record<string, { level: Level; scope: string }>

export type RepositoryAct = keyof typeof needs

export interface Permissions {
  read: boolean
  write: boolean
  admin: boolean
}

export interface RepositoryAccess {
  repository: Repository
  /** For the audit log: the person, or the organization whose access token it was; empty for anonymous readers. */
  actor: string
  permissions: Permissions
}

/** The repository in the path, for a caller who may do this with it. To those who may not see it, it is not there. */
export async function repositoryFor(
  hub: HubContext,
  c: Context,
  act: RepositoryAct,
): Promise<RepositoryAccess> {
  const caller = await callerOf(hub, c)
  const { level, scope } = needs[act]
  if (caller.kind === 'anonymous' && level !== 'read')
    throw new HubError('bearer.missing', { headers: challenge })
  const { namespace = '', repository: name = '' } = c.req.param() as Record<string, string | undefined>
  const repository = repositoryIn(hub.database, namespace, name)
  if (repository === undefined) throw new HubError('repository.notFound')
  if (caller.kind === 'organization') return tokenAccess(hub, caller.token, repository, level, scope)
  if (caller.kind === 'user') return personAccess(hub, caller, repository, level)
  if (repository.is_private === 1) throw new HubError('repository.notFound')
  return { repository, actor: '', permissions: permissionsOf('read') }
}

const permissionsOf = (level: Level): Permissions => ({
  read: reaches(level, 'read'),
  write: reaches(level, 'write'),
  admin: reaches(level, 'admin'),
})

function personAccess(
  hub: HubContext,
  { user, personalToken }: Extract<Caller, { kind: 'user' }>,
  repository: Repository,
  needed: Level,
): RepositoryAccess {
  const level = levelOf(hub.database, repository, user, personalToken)
  if (level === 'none') throw new HubError('repository.notFound')
  if (!reaches(level, needed))
    throw reaches(ownLevel(hub.database, repository, user), needed)
      ? lacks('repo:admin')
      : new HubError('repository.forbidden')
  return { repository, actor: user.username, permissions: permissionsOf(level) }
}

function tokenAccess(
  hub: HubContext,
  token: AccessToken,
  repository: Repository,
  level: Level,
  scope: string,
): RepositoryAccess {
  const { namespace, name } = repository
  const organization = organizationById(hub.database, token.organization_id)
  const ours = organization?.name === namespace
  const naming = token.resources.filter(
    ({ type, path }) =>
      ours && type === repositoryType && (path === `${namespace}/${name}` || path === `${namespace}/*`),
  )
  const open = repository.is_private === 0
  const listed = ours && carries(token, namespace, 'scope-repository-list')
  if (!open && !listed && naming.length === 0) throw new HubError('repository.notFound')

  const scopes = impliedScopes(naming.flatMap((resource) => resource.scopes))
  // What anybody may read, a token may too.
  if (!scopes.has(scope) && !(open && level === 'read')) throw lacks(scope)
  const permissions = {
    read: open || scopes.has('scope-repository-read'),
    write: scopes.has('scope-repository-edit'),
    admin: scopes.has('scope-repository-admin'),
  }
  return { repository, actor: organization?.name ?? '', permissions }
}

export const lacks = (scope: string): HubError =>
  new HubError('bearer.scope', { words: `the access token lacks the scope ${scope}` })

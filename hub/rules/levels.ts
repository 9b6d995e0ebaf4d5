// How far a person's rights in a repository reach: by role, by team, and no further than a personal access token goes.
import type { Database } from '../data/database.ts'
import { findOrganization, roleIn } from '../data/organizations.ts'
import type { PersonalToken } from '../data/personal-tokens.ts'
import type { RepositoryEntry, Sight } from '../data/repositories.ts'
import { teamPermission } from '../data/team-repositories.ts'
import type { User } from '../data/users.ts'

const levels = ['none', 'read', 'write', 'admin'] as const

export type Level = (typeof levels)[number]

export const reaches = (level: Level, needed: Level): boolean =>
  levels.indexOf(level) >= levels.indexOf(needed)

const lower = (one: Level, other: Level): Level => (reaches(one, other) ? other : one)

const roleOf = (database: Database, namespace: string, user: User) => {
  const organization = findOrganization(database, namespace)
  return organization?.is_active === 1 ? roleIn(database, organization.id, user.id) : null
}

/** What the person may do, signed in with their password. Owners and editors work everywhere, members through teams. */
export function ownLevel(database: Database, repository: RepositoryEntry, user: User): Level {
  if (user.username === repository.namespace) return 'admin'
  const role = roleOf(database, repository.namespace, user)
  if (role === 'owner' || role === 'editor') return 'admin'
  const open = repository.is_private === 1 ? 'none' : 'read'
  return role === null ? open : (teamPermission(database, repository.id, user.id) ?? open)
}

/** How far a personal access token goes, whoever's it is. A higher scope includes the lower ones. */
function tokenLevel({ scopes }: PersonalToken, repository: RepositoryEntry): Level {
  if (scopes.includes('repo:admin')) return 'admin'
  if (scopes.includes('repo:write')) return 'write'
  if (scopes.includes('repo:read') || repository.is_private === 0) return 'read'
  return 'none'
}

export function levelOf(
  database: Database,
  repository: RepositoryEntry,
  user: User,
  personalToken: PersonalToken | null,
): Level {
  const own = ownLevel(database, repository, user)
  return personalToken === null ? own : lower(own, tokenLevel(personalToken, repository))
}

/** Whether this is a personal access token that opens nothing private. */
export const readsPublicOnly = (personalToken: PersonalToken | null): boolean =>
  personalToken?.scopes.every((scope) => scope === 'repo:public_read') ?? false

/** Which repositories of a namespace a person's list has. */
export function personSight(
  database: Database,
  namespace: string,
  user: User,
  personalToken: PersonalToken | null,
): Sight {
  if (readsPublicOnly(personalToken)) return 'public'
  if (user.username === namespace) return 'all'
  const role = roleOf(database, namespace, user)
  if (role === null) return 'public'
  return role === 'member' ? { member: user.id } : 'all'
}

// What a member's teams let them do with the organization's repositories, in teams' words and in a token's.
import type { MemberReach } from '../contract/members.ts'
import type { NamedRepository } from '../tokens/access.ts'

export type ReachedRepository = MemberReach['repositories'][number]
export type TeamPermission = ReachedRepository['teams'][number]['permission']

/** Each includes those before it. */
const levels: readonly TeamPermission[] = ['read', 'write', 'admin']

/** The most that these teams may do with the repository; all of the member's when none are named. Null for nothing. */
export function permissionOf(
  { teams }: ReachedRepository,
  through?: ReadonlySet<string>,
): TeamPermission | null {
  const given = teams.filter(({ name }) => through?.has(name) ?? true).map(({ permission }) => permission)
  return given.reduce<TeamPermission | null>(
    (most, one) => (most === null || levels.indexOf(one) > levels.indexOf(most) ? one : most),
    null,
  )
}

/** What a token is given for a team's permission: it pulls where they read, and pushes where they write. */
export const imagePermissionOf = (permission: TeamPermission): 'pull' | 'push' =>
  permission === 'read' ? 'pull' : 'push'

/** The repositories that these teams reach, as a token names them. */
export const namedThrough = (
  repositories: readonly ReachedRepository[],
  through?: ReadonlySet<string>,
): NamedRepository[] =>
  repositories.flatMap((repository) => {
    const permission = permissionOf(repository, through)
    return permission === null ? [] : [{ name: repository.name, permission: imagePermissionOf(permission) }]
  })

/** How many repositories each of the member's teams reaches, most first. */
export const teamSizes = ({ teams, repositories }: MemberReach): { team: string; count: number }[] =>
  teams
    .map((team) => ({
      team,
      count: repositories.filter((repository) => repository.teams.some(({ name }) => name === team)).length,
    }))
    .sort((one, other) => other.count - one.count || (one.team < other.team ? -1 : 1))

/** Whether something could not be read, so that the member may reach more. */
export const isPartlyUnread = ({ unread }: MemberReach): boolean =>
  unread.repositories.length > 0 || unread.teams.length > 0 || unread.rows > 0

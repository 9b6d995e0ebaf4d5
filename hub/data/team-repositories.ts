// What teams may do with which repository.
import type { Database } from './database.ts'

export type TeamPermission = 'read' | 'write' | 'admin'

export interface TeamRepository {
  team_id: number
  team_name: string
  permission: TeamPermission
}

const rows = `SELECT t.id AS team_id, t.name AS team_name, r.permission
  FROM team_repositories r JOIN teams t ON t.id = r.team_id WHERE r.repository_id = ?`

/** The most that the person's teams may do with the repository, or null. */
export function teamPermission(
  database: Database,
  repositoryId: number,
  userId: string,
): TeamPermission | null {
  const permissions = database
    .all<{ permission: TeamPermission }>(
      `SELECT r.permission FROM team_repositories r JOIN team_members m ON m.team_id = r.team_id
       WHERE r.repository_id = ? AND m.user_id = ?`,
      repositoryId,
      userId,
    )
    .map(({ permission }) => permission)
  return (['admin', 'write', 'read'] as const).find((permission) => permissions.includes(permission)) ?? null
}

export const countTeamsOf = (database: Database, repositoryId: number): number =>
  database.one<{ total: number }>(
    'SELECT count(*) AS total FROM team_repositories WHERE repository_id = ?',
    repositoryId,
  )?.total ?? 0

/** By name. */
export const listTeamsOf = (
  database: Database,
  repositoryId: number,
  limit: number,
  offset: number,
): TeamRepository[] =>
  database.all<TeamRepository>(`${rows} ORDER BY t.name LIMIT ? OFFSET ?`, repositoryId, limit, offset)

export const findTeamOf = (
  database: Database,
  repositoryId: number,
  teamId: number,
): TeamRepository | undefined => database.one<TeamRepository>(`${rows} AND t.id = ?`, repositoryId, teamId)

/** Gives the team this permission, whatever it had. */
export function setTeamPermission(
  database: Database,
  repositoryId: number,
  teamId: number,
  permission: TeamPermission,
): void {
  database.run(
    `INSERT INTO team_repositories (team_id, repository_id, permission) VALUES (?, ?, ?)
     ON CONFLICT (team_id, repository_id) DO UPDATE SET permission = excluded.permission`,
    teamId,
    repositoryId,
    permission,
  )
}

export const removeTeamPermission = (database: Database, repositoryId: number, teamId: number): number =>
  database.run('DELETE FROM team_repositories WHERE repository_id = ? AND team_id = ?', repositoryId, teamId)

// Who is in which team.
import type { Database, Value } from './database.ts'
import type { Role } from './organizations.ts'
import type { Team } from './teams.ts'
import type { User } from './users.ts'

export interface TeamMemberQuery {
  team: Team
  /** Part of the user name or full name, and of the email address when `emails`; empty for all. */
  search: string
  emails: boolean
}

const isIn = `(
  EXISTS (SELECT 1 FROM team_members t WHERE t.team_id = ? AND t.user_id = m.user_id)
  OR (? = 0 AND m.role = 'owner'))`

function from({ team, search, emails }: TeamMemberQuery): { sql: string; values: Value[] } {
  const fields = search === '' ? [] : ['username', 'full_name', ...(emails ? ['email'] : [])]
  const found = fields.map((field) => `instr(lower(u.${field}), lower(?)) > 0`).join(' OR ')
  return {
    sql: `FROM memberships m JOIN users u ON u.id = m.user_id
      WHERE m.organization_id = ? AND ${isIn}${found === '' ? '' : ` AND (${found})`}`,
    values: [team.organization_id, team.id, team.id, ...fields.map(() => search)],
  }
}

export function countTeamMembers(database: Database, query: TeamMemberQuery): number {
  const { sql, values } = from(query)
  return database.one<{ total: number }>(`SELECT count(*) AS total ${sql}`, ...values)?.total ?? 0
}

/** By user name. */
export function listTeamMembers(
  database: Database,
  query: TeamMemberQuery,
  limit: number,
  offset: number,
): (User & { role: Role })[] {
  const { sql, values } = from(query)
  return database.all(
    `SELECT u.*, m.role ${sql} ORDER BY u.username LIMIT ? OFFSET ?`,
    ...values,
    limit,
    offset,
  )
}

/** False when the person was in it already. */
export const insertTeamMember = (database: Database, teamId: number, userId: string): boolean =>
  database.run('INSERT OR IGNORE INTO team_members (team_id, user_id) VALUES (?, ?)', teamId, userId) === 1

/** False when the person was not in it. */
export const deleteTeamMember = (database: Database, teamId: number, userId: string): boolean =>
  database.run('DELETE FROM team_members WHERE team_id = ? AND user_id = ?', teamId, userId) === 1

// Teams of an organization. `owners` is not a row: it is whoever has that role, shown as a team.
import type { Database, Value } from './database.ts'

export interface Team {
  /** 0 for `owners`. */
  id: number
  uuid: string
  organization_id: string
  name: string
  description: string
  member_count: number
}

export const ownersTeam = 'owners'

export interface TeamQuery {
  organizationId: string
  /** Part of the name, in any case; empty for all. */
  search: string
  /** Only teams that all of these people (ids) are in. */
  with: readonly string[]
  ownersToo: boolean
  /** Only the team with this id. */
  only?: number
}

const listed = `
  WITH listed AS (
    SELECT t.id, t.uuid, t.organization_id, t.name, t.description,
      (SELECT count(*) FROM team_members m WHERE m.team_id = t.id) AS member_count
    FROM teams t
    UNION ALL
    SELECT 0, o.id, o.id, '${ownersTeam}', 'Everybody who has the role owner',
      (SELECT count(*) FROM memberships m WHERE m.organization_id = o.id AND m.role = 'owner')
    FROM organizations o
  )`

const isIn = `(
  EXISTS (SELECT 1 FROM team_members m WHERE m.team_id = listed.id AND m.user_id = ?)
  OR (listed.id = 0 AND EXISTS (SELECT 1 FROM memberships m
    WHERE m.organization_id = listed.organization_id AND m.user_id = ? AND m.role = 'owner')))`

function where(query: TeamQuery): { sql: string; values: Value[] } {
  const conditions = ['organization_id = ?']
  const values: Value[] = [query.organizationId]
  if (!query.ownersToo) conditions.push('id > 0')
  if (query.only !== undefined) {
    conditions.push('id = ?')
    values.push(query.only)
  }
  if (query.search !== '') {
    conditions.push('instr(lower(name), lower(?)) > 0')
    values.push(query.search)
  }
  for (const userId of query.with) {
    conditions.push(isIn)
    values.push(userId, userId)
  }
  return { sql: conditions.join(' AND '), values }
}

export function countTeams(database: Database, query: TeamQuery): number {
  const { sql, values } = where(query)
  return (
    database.one<{ total: number }>(`${listed} SELECT count(*) AS total FROM listed WHERE ${sql}`, ...values)
      ?.total ?? 0
  )
}

/** By name; a `limit` of -1 is all of them. */
export function listTeams(database: Database, query: TeamQuery, limit: number, offset: number): Team[] {
  const { sql, values } = where(query)
  return database.all<Team>(
    `${listed} SELECT * FROM listed WHERE ${sql} ORDER BY name, id LIMIT ? OFFSET ?`,
    ...values,
    limit,
    offset,
  )
}

/** In any case of letters, `owners` included. */
export const findTeam = (database: Database, organizationId: string, name: string): Team | undefined =>
  database.one<Team>(
    `${listed} SELECT * FROM listed WHERE organization_id = ? AND name = ? COLLATE NOCASE`,
    organizationId,
    name,
  )

/** A stored one: `owners` has no row. */
export const teamById = (
  database: Database,
  organizationId: string,
  id: number,
): Pick<Team, 'id' | 'name'> | undefined =>
  database.one('SELECT id, name FROM teams WHERE organization_id = ? AND id = ?', organizationId, id)

export function insertTeam(
  database: Database,
  team: Pick<Team, 'uuid' | 'organization_id' | 'name' | 'description'>,
  createdAt: string,
): void {
  database.run(
    'INSERT INTO teams (uuid, organization_id, name, description, created_at) VALUES (?, ?, ?, ?, ?)',
    team.uuid,
    team.organization_id,
    team.name,
    team.description,
    createdAt,
  )
}

/** Writes name and description; invites into the team follow its name. */
export function updateTeam(database: Database, before: Team, name: string, description: string): void {
  database.write(() => {
    database.run('UPDATE teams SET name = ?, description = ? WHERE id = ?', name, description, before.id)
    database.run(
      'UPDATE invites SET team = ? WHERE organization_id = ? AND team = ?',
      name,
      before.organization_id,
      before.name,
    )
  })
}

/** Invites into the team stay, without it. */
export function deleteTeam(database: Database, team: Team): void {
  database.write(() => {
    database.run('DELETE FROM teams WHERE id = ?', team.id)
    database.run(
      'UPDATE invites SET team = NULL WHERE organization_id = ? AND team = ?',
      team.organization_id,
      team.name,
    )
  })
}

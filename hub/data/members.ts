// Who belongs to an organization, and who is invited to it: one list, as the Hub shows it.
import type { Database, Value } from './database.ts'
import type { Role } from './organizations.ts'

/** A person of the organization, or somebody invited to it. */
export interface Member {
  /** Empty for somebody who is invited. */
  user_id: string
  /** Empty for an invited address of nobody here. */
  username: string
  full_name: string
  email: string
  location: string
  company: string
  /** For somebody who is invited: the role they will have. */
  role: Role
  /** When they joined the organization, or were invited. */
  joined: string
  /** Null for members. */
  invite_id: string | null
  /** Names of their teams as a JSON list, sorted. */
  teams: string
}

export interface MemberQuery {
  organizationId: string
  /** Part of the user name or full name, and of the email address when `emails`; empty for all. */
  search: string
  emails: boolean
  role: Role | null
  members: boolean
  invitees: boolean
}

const listed = `
  WITH listed AS (
    SELECT m.organization_id, u.id AS user_id, u.username, u.full_name, u.email, u.location, u.company, m.role,
      coalesce(m.date_joined, u.date_joined) AS joined, NULL AS invite_id,
      (SELECT json_group_array(name) FROM (SELECT t.name FROM team_members p JOIN teams t ON t.id = p.team_id
        WHERE p.user_id = u.id AND t.organization_id = m.organization_id ORDER BY t.name)) AS teams
    FROM memberships m JOIN users u ON u.id = m.user_id
    UNION ALL
    SELECT i.organization_id, '', coalesce(u.username, ''), coalesce(u.full_name, ''), coalesce(u.email, i.invitee),
      coalesce(u.location, ''), coalesce(u.company, ''), i.role, i.created_at, i.id,
      CASE WHEN i.team IS NULL THEN '[]' ELSE json_array(i.team) END
    FROM invites i LEFT JOIN users u ON u.username = i.invitee
  )`

function where(query: MemberQuery): { sql: string; values: Value[] } {
  const conditions = ['organization_id = ?']
  const values: Value[] = [query.organizationId]
  if (!query.members) conditions.push('invite_id IS NOT NULL')
  if (!query.invitees) conditions.push('invite_id IS NULL')
  if (query.role !== null) {
    conditions.push('role = ?')
    values.push(query.role)
  }
  if (query.search !== '') {
    const fields = ['username', 'full_name', ...(query.emails ? ['email'] : [])]
    conditions.push(`(${fields.map((field) => `instr(lower(${field}), lower(?)) > 0`).join(' OR ')})`)
    values.push(...fields.map(() => query.search))
  }
  return { sql: conditions.join(' AND '), values }
}

export function countMembers(database: Database, query: MemberQuery): number {
  const { sql, values } = where(query)
  return (
    database.one<{ total: number }>(`${listed} SELECT count(*) AS total FROM listed WHERE ${sql}`, ...values)
      ?.total ?? 0
  )
}

/** Members by user name, then who is invited; a `limit` of -1 is all of them. */
export function listMembers(database: Database, query: MemberQuery, limit: number, offset: number): Member[] {
  const { sql, values } = where(query)
  return database.all<Member>(
    `${listed} SELECT * FROM listed WHERE ${sql}
     ORDER BY invite_id IS NOT NULL, username, email, invite_id LIMIT ? OFFSET ?`,
    ...values,
    limit,
    offset,
  )
}

export const findMember = (
  database: Database,
  organizationId: string,
  username: string,
): Member | undefined =>
  database.one<Member>(
    `${listed} SELECT * FROM listed WHERE organization_id = ? AND invite_id IS NULL AND username = ?`,
    organizationId,
    username,
  )

/** Owners who can still act, apart from this person. */
export const countOtherOwners = (database: Database, organizationId: string, userId: string): number =>
  database.one<{ total: number }>(
    `SELECT count(*) AS total FROM memberships m JOIN users u ON u.id = m.user_id
     WHERE m.organization_id = ? AND m.role = 'owner' AND u.is_active = 1 AND u.id <> ?`,
    organizationId,
    userId,
  )?.total ?? 0

export function insertMember(
  database: Database,
  organizationId: string,
  userId: string,
  role: Role,
  joined: string,
): void {
  database.run(
    'INSERT INTO memberships (organization_id, user_id, role, date_joined) VALUES (?, ?, ?, ?)',
    organizationId,
    userId,
    role,
    joined,
  )
}

export function setRole(database: Database, organizationId: string, userId: string, role: Role): void {
  database.run(
    'UPDATE memberships SET role = ? WHERE organization_id = ? AND user_id = ?',
    role,
    organizationId,
    userId,
  )
}

/** Takes the person out of the organization and all its teams. */
export function deleteMember(database: Database, organizationId: string, userId: string): void {
  database.write(() => {
    database.run(
      'DELETE FROM team_members WHERE user_id = ? AND team_id IN (SELECT id FROM teams WHERE organization_id = ?)',
      userId,
      organizationId,
    )
    database.run('DELETE FROM memberships WHERE organization_id = ? AND user_id = ?', organizationId, userId)
  })
}

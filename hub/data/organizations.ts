// Organizations and who belongs to them.
import type { Plan } from '../../shared/tokens/slots.ts'
import type { Database } from './database.ts'

export type Role = 'owner' | 'editor' | 'member'

export interface Organization {
  id: string
  name: string
  full_name: string
  location: string
  company: string
  /** Null: a plan without organization access tokens. */
  plan: Plan | null
  is_active: 0 | 1
  date_joined: string
}

export const findOrganization = (database: Database, name: string): Organization | undefined =>
  database.one<Organization>('SELECT * FROM organizations WHERE name = ?', name)

export const organizationById = (database: Database, id: string): Organization | undefined =>
  database.one<Organization>('SELECT * FROM organizations WHERE id = ?', id)

/** The user's role in the organization, or null for an outsider. */
export const roleIn = (database: Database, organizationId: string, userId: string): Role | null =>
  database.one<{ role: Role }>(
    'SELECT role FROM memberships WHERE organization_id = ? AND user_id = ?',
    organizationId,
    userId,
  )?.role ?? null

export const countOrganizationsOf = (database: Database, userId: string): number =>
  database.one<{ total: number }>('SELECT count(*) AS total FROM memberships WHERE user_id = ?', userId)
    ?.total ?? 0

export const organizationsOf = (
  database: Database,
  userId: string,
  limit: number,
  offset: number,
): (Organization & { role: Role })[] =>
  database.all(
    `SELECT o.*, m.role FROM memberships m JOIN organizations o ON o.id = m.organization_id
     WHERE m.user_id = ? ORDER BY o.name LIMIT ? OFFSET ?`,
    userId,
    limit,
    offset,
  )

/** With its first owner, in one transaction. Throws when the name is taken. */
export function insertOrganization(database: Database, organization: Organization, ownerId: string): void {
  database.write(() => {
    database.run(
      `INSERT INTO organizations (id, name, full_name, location, company, plan, is_active, date_joined)
       VALUES (?, ?, ?, ?, ?, ?, ?, ?)`,
      organization.id,
      organization.name,
      organization.full_name,
      organization.location,
      organization.company,
      organization.plan,
      organization.is_active,
      organization.date_joined,
    )
    database.run(
      'INSERT INTO memberships (organization_id, user_id, role, date_joined) VALUES (?, ?, ?, ?)',
      organization.id,
      ownerId,
      'owner',
      organization.date_joined,
    )
  })
}

// Invites into an organization that nobody has taken up yet.
import type { Database } from './database.ts'
import type { Role } from './organizations.ts'

export interface Invite {
  id: string
  organization_id: string
  /** A user name, or the email address (lower case) of somebody without an account. */
  invitee: string
  inviter: string
  role: Role
  /** Name of the team they will be in. */
  team: string | null
  created_at: string
}

/** Oldest first. */
export const listInvites = (database: Database, organizationId: string): Invite[] =>
  database.all('SELECT * FROM invites WHERE organization_id = ? ORDER BY created_at, id', organizationId)

export const inviteById = (database: Database, id: string): Invite | undefined =>
  database.one('SELECT * FROM invites WHERE id = ?', id)

export const inviteOf = (database: Database, organizationId: string, invitee: string): Invite | undefined =>
  database.one('SELECT * FROM invites WHERE organization_id = ? AND invitee = ?', organizationId, invitee)

export function insertInvite(database: Database, invite: Invite): void {
  database.run(
    `INSERT INTO invites (id, organization_id, invitee, inviter, role, team, created_at)
     VALUES (?, ?, ?, ?, ?, ?, ?)`,
    invite.id,
    invite.organization_id,
    invite.invitee,
    invite.inviter,
    invite.role,
    invite.team,
    invite.created_at,
  )
}

export function deleteInvite(database: Database, id: string): void {
  database.run('DELETE FROM invites WHERE id = ?', id)
}

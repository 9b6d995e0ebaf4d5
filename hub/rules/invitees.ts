// Who can be invited, and as what the invite knows them.
import * as z from 'zod'
import type { Database } from '../data/database.ts'
import { type Invite, inviteOf } from '../data/invites.ts'
import { roleIn } from '../data/organizations.ts'
import { type User, findUser, userByEmail } from '../data/users.ts'
import { roles } from './member-query.ts'

export const bulkBody = z.object({
  org: z.string().min(1, 'must name an organization'),
  team: z.string().nullish(),
  role: z.enum(roles, `must be one of ${roles.join(', ')}`).optional(),
  // A thousand at once, as in Docker's own window.
  invitees: z.array(z.string()).min(1, 'must name somebody').max(1000, 'must have 1000 entries at most'),
  dry_run: z.boolean().optional(),
})

export type InviteeState =
  | { status: 'invited'; invitee: string }
  | { status: 'existing_org_member' | 'invalid_email_or_docker_id' }
  | { status: 'already_invited'; invite: Invite }

// Not more than can be told from the outside: one @, no spaces or controls, a dot in the domain.
const address = /^[^\s@\p{C}]{1,64}@[^\s@\p{C}]+\.[^\s@\p{C}]+$/u

/** What would come of inviting this text. People with an account are known by their user name, others by address. */
export function judgeInvitee(database: Database, organizationId: string, text: string): InviteeState {
  const name = text.trim().toLowerCase()
  const isAddress = name.length <= 254 && address.test(name)
  const user = isAddress ? userByEmail(database, name) : findUser(database, name)
  if (user === undefined && !isAddress) return { status: 'invalid_email_or_docker_id' }
  if (user && roleIn(database, organizationId, user.id) !== null) return { status: 'existing_org_member' }
  const invitee = user?.username ?? name
  // The address may have been invited before the account was there.
  const names = user === undefined ? [invitee] : [invitee, user.email.toLowerCase()]
  const [invite] = names.flatMap((one) => inviteOf(database, organizationId, one) ?? [])
  return invite ? { status: 'already_invited', invite } : { status: 'invited', invitee }
}

/** Whether the invite is for this person: by user name, or by the address of their account. */
export const isInvited = (invite: Invite, user: User): boolean =>
  invite.invitee === user.username || invite.invitee === user.email.toLowerCase()

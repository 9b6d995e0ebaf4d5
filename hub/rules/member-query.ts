// Which members, and which of those who are invited, a request asks for.
import type { Context } from 'hono'
import type { MemberQuery } from '../data/members.ts'
import type { Role } from '../data/organizations.ts'
import { fieldError } from '../errors.ts'

export const roles = ['owner', 'editor', 'member'] as const satisfies readonly Role[]
const types = ['all', 'invitee', 'member'] as const
const truths = ['true', 'false'] as const

function oneOf<Choice extends string>(
  c: Context,
  field: string,
  choices: readonly Choice[],
): Choice | undefined {
  const text = c.req.query(field)
  if (text === undefined || text === '') return undefined
  const choice = choices.find((one) => one === text.toLowerCase())
  if (choice === undefined) throw fieldError(field, `${field} must be one of ${choices.join(', ')}`)
  return choice
}

/** `search`, `type` (member), `role` and `invites`, which is the same as `type=all`. */
export function memberQueryOf(c: Context, organizationId: string, emails: boolean): MemberQuery {
  const invites = oneOf(c, 'invites', truths) === 'true'
  const type = oneOf(c, 'type', types) ?? (invites ? 'all' : 'member')
  return {
    organizationId,
    search: c.req.query('search') ?? '',
    emails,
    role: oneOf(c, 'role', roles) ?? null,
    members: type !== 'invitee',
    invitees: type !== 'member',
  }
}

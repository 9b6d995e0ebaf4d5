// Who may act in an organization: people by their role, organization access tokens by their scopes.
import type { Context } from 'hono'
import { type Caller, callerOf, challenge } from '../callers.ts'
import type { HubContext } from '../context.ts'
import { type Organization, type Role, findOrganization, roleIn } from '../data/organizations.ts'
import type { User } from '../data/users.ts'
import { HubError } from '../errors.ts'
import { carries } from './scopes.ts'

export interface Needs {
  /** What a person has to be. */
  roles: readonly Role[]
  /** What an organization access token has to carry, itself or by implication; null: no scope allows it. */
  scope: string | null
  /** Something is changed, which a personal access token may only with `repo:admin`. */
  change?: boolean
}

export interface Actor {
  organization: Organization
  /** For the audit log: the person, or the organization whose access token it was. */
  name: string
  /** Null when an organization access token acts. */
  user: User | null
  /** The person's role; null when an organization access token acts. */
  role: Role | null
  /** Whether an access token has this scope too; people need none. */
  carries(scope: string): boolean
}

/** Somebody who has signed in, or a token. */
export async function knownCaller(
  hub: HubContext,
  c: Context,
): Promise<Exclude<Caller, { kind: 'anonymous' }>> {
  const caller = await callerOf(hub, c)
  if (caller.kind === 'anonymous') throw new HubError('bearer.missing', { headers: challenge })
  return caller
}

/** The organization and who acts in it, or the reason why not. The one in the path unless it is named. */
export async function actorIn(
  hub: HubContext,
  c: Context,
  needs: Needs,
  name = c.req.param('org') ?? '',
): Promise<Actor> {
  const caller = await knownCaller(hub, c)
  const organization = findOrganization(hub.database, name)
  if (organization?.is_active !== 1) throw new HubError('organization.notFound')
  return caller.kind === 'organization'
    ? tokenActor(caller, organization, needs)
    : personActor(hub, caller, organization, needs)
}

/** Email addresses are for owners and for tokens that may read members; others see names only. */
export const seesEmails = ({ role }: Actor): boolean => role === null || role === 'owner'

function tokenActor(
  { token }: Extract<Caller, { kind: 'organization' }>,
  organization: Organization,
  { scope }: Needs,
): Actor {
  if (scope === null) throw new HubError('bearer.organizationToken')
  if (token.organization_id !== organization.id) throw new HubError('organization.forbidden')
  if (!carries(token, organization.name, scope))
    throw new HubError('bearer.scope', { words: `the access token lacks the scope ${scope}` })
  return {
    organization,
    name: organization.name,
    user: null,
    role: null,
    carries: (more) => carries(token, organization.name, more),
  }
}

function personActor(
  hub: HubContext,
  { user, personalToken }: Extract<Caller, { kind: 'user' }>,
  organization: Organization,
  { roles, change = false }: Needs,
): Actor {
  const role = roleIn(hub.database, organization.id, user.id)
  if (role === null || !roles.includes(role)) throw new HubError('organization.forbidden')
  const enough = change ? ['repo:admin'] : ['repo:admin', 'repo:write', 'repo:read']
  if (personalToken !== null && !personalToken.scopes.some((scope) => enough.includes(scope)))
    throw new HubError('bearer.personalToken')
  return { organization, name: user.username, user, role, carries: () => true }
}

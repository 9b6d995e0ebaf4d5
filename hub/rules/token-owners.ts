// Who manages an organization's access tokens: its owners, signed in as themselves.
import type { Context } from 'hono'
import { userOf } from '../callers.ts'
import type { HubContext } from '../context.ts'
import { type Organization, findOrganization, roleIn } from '../data/organizations.ts'
import type { User } from '../data/users.ts'
import { HubError } from '../errors.ts'

/** The rights to manage tokens, or the reason why not. */
export async function ownerIn(
  hub: HubContext,
  c: Context,
): Promise<{ user: User; organization: Organization }> {
  const { user, personalToken } = await userOf(hub, c)
  if (personalToken !== null) throw new HubError('bearer.personalToken')
  const organization = findOrganization(hub.database, c.req.param('org') ?? '')
  if (organization?.is_active !== 1) throw new HubError('organization.notFound')
  if (roleIn(hub.database, organization.id, user.id) !== 'owner')
    throw new HubError('organization.ownersOnly')
  if (organization.plan === null) throw new HubError('organization.noPlan')
  return { user, organization }
}

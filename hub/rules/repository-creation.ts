// Who may create repositories in which namespace: people in their own, owners and editors, tokens with the scope for it.
import { type Caller, challenge } from '../callers.ts'
import type { HubContext } from '../context.ts'
import { findOrganization, organizationById, roleIn } from '../data/organizations.ts'
import { findUser } from '../data/users.ts'
import { HubError } from '../errors.ts'
import { lacks } from './repository-access.ts'
import { carries } from './scopes.ts'

const creation = 'scope-repository-create'

/** Who creates, for the audit log. Throws when they may not. */
export function creatorIn(hub: HubContext, caller: Caller, namespace: string): string {
  const { database } = hub
  if (caller.kind === 'anonymous') throw new HubError('bearer.missing', { headers: challenge })
  const organization = findOrganization(database, namespace)
  if (organization?.is_active !== 1 && findUser(database, namespace)?.is_active !== 1)
    throw new HubError('namespace.notFound')

  if (caller.kind === 'organization') {
    const own = organizationById(database, caller.token.organization_id)
    if (own?.name !== namespace) throw new HubError('namespace.forbidden')
    if (!carries(caller.token, namespace, creation)) throw lacks(creation)
    return namespace
  }
  const { user, personalToken } = caller
  const role = organization ? roleIn(database, organization.id, user.id) : null
  if (user.username !== namespace && role !== 'owner' && role !== 'editor')
    throw new HubError('namespace.forbidden')
  if (personalToken !== null && !personalToken.scopes.includes('repo:admin')) throw lacks('repo:admin')
  return user.username
}

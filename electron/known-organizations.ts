// Every organization that this computer knows, over all accounts, in the order of the sidebar.
import type { OrganizationRef } from '../shared/contract/references.ts'
import type { Parts } from './parts.ts'

/** `blocked`: its tokens cannot be managed. Nothing here asks a server. */
export async function knownOrganizations({
  accounts,
  handlers,
}: Pick<Parts, 'accounts' | 'handlers'>): Promise<(OrganizationRef & { blocked: boolean })[]> {
  const found = []
  for (const { id } of accounts.list())
    for (const { name, blocked } of await handlers.organizations.list({ accountId: id }))
      found.push({ accountId: id, organization: name, blocked: blocked !== null })
  return found
}

// What an organization is called among those of all accounts: by its name, and with the account it is seen through where
// another account has one of that name.
import { computed } from 'vue'
import type { OrganizationRef } from '../../shared/contract/references.ts'
import { useAccountsStore } from '../stores/accounts.ts'
import { useOrganizationsStore } from '../stores/organizations.ts'

/** Such as "anna on Docker Hub". */
export const accountName = ({ username, serverName }: { username: string; serverName: string }): string =>
  `${username} on ${serverName}`

/** The answer names an organization, such as "acme" or "acme (anna on Docker Hub)". */
export function useOrganizationNames(): (ref: OrganizationRef) => string {
  const accounts = useAccountsStore()
  const lists = useOrganizationsStore()
  const ambiguous = computed((): ReadonlySet<string> => {
    const seen = new Set<string>()
    const twice = new Set<string>()
    for (const { id } of accounts.accounts)
      for (const { name } of lists.listOf(id).organizations) (seen.has(name) ? twice : seen).add(name)
    return twice
  })
  return ({ accountId, organization }) => {
    const account = ambiguous.value.has(organization) ? accounts.find(accountId) : undefined
    return account ? `${organization} (${accountName(account)})` : organization
  }
}

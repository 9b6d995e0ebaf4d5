// What is reviewed: every organization that can be managed, over all accounts, with the copy on this computer.
import { computed, type Ref, watch } from 'vue'
import type { Account } from '../../shared/contract/accounts.ts'
import type { Organization } from '../../shared/contract/organizations.ts'
import type { OrganizationRef } from '../../shared/contract/references.ts'
import type { Inventory, Token } from '../../shared/contract/tokens.ts'
import { useAccountsStore } from '../stores/accounts.ts'
import { useOrganizationsStore } from '../stores/organizations.ts'
import { useTokensStore } from '../stores/tokens.ts'

export interface ReviewedOrganization {
  ref: OrganizationRef
  account: Account
  organization: Organization
  /** Null while the copy is being opened, and when there is none yet. */
  inventory: Inventory | null
}

export interface ReviewedToken {
  ref: OrganizationRef
  account: Account
  organization: Organization
  token: Token
}

/** Every organization whose tokens can be managed. */
export function useManageable() {
  const accounts = useAccountsStore()
  const lists = useOrganizationsStore()
  return computed(() =>
    accounts.accounts.flatMap((account) =>
      lists
        .listOf(account.id)
        .organizations.filter(({ blocked }) => blocked === null)
        .map((organization) => ({
          account,
          organization,
          ref: { accountId: account.id, organization: organization.name },
        })),
    ),
  )
}

/** `only`: one organization instead of all. Nothing here asks a server. */
export function useReview(only?: Ref<OrganizationRef | null>) {
  const accounts = useAccountsStore()
  const lists = useOrganizationsStore()
  const tokens = useTokensStore()
  const manageable = useManageable()

  const chosen = computed(() => {
    const one = only?.value
    return one
      ? manageable.value.filter(
          ({ ref }) => ref.accountId === one.accountId && ref.organization === one.organization,
        )
      : manageable.value
  })
  watch(chosen, (all) => tokens.openCopies(all.map(({ ref }) => ref)), { immediate: true })

  const organizations = computed((): ReviewedOrganization[] =>
    chosen.value.map((entry) => ({ ...entry, inventory: tokens.entryOf(entry.ref).inventory })),
  )
  return {
    organizations,
    tokens: computed((): ReviewedToken[] =>
      organizations.value.flatMap(({ inventory, ...of }) =>
        (inventory?.tokens ?? []).map((token) => ({ ...of, token })),
      ),
    ),
    /** Copies are still being opened, or the organizations are not known yet. */
    loading: computed(
      () =>
        accounts.accounts.some(({ id }) => lists.listOf(id).state === 'loading') ||
        chosen.value.some(({ ref }) => !tokens.wasOpened(ref)),
    ),
  }
}

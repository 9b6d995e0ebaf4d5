// Opens each account's organizations, whether or not the sidebar is there; asks anew once an account is signed in again.
import { watch } from 'vue'
import { useAccountsStore } from '../stores/accounts.ts'
import { useOrganizationsStore } from '../stores/organizations.ts'

export function useOrganizationLists() {
  const accounts = useAccountsStore()
  const organizations = useOrganizationsStore()
  watch(
    () => accounts.accounts,
    (all) => {
      for (const { id, state } of all) {
        if (!organizations.lists.has(id)) void organizations.open(id)
        else if (state === 'signedIn' && organizations.listOf(id).failure?.code === 'signIn.needed')
          void organizations.refresh(id)
      }
    },
    { immediate: true },
  )
}

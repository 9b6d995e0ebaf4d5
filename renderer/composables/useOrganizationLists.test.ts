// Every account's organizations are opened, and asked for again after a new sign-in.
import { createPinia, setActivePinia } from 'pinia'
import { expect, it, vi } from 'vitest'
import { effectScope, nextTick } from 'vue'
import type { Account } from '../../shared/contract/accounts.ts'
import { Failed } from '../../shared/errors.ts'
import '../../tests/support/page/no-drawing.ts'
import { pageBridge } from '../../tests/support/page-bridge.ts'
import { account } from '../../tests/support/page/account.ts'
import { setBridge } from '../api.ts'
import { useAccountsStore } from '../stores/accounts.ts'
import { useOrganizationsStore } from '../stores/organizations.ts'
import { useOrganizationLists } from './useOrganizationLists.ts'

it('opens the organizations of each account, and asks again once it is signed in', async () => {
  let accounts: Account[] = [{ ...account, state: 'signInNeeded' }]
  const main = pageBridge({
    'accounts.list': () => accounts,
    'organizations.list': () => [],
    'organizations.refresh': () => {
      if (accounts[0]?.state !== 'signedIn') throw new Failed('signIn.needed')
      return []
    },
  })
  setBridge(main.bridge)
  setActivePinia(createPinia())
  await useAccountsStore().load()
  const scope = effectScope()
  scope.run(useOrganizationLists)
  const lists = useOrganizationsStore()
  await vi.waitUntil(() => lists.listOf('hub').failure?.code === 'signIn.needed')
  accounts = [account]
  await useAccountsStore().load()
  await nextTick()
  await vi.waitUntil(() => lists.listOf('hub').failure === null)
  expect(lists.listOf('hub').state).toBe('ready')
  scope.stop()
})

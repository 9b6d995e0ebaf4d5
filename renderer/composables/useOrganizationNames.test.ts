// Organizations of the same name, seen through several accounts, are told apart; others are called by their name alone.
import { createPinia, setActivePinia } from 'pinia'
import { expect, it } from 'vitest'
import '../../tests/support/page/no-drawing.ts'
import { pageBridge } from '../../tests/support/page-bridge.ts'
import { account } from '../../tests/support/page/account.ts'
import { setBridge } from '../api.ts'
import { useAccountsStore } from '../stores/accounts.ts'
import { useOrganizationsStore } from '../stores/organizations.ts'
import { useOrganizationNames } from './useOrganizationNames.ts'

it('says the account and its server where the name alone would do for two', async () => {
  const names: Record<string, string[]> = { hub: ['acme', 'zoo'], work: ['acme'] }
  const list = ({ accountId }: { accountId: string }) =>
    (names[accountId] ?? []).map((name) => ({
      ...{ accountId, name, fullName: name, plan: 'team', role: 'owner', blocked: null, slots: null },
    }))
  const main = pageBridge({
    'accounts.list': () => [account, { ...account, id: 'work', username: 'ben', serverName: 'hub.example' }],
    'organizations.list': list,
    'organizations.refresh': list,
  })
  setBridge(main.bridge)
  setActivePinia(createPinia())
  await useAccountsStore().load()
  const nameOf = useOrganizationNames()
  await useOrganizationsStore().open('hub')
  expect(nameOf({ accountId: 'hub', organization: 'acme' })).toBe('acme')

  await useOrganizationsStore().open('work')
  const refs = [
    { accountId: 'hub', organization: 'acme' },
    { accountId: 'work', organization: 'acme' },
    { accountId: 'hub', organization: 'zoo' },
  ]
  expect(refs.map(nameOf)).toEqual([
    'acme (anna on Demo on this computer)',
    'acme (ben on hub.example)',
    'zoo',
  ])
})

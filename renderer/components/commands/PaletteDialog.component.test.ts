// The command palette over two accounts that see organizations of the same name.
import { createPinia, setActivePinia } from 'pinia'
import { afterEach, expect, it } from 'vitest'
import { page } from 'vitest/browser'
import { type App, createApp } from 'vue'
import { createMemoryHistory, createRouter } from 'vue-router'
import type { OrganizationRef } from '../../../shared/contract/references.ts'
import { pageBridge } from '../../../tests/support/page-bridge.ts'
import { account } from '../../../tests/support/page/account.ts'
import { makeToken } from '../../../tests/support/token.ts'
import { setBridge } from '../../api.ts'
import { useAccountsStore } from '../../stores/accounts.ts'
import { useOrganizationsStore } from '../../stores/organizations.ts'
import PaletteDialog from './PaletteDialog.vue'

let app: App | null = null
afterEach(() => {
  app?.unmount()
  app = null
  setBridge(null)
  document.body.replaceChildren()
})

async function open(names: Record<string, string[]>) {
  const organizations = ({ accountId }: { accountId: string }) =>
    (names[accountId] ?? []).map((name) => ({
      ...{ accountId, name, fullName: name, plan: 'team', role: 'owner', blocked: null, slots: null },
    }))
  const main = pageBridge({
    'accounts.list': () => [account, { ...account, id: 'work', username: 'ben', serverName: 'hub.example' }],
    'organizations.list': organizations,
    'organizations.refresh': organizations,
    'tokens.inventory': ({ accountId, organization }: OrganizationRef) => ({
      ...{ tokens: [makeToken({ label: `CI of ${accountId} ${organization}` })], unreadable: 0, slots: null },
      ...{ syncedAt: '2026-01-01T00:00:00Z', offline: false, notSaved: null },
    }),
  })
  setBridge(main.bridge)
  const pinia = createPinia()
  setActivePinia(pinia)
  await useAccountsStore().load()
  for (const { id } of useAccountsStore().accounts) await useOrganizationsStore().open(id)
  const router = createRouter({
    history: createMemoryHistory(),
    routes: [{ path: '/', component: { render: () => null } }],
  })
  app = createApp(PaletteDialog)
  app
    .use(pinia)
    .use(router)
    .mount(document.body.appendChild(document.createElement('div')))
  await expect.element(page.getByRole('status')).toHaveTextContent(/found$/)
}

const entry = (name: string) => page.getByRole('option').filter({ hasText: name })
const type = (words: string) => page.getByRole('combobox').fill(words)

it('tells organizations of the same name apart, and the tokens of each', async () => {
  await open({ hub: ['acme', 'zoo'], work: ['acme'] })
  await expect.element(entry('CI of work acme')).toHaveTextContent('acme (ben on hub.example)')
  await type('acme organization')
  await expect
    .element(page.getByRole('listbox'))
    .toHaveTextContent(/acme \(anna on Demo on this computer\)\s*Organization.*acme \(ben on hub\.example\)/)
  await type('ci ben')
  await expect.element(page.getByRole('option')).toHaveTextContent('CI of work acme')
})

it('calls others by their name alone, with their server beside it', async () => {
  await open({ hub: ['acme', 'zoo'], work: [] })
  await expect.element(entry('CI of hub zoo')).toHaveTextContent(/zoo\s*Token\s*zoo$/)
  await type('zoo organization')
  await expect
    .element(page.getByRole('option'))
    .toHaveTextContent(/^zoo\s*Organization\s*Demo on this computer$/)
})

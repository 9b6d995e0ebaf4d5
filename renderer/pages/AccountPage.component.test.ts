// The page of an account without an organization chosen: on to the first one, unless the owner is on their way elsewhere.
import { createPinia, setActivePinia } from 'pinia'
import { afterEach, expect, it, vi } from 'vitest'
import { createApp, h, nextTick } from 'vue'
import { createMemoryHistory, createRouter, RouterView } from 'vue-router'
import type { Organization } from '../../shared/contract/organizations.ts'
import { account } from '../../tests/support/page/account.ts'
import { pageBridge } from '../../tests/support/page-bridge.ts'
import { setBridge } from '../api.ts'
import { useOrganizationsStore } from '../stores/organizations.ts'
import AccountPage from './AccountPage.vue'

const acme: Organization = {
  accountId: account.id,
  name: 'acme',
  fullName: 'Acme',
  role: 'owner',
  plan: 'team',
  slots: null,
  blocked: null,
}

let leave: () => void = () => undefined
afterEach(() => leave())

/** The page while the organizations are read; `arrive` is their coming. */
async function open() {
  let arrive: (organizations: Organization[]) => void = () => undefined
  const main = pageBridge({
    'accounts.list': () => [account],
    'organizations.list': () => [],
    'organizations.refresh': () => new Promise<Organization[]>((resolve) => (arrive = resolve)),
  })
  setBridge(main.bridge)
  const pinia = createPinia()
  setActivePinia(pinia)
  /** The code of a page that is loaded when it is gone to. */
  let loaded: () => void = () => undefined
  const all = () => new Promise<{ render: () => unknown }>((resolve) => (loaded = () => resolve(page('All'))))
  const page = (title: string) => ({ render: () => h('h1', title) })
  const router = createRouter({
    history: createMemoryHistory(),
    routes: [
      { path: '/accounts/:accountId', name: 'account', component: AccountPage, props: true },
      { path: '/accounts/:accountId/:organization', name: 'inventory', component: page('Inventory') },
      { path: '/all', component: all },
    ],
  })
  await router.push(`/accounts/${account.id}`)
  const app = createApp(() => h(RouterView))
    .use(pinia)
    .use(router)
  app.mount(document.body.appendChild(document.createElement('div')))
  leave = () => {
    app.unmount()
    setBridge(null)
    document.body.replaceChildren()
  }
  const lists = useOrganizationsStore()
  await lists.open(account.id)
  await vi.waitUntil(() => main.inputsOf('organizations.refresh').length > 0)
  const path = () => router.currentRoute.value.path
  return { router, path, arrive: () => arrive([acme]), load: () => loaded() }
}

it('goes on to the first organization when it is known', async () => {
  const { path, arrive } = await open()
  arrive()
  await vi.waitUntil(() => path() === `/accounts/${account.id}/acme`)
})

it('does not call the owner back who has clicked on their way elsewhere', async () => {
  const { router, path, arrive, load } = await open()
  const going = router.push('/all')
  await nextTick()
  arrive()
  await vi.waitUntil(() => useOrganizationsStore().listOf(account.id).state === 'ready')
  await nextTick()
  load()
  await going
  expect(path()).toBe('/all')
})

// "Generate access token" on pages that do not offer it themselves: where it leads with one organization and with several.
import { createPinia, setActivePinia } from 'pinia'
import { afterEach, expect, it } from 'vitest'
import { page, userEvent } from 'vitest/browser'
import { type App, createApp, defineComponent, h } from 'vue'
import { createMemoryHistory, createRouter, RouterView } from 'vue-router'
import { defaultSettings } from '../../shared/settings.ts'
import { pageBridge } from '../../tests/support/page-bridge.ts'
import { account } from '../../tests/support/page/account.ts'
import { setBridge } from '../api.ts'
import OverlayHost from '../components/commands/OverlayHost.vue'
import { generateIn, inventoryOf, settingsPage } from '../routes.ts'
import { useAccountsStore } from '../stores/accounts.ts'
import { useOrganizationsStore } from '../stores/organizations.ts'
import { useAppCommands } from './useAppCommands.ts'
import { useOverlay } from './useOverlay.ts'

let app: App | null = null
afterEach(() => {
  app?.unmount()
  useOverlay().value = null
  setBridge(null)
  document.body.replaceChildren()
})

/** Opens the settings with these organizations; those whose name begins with "not-" cannot be managed. */
async function open(...names: string[]) {
  const organizations = names.map((name) => ({
    ...{ accountId: 'hub', name, fullName: '', plan: 'team', role: 'owner', slots: null },
    blocked: name.startsWith('not-') ? ('notOwner' as const) : null,
  }))
  const main = pageBridge({
    'accounts.list': () => [account],
    'organizations.list': () => organizations,
    'organizations.refresh': () => organizations,
    'tokens.inventory': () => ({
      ...{ tokens: [], unreadable: 0, slots: null, syncedAt: null, offline: false, notSaved: null },
    }),
    'app.changeSettings': (change: object) => ({ ...defaultSettings, ...change }),
    'app.offer': () => undefined,
  })
  setBridge(main.bridge)
  const pinia = createPinia()
  setActivePinia(pinia)
  await useAccountsStore().load()
  await useOrganizationsStore().open('hub')
  const text = (words: string) => ({ render: () => h('main', { tabindex: -1 }, words) })
  const organization = '/a/:accountId/o/:organization'
  const router = createRouter({
    history: createMemoryHistory(),
    routes: [
      { path: '/', component: text('Home') },
      { path: '/settings', name: 'settings', component: text('Settings') },
      ...['all', 'connect', 'insights', 'compare', 'activity'].map((name) => ({
        ...{ path: `/${name}`, name, component: text(name) },
      })),
      { path: organization, name: 'inventory', component: text('Inventory') },
      { path: `${organization}/generate`, name: 'generate', component: text('Wizard') },
    ],
  })
  const root = document.body.appendChild(document.createElement('div'))
  app = createApp(
    defineComponent(() => {
      useAppCommands()
      const overlay = useOverlay()
      return () => [h(RouterView), overlay.value && h(OverlayHost)]
    }),
  )
  app.use(pinia).use(router)
  await router.push(settingsPage)
  app.mount(root)
  const press = () => userEvent.keyboard('{Control>}n{/Control}')
  const path = () => router.currentRoute.value.path
  return { router, press, path, main }
}

const asked = () => page.getByRole('combobox', { name: 'In which organization?' })
const wizard = () => page.getByText('Wizard')

it('opens the wizard of the only organization that can be managed', async () => {
  const { press, path } = await open('acme', 'not-mine')
  await press()
  await expect.element(wizard()).toBeVisible()
  expect(path()).toBe('/a/hub/o/acme/generate')
})

it('asks in which of several, and lists nothing else', async () => {
  const { press, path } = await open('acme', 'brightside', 'not-mine')
  await press()
  await expect.element(asked()).toHaveFocus()
  await expect.element(page.getByRole('option')).toHaveLength(2)
  await userEvent.keyboard('bright{Enter}')
  await expect.element(wizard()).toBeVisible()
  expect(path()).toBe('/a/hub/o/brightside/generate')
})

it('takes the organization that the page is about', async () => {
  const { router, press, path } = await open('acme', 'brightside')
  await router.push(inventoryOf('hub', 'brightside'))
  await press()
  await expect.element(wizard()).toBeVisible()
  expect(path()).toBe('/a/hub/o/brightside/generate')
  await router.push({ name: 'insights', query: { organization: 'acme', account: 'hub' } })
  await press()
  await expect.element(wizard()).toBeVisible()
  expect(path()).toBe('/a/hub/o/acme/generate')
})

it('is not on offer in the wizard itself, nor where no organization can be managed', async () => {
  const { router, press, main } = await open('acme', 'brightside')
  await router.push(generateIn('hub', 'acme'))
  await press()
  await expect.element(asked()).not.toBeInTheDocument()
  const offered = main.inputsOf('app.offer').at(-1)
  expect((offered as { commands: string[] }).commands).not.toContain('generate')
  app?.unmount()
  const other = await open('not-mine')
  await other.press()
  expect(other.path()).toBe('/settings')
})

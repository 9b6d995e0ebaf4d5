// The edit page in a test, with its real stores and router; only main is played.
import { createPinia, setActivePinia } from 'pinia'
import { afterEach, expect } from 'vitest'
import { page } from 'vitest/browser'
import { type App, createApp, h } from 'vue'
import { createMemoryHistory, createRouter, RouterView } from 'vue-router'
import type { Token } from '../../../shared/contract/tokens.ts'
import { pageBridge } from '../page-bridge.ts'
import { makeToken } from '../token.ts'
import { setBridge } from '../../../renderer/api.ts'
import ConfirmHost from '../../../renderer/components/base/ConfirmHost.vue'
import ToastHost from '../../../renderer/components/base/ToastHost.vue'
import { useCommandKeys } from '../../../renderer/composables/useCommand.ts'
import { useAccountsStore } from '../../../renderer/stores/accounts.ts'
import EditPage from '../../../renderer/pages/EditPage.vue'
import { account } from './account.ts'

const place = { accountId: 'hub', organization: 'acme' }
export const ref = { ...place, tokenId: 't1' }
export const resources = [
  { type: 'TYPE_ORG', path: 'acme', scopes: ['scope-from-the-future', 'scope-member-read'] },
  { type: 'TYPE_REPO', path: 'acme/web', scopes: ['scope-tag-read', 'scope-image-pull'] },
]
export const token = (change: Partial<Token> = {}) =>
  makeToken({ label: 'CI of web', description: 'Builds', resources, secretKept: true, ...change })
export const fields = ({ label, description, resources }: Token) => ({
  label,
  description,
  resources: resources ?? [],
})

interface Change {
  shown: ReturnType<typeof fields> & { isActive: boolean }
  wanted: ReturnType<typeof fields>
}

let app: App | null = null

afterEach(() => {
  app?.unmount()
  app = null
  setBridge(null)
  document.body.replaceChildren()
})

/** Opens the page; `server` is the token there, which `change` replaces like main would. */
export async function openEdit(
  onServer: Token = token(),
  copy: Token[] = [{ ...onServer, resources: null }],
) {
  const server = { token: onServer }
  const main = pageBridge({
    'accounts.list': () => [account],
    'accounts.startDemo': () => account,
    'tokens.inventory': () => ({
      tokens: [...copy, token({ id: 't2', label: 'Nightly' })],
      unreadable: 0,
      slots: { used: 2, limit: 10 },
      syncedAt: '2026-01-01T00:00:00Z',
      offline: false,
      notSaved: null,
    }),
    'tokens.read': () => server.token,
    'tokens.change': ({ shown, wanted }: Change) => {
      const now = { ...fields(server.token), isActive: server.token.isActive }
      if (JSON.stringify(now) !== JSON.stringify({ ...shown }))
        return { outcome: 'conflict', token: server.token }
      server.token = { ...server.token, ...wanted }
      return { outcome: 'saved', token: server.token }
    },
    'repositories.search': () => ({
      total: 1,
      repositories: [{ name: 'api', isPrivate: true, description: '', lastUpdated: null }],
      more: false,
    }),
  })
  setBridge(main.bridge)
  const pinia = createPinia()
  setActivePinia(pinia)
  await useAccountsStore().load()
  const router = createRouter({
    history: createMemoryHistory(),
    routes: [
      {
        path: '/:accountId/:organization',
        name: 'inventory',
        component: { render: () => h('h1', 'Inventory') },
      },
      { path: '/:accountId/:organization/:tokenId/edit', name: 'edit', component: EditPage, props: true },
    ],
  })
  await router.push({ name: 'inventory', params: place })
  await router.push({ name: 'edit', params: ref })
  app = createApp({
    setup() {
      useCommandKeys(() => undefined)
      return () => [h(RouterView), h(ConfirmHost), h(ToastHost)]
    },
  })
  app
    .use(pinia)
    .use(router)
    .mount(document.body.appendChild(document.createElement('div')))
  return { ...main, server, router, changes: () => main.inputsOf('tokens.change') as Change[] }
}

export const button = (name: string) => page.getByRole('button', { name, exact: true })
export const label = page.getByRole('textbox', { name: 'Label' })
export const description = page.getByRole('textbox', { name: 'Description' })
export const box = (name: string) => page.getByRole('checkbox', { name, exact: true })
export const inventory = page.getByRole('heading', { name: 'Inventory' })
export const dialog = page.getByRole('alertdialog')
export const saveReason = (words: string | RegExp) =>
  expect.element(button('Save')).toHaveAccessibleDescription(words)

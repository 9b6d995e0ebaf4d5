// The wizard's page in a test, with its real stores and router; only main is played.
import { createPinia, setActivePinia } from 'pinia'
import { afterEach, expect } from 'vitest'
import { page, userEvent } from 'vitest/browser'
import { type App, createApp, h } from 'vue'
import { createMemoryHistory, createRouter, RouterView } from 'vue-router'
import type { Draft } from '../../../shared/contract/drafts.ts'
import { pageBridge } from '../page-bridge.ts'
import { makeToken } from '../token.ts'
import type { Template } from '../../../shared/tokens/templates.ts'
import { setBridge } from '../../../renderer/api.ts'
import ConfirmHost from '../../../renderer/components/base/ConfirmHost.vue'
import ToastHost from '../../../renderer/components/base/ToastHost.vue'
import { useToasts } from '../../../renderer/composables/useToasts.ts'
import { useAccountsStore } from '../../../renderer/stores/accounts.ts'
import { useDraftsStore } from '../../../renderer/stores/drafts.ts'
import '../../../renderer/styles/tokens.css'
import GeneratePage from '../../../renderer/pages/GeneratePage.vue'
import { account } from './account.ts'

export const place = { accountId: 'hub', organization: 'acme' }

export const draft = (change: Partial<Draft> = {}): Draft => ({
  step: 5,
  label: 'CI of web',
  description: '',
  expiryChoice: '90',
  expiryDate: '',
  noExpiryConfirmed: false,
  access: { readPublic: true, allRepositories: 'none', repositories: [], organizationScopes: [] },
  management: false,
  base: [],
  builtIn: null,
  replaces: null,
  ...change,
})

export const repository = (name: string) => ({
  name,
  isPrivate: name === 'api',
  description: '',
  lastUpdated: null,
})
export const many = (count: number): Draft['access']['repositories'] =>
  Array.from({ length: count }, (_, index) => ({ name: `service-${index}`, permission: 'pull' }))

/** The token that a duplicate is made of. */
export const original = {
  ...makeToken({
    ...{ id: 't9', label: 'CI deploy', description: 'Deploys', createdAt: '2026-01-01T10:00:00Z' },
    expiresAt: '2026-04-01T23:59:59Z',
  }),
  resources: [
    { type: 'TYPE_REPO', path: 'acme/web', scopes: ['scope-image-push', 'scope-from-the-future'] },
    { type: 'TYPE_MODEL', path: 'acme/model', scopes: ['scope-model-run'] },
    { type: 'TYPE_REPO', path: 'acme/gone', scopes: ['repo-pull'] },
  ],
}

interface Start {
  from?: string
  own?: readonly Template[]
  /** What main answers about the token that it starts from. */
  read?: () => unknown
}

let app: App | null = null

/** Takes the page away, as when the window is closed. */
export function closeWizard() {
  app?.unmount()
  app = null
  document.body.replaceChildren()
}

afterEach(async () => {
  const { toasts, dismissToast } = useToasts()
  for (const { id } of toasts.value) dismissToast(id)
  closeWizard()
  // Leaving the page saves the draft; main has to be there for it.
  await useDraftsStore().flush()
  setBridge(null)
})

/** Opens the wizard, with the draft that is found there; `from` as in its address, with the owner's own templates. */
export async function openWizard(
  found: Draft | null = null,
  { from, own = [], read = () => original }: Start = {},
) {
  let kept = found
  const inventory = {
    tokens: [makeToken({ id: 't0', label: 'Nightly build' })],
    unreadable: 0,
    slots: { used: 1, limit: 10 },
    syncedAt: '2026-01-01T00:00:00Z',
    offline: false,
    notSaved: null,
  }
  const main = pageBridge({
    'accounts.list': () => [account],
    'accounts.startDemo': () => account,
    'tokens.inventory': () => inventory,
    'tokens.refresh': () => inventory,
    'tokens.orphans': () => [],
    'tokens.create': ({ label, keep }: { label: string; keep: string }) => ({
      token: makeToken({ label, secretKept: keep === 'keychain' }),
      kept: keep === 'keychain',
    }),
    'drafts.read': () => ({ draft: kept, savedAt: kept && '2026-01-01T00:00:00Z' }),
    'drafts.save': ({ draft: saved }: { draft: Draft }) => void (kept = saved),
    'drafts.discard': () => void (kept = null),
    'templates.list': () => own,
    'templates.save': (content: object) => ({ ...content, id: 'new' }),
    'tokens.read': read,
    'repositories.search': ({ name }: { name: string }) => {
      const repositories = ['api', 'web', 'worker'].filter((one) => one.includes(name)).map(repository)
      return { total: repositories.length, repositories, more: false }
    },
  })
  setBridge(main.bridge)
  const pinia = createPinia()
  setActivePinia(pinia)
  await useAccountsStore().load()

  const stub = (name: string) => ({ render: () => h('h1', name) })
  const router = createRouter({
    history: createMemoryHistory(),
    routes: [
      { path: '/:accountId/:organization', name: 'inventory', component: stub('Inventory') },
      { path: '/:accountId/:organization/generate', name: 'generate', component: GeneratePage, props: true },
      { path: '/:accountId/:organization/:tokenId', name: 'secret', component: stub('Secret') },
    ],
  })
  await router.push({ name: 'inventory', params: place })
  await router.push({ name: 'generate', params: place, ...(from && { query: { from } }) })
  app = createApp({ render: () => [h(RouterView), h(ConfirmHost), h(ToastHost)] })
  app
    .use(pinia)
    .use(router)
    .mount(document.body.appendChild(document.createElement('div')))
  if (!found || !from) await expect.element(heading(found ? undefined : 'Label & description')).toBeVisible()
  return { ...main, router, draftKept: () => kept }
}

export const button = (name: string) => page.getByRole('button', { name, exact: true })
export const box = (name: string) => page.getByRole('checkbox', { name, exact: true })
export const label = page.getByRole('textbox', { name: 'Label' })
export const heading = (name?: string) =>
  page.getByRole('heading', { level: 2, name: name ?? /Step \d of 5/ }).first()
export const next = () => button('Next').click()
export const press = (keys: string) => userEvent.keyboard(keys)

/** Presses Tab until the focus is on an element of this role and name. */
export async function tabTo(role: 'button' | 'checkbox' | 'radio', name: string) {
  const target = page.getByRole(role, { name }).first()
  for (let pressed = 0; pressed < 40; pressed += 1) {
    if (target.query() === document.activeElement && document.activeElement !== null) return
    await userEvent.tab()
  }
  throw new Error(`Tab never reached the ${role} "${name}"`)
}

// The page of kept secrets with its real stores: what is listed, and what can be done with each.
import { createPinia, setActivePinia } from 'pinia'
import { afterEach, expect, it } from 'vitest'
import { page } from 'vitest/browser'
import { type App, createApp, h } from 'vue'
import { createMemoryHistory, createRouter, RouterView } from 'vue-router'
import type { KeptSecret } from '../../shared/contract/secrets.ts'
import { Failed } from '../../shared/errors.ts'
import { pageBridge } from '../../tests/support/page-bridge.ts'
import { makeToken } from '../../tests/support/token.ts'
import { setBridge } from '../api.ts'
import ConfirmHost from '../components/base/ConfirmHost.vue'
import ToastHost from '../components/base/ToastHost.vue'
import { useTokenTest } from '../composables/useTokenTest.ts'
import { useAppStore } from '../stores/app.ts'
import KeptPage from './KeptPage.vue'

const listed = (id: string, label: string, isActive = true): KeptSecret => ({
  organization: 'acme',
  tokenId: id,
  label,
  token: makeToken({ id, label, isActive, secretKept: true }),
  state: 'listed',
})
const lost = (id: string, label: string, state: 'gone' | 'unknown'): KeptSecret => ({
  organization: 'acme',
  tokenId: id,
  label,
  token: null,
  state,
})

let app: App | null = null

afterEach(() => {
  useTokenTest().close()
  app?.unmount()
  app = null
  setBridge(null)
  document.body.replaceChildren()
})

async function open(first: KeptSecret[], kept: () => unknown = () => first) {
  const main = pageBridge({
    'accounts.list': () => [],
    'app.changeSettings': () => {
      throw new Failed('presence.refused')
    },
    'secrets.kept': kept,
    'secrets.copy': () => ({ clearsAt: new Date(Date.now() + 60_000).toISOString() }),
    'secrets.forget': () => undefined,
    'secrets.test': () => new Promise(() => undefined),
    'tokens.refresh': () => ({ tokens: [] }),
  })
  setBridge(main.bridge)
  const pinia = createPinia()
  setActivePinia(pinia)
  const router = createRouter({
    history: createMemoryHistory(),
    routes: [
      { path: '/a/:accountId/secrets', name: 'secrets', component: KeptPage, props: true },
      {
        path: '/a/:accountId/:organization/:tokenId',
        name: 'secret',
        component: { render: () => h('h1', 'Secret') },
      },
    ],
  })
  await router.push('/a/hub/secrets')
  app = createApp({ render: () => [h(RouterView), h(ConfirmHost), h(ToastHost)] })
  app
    .use(pinia)
    .use(router)
    .mount(document.body.appendChild(document.createElement('div')))
  return { ...main, router }
}

const button = (name: string) => page.getByRole('button', { name, exact: true })
const row = (name: string) => page.getByRole('row').filter({ hasText: name })

it('lists what is kept with its status; of a secret whose token is gone only forgetting is offered', async () => {
  await open([
    listed('t1', 'CI'),
    listed('t2', 'Old', false),
    lost('t3', 'Deleted', 'gone'),
    lost('t4', '', 'unknown'),
  ])
  await expect.element(row('CI')).toHaveTextContent('Active')
  await expect.element(row('Old')).toHaveTextContent('Inactive')
  await expect.element(row('Deleted')).toHaveTextContent('Its token is gone')
  await expect.element(row('t4')).toHaveTextContent('Not known now')
  await expect.element(page.getByText('Its secret stays here until you forget it')).toBeVisible()
  for (const name of ['Copy Deleted', 'Show Deleted', 'Test Deleted'])
    await expect.element(button(name)).not.toBeInTheDocument()
  await expect.element(button('Forget Deleted')).toBeVisible()
})

it('asks the server, so that what is gone is known', async () => {
  const { inputsOf } = await open([listed('t1', 'CI')])
  await expect.poll(() => inputsOf('tokens.refresh')).toEqual([{ accountId: 'hub', organization: 'acme' }])
  await expect.poll(() => inputsOf('secrets.kept').length).toBe(2)
})

it('copies through main, tests, and shows on the secret screen', async () => {
  const { inputsOf, answers, router } = await open([listed('t1', 'CI')])
  const ref = { accountId: 'hub', organization: 'acme', tokenId: 't1' }
  await button('Copy CI').click()
  await expect.element(page.getByText(/The clipboard is cleared in/)).toBeVisible()
  expect(inputsOf('secrets.copy')).toEqual([ref])
  answers['secrets.copy'] = () => {
    throw new Failed('secret.missing')
  }
  await button('Copy CI').click()
  await expect.element(page.getByRole('alert')).toHaveTextContent('The secret is not on this computer')

  await button('Test CI').click()
  expect(inputsOf('secrets.test')).toEqual([{ ...ref, repositories: [] }])
  await button('Show CI').click()
  await expect.poll(() => router.currentRoute.value.name).toBe('secret')
})

it('forgets after a question, and says what stays; a keychain that refuses changes nothing', async () => {
  let entries = [listed('t1', 'CI'), lost('t3', 'Deleted', 'gone')]
  const main = await open(entries, () => entries)
  await button('Forget CI').click()
  const question = page.getByRole('alertdialog')
  await expect.element(question).toHaveTextContent('The token itself stays')
  await button('Cancel').click()
  expect(main.inputsOf('secrets.forget')).toEqual([])

  await button('Forget Deleted').click()
  await expect.element(question).toHaveTextContent('Its token is gone')
  main.answers['secrets.forget'] = () => {
    throw new Failed('keychain.locked')
  }
  await button('Forget it').click()
  await expect.element(page.getByText(/The keychain is locked/)).toBeVisible()
  await expect.element(row('Deleted')).toBeVisible()

  main.answers['secrets.forget'] = () => undefined
  await button('Forget Deleted').click()
  await button('Forget it').click()
  await expect.element(page.getByText('The secret of “Deleted” is forgotten')).toBeVisible()
  entries = [listed('t1', 'CI')]
  main.announce('secrets.keptChanged', {})
  await expect.element(row('Deleted')).not.toBeInTheDocument()
  await expect.element(row('CI')).toBeVisible()
})

it('says how a secret comes here when there is none, and what is wrong when it cannot be read', async () => {
  await open([])
  await expect.element(page.getByRole('heading', { name: 'No secret is kept here' })).toBeVisible()
})

it('says what is wrong when the list cannot be read', async () => {
  await open([], () => {
    throw new Failed('input.invalid')
  })
  await expect.element(page.getByRole('alert')).toHaveTextContent('Something in the form is not right')
})

it('offers Touch ID only where it is to be had, and stays as it was when it was refused', async () => {
  await open([listed('t1', 'Pipeline')])
  const asks = page.getByRole('checkbox', { name: 'Ask for Touch ID before showing a kept secret' })
  await expect.element(page.getByText('Pipeline')).toBeVisible()
  await expect.element(asks).not.toBeInTheDocument()
  const about = {
    version: '1',
    electron: '1',
    chromium: '1',
    system: 'darwin',
    platform: 'darwin',
    dataFolder: '/data',
    notices: [],
    administration: { state: 'none' as const },
  }
  useAppStore().information = { ...about, presence: 'touchId' }
  await expect.element(asks).toBeChecked()
  await asks.click()
  await expect.element(page.getByText('Touch ID did not confirm that it is you')).toBeVisible()
  await expect.element(asks).toBeChecked()
})

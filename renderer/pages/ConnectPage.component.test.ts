// Where to connect, on a computer whose administrator names the servers.
import { createPinia, setActivePinia } from 'pinia'
import { afterEach, expect, it } from 'vitest'
import { page } from 'vitest/browser'
import { type App, createApp } from 'vue'
import { createMemoryHistory, createRouter } from 'vue-router'
import { Failed } from '../../shared/errors.ts'
import { noPolicy } from '../../shared/tokens/policy.ts'
import { pageBridge } from '../../tests/support/page-bridge.ts'
import { setBridge } from '../api.ts'
import { useAppStore } from '../stores/app.ts'
import ConnectPage from './ConnectPage.vue'

let app: App | null = null
afterEach(() => {
  app?.unmount()
  app = null
  setBridge(null)
  document.body.replaceChildren()
})

async function open(servers: string[] | null) {
  const main = pageBridge({
    'accounts.signIn': () => {
      throw new Failed('administrator.server', { detail: 'Allowed: https://hub.example.com' })
    },
  })
  setBridge(main.bridge)
  setActivePinia(createPinia())
  const holds = {
    state: 'holds' as const,
    file: '/etc/granary/policy.json',
    policy: noPolicy,
    updates: true,
    contact: null,
  }
  const about = {
    version: '1',
    electron: '1',
    chromium: '1',
    system: 'linux',
    platform: 'linux',
    dataFolder: '/d',
    notices: [],
    presence: null,
  }
  useAppStore().information = { ...about, administration: { ...holds, servers } }
  const router = createRouter({
    history: createMemoryHistory(),
    routes: [{ path: '/', component: ConnectPage }],
  })
  app = createApp(ConnectPage).use(router)
  app.mount(document.body.appendChild(document.createElement('div')))
  await router.isReady()
  return main
}

it('says which servers are allowed, and of another one that it is not', async () => {
  await open(['https://hub.example.com', 'https://hub.docker.com'])
  await expect
    .element(page.getByText('The administrator of this computer allows these servers'))
    .toHaveTextContent('hub.example.com, hub.docker.com.')
  await page.getByRole('button', { name: 'Another server' }).click()
  await page.getByLabelText('Server address').first().fill('https://elsewhere.example')
  await page.getByLabelText('User name').fill('mona')
  await page.getByLabelText('Password or personal access token').fill('typed')
  await page.getByRole('button', { name: 'Sign in', exact: true }).click()
  await expect.element(page.getByText('Your administrator does not allow this server')).toBeVisible()
  await expect.element(page.getByLabelText('User name')).toHaveValue('mona')
})

it('says nothing of it where any is', async () => {
  await open(null)
  await expect.element(page.getByRole('button', { name: 'Docker Hub' })).toBeVisible()
  await expect.element(page.getByText('The administrator')).not.toBeInTheDocument()
})

// The settings with their real stores: saved at once, undone, and what could not be saved is said where it was changed.
import { createPinia, setActivePinia } from 'pinia'
import { afterEach, expect, it } from 'vitest'
import { page } from 'vitest/browser'
import { type App, createApp, h } from 'vue'
import { createMemoryHistory, createRouter, RouterView } from 'vue-router'
import { Failed } from '../../shared/errors.ts'
import { type Settings, defaultSettings } from '../../shared/settings.ts'
import { account } from '../../tests/support/page/account.ts'
import { pageBridge } from '../../tests/support/page-bridge.ts'
import { setBridge } from '../api.ts'
import ToastHost from '../components/base/ToastHost.vue'
import { useAccountsStore } from '../stores/accounts.ts'
import { useAppStore } from '../stores/app.ts'
import { useOrganizationsStore } from '../stores/organizations.ts'
import SettingsPage from './SettingsPage.vue'

let app: App | null = null
afterEach(() => {
  app?.unmount()
  app = null
  setBridge(null)
  document.body.replaceChildren()
})

const organization = (name: string, blocked: 'notOwner' | null = null) => ({
  ...{ accountId: 'hub', name, fullName: name, plan: 'team' as const, role: 'owner' },
  ...{ blocked, slots: null },
})

async function open(change: Partial<Settings> = {}) {
  let settings: Settings = { ...defaultSettings, ...change }
  const main = pageBridge({
    'accounts.list': () => [account],
    'app.settings': () => settings,
    'app.information': () => ({
      ...{ version: '1', electron: '1', platform: 'linux', dataFolder: '/data', notices: [] },
      presence: null,
    }),
    'app.changeSettings': (part: Partial<Settings>) => {
      settings = { ...settings, ...part }
      main.announce('app.settingsChanged', settings)
      return settings
    },
    'tokens.inventory': () => ({
      tokens: [],
      unreadable: 0,
      slots: null,
      syncedAt: null,
      offline: false,
      notSaved: null,
    }),
    'notifications.support': () => ({ notifications: true }),
    'notifications.showTest': () => ({ notifications: false }),
    'organizations.list': () => [
      organization('acme'),
      organization('other'),
      organization('not-mine', 'notOwner'),
    ],
    'organizations.refresh': () => [
      organization('acme'),
      organization('other'),
      organization('not-mine', 'notOwner'),
    ],
  })
  setBridge(main.bridge)
  setActivePinia(createPinia())
  await useAppStore().load()
  await useAccountsStore().load()
  await useOrganizationsStore().open('hub')
  const router = createRouter({
    history: createMemoryHistory(),
    routes: [
      { path: '/', name: 'home', component: { render: () => h('p', 'home') } },
      { path: '/settings', name: 'settings', component: SettingsPage },
    ],
  })
  await router.push('/settings')
  app = createApp({ render: () => [h(RouterView), h(ToastHost)] })
  app.use(router)
  app.mount(document.body.appendChild(document.createElement('div')))
  return { ...main, saved: () => main.inputsOf('app.changeSettings') }
}

const tick = (name: string) => page.getByRole('checkbox', { name, exact: true })

it('saves each change at once, and undoes the last', async () => {
  const { saved } = await open()
  await tick('14 days').click()
  await expect.element(page.getByText('Saved', { exact: true })).toBeVisible()
  await tick('30 days').click()
  expect(saved()).toEqual([{ notifyDays: [30, 14, 7, 1] }, { notifyDays: [14, 7, 1] }])
  await page.getByRole('button', { name: 'Undo' }).click()
  await expect.element(page.getByText('Undone', { exact: true })).toBeVisible()
  await expect.element(tick('30 days')).toBeChecked()
  await expect.element(page.getByRole('button', { name: 'Undo' })).not.toBeInTheDocument()
  expect(saved().at(-1)).toEqual({ notifyDays: [30, 14, 7, 1] })
})

it('says beside a setting that it was not saved, and shows what holds', async () => {
  const { answers } = await open()
  answers['app.changeSettings'] = () => {
    throw new Failed('disk.full')
  }
  await tick('Hide names').click()
  const notifications = page.getByRole('region', { name: 'Notifications' })
  await expect.element(notifications.getByText('This was not saved; it is as it was before.')).toBeVisible()
  await expect.element(tick('Hide names')).not.toBeChecked()
  await expect.element(page.getByText('Saved', { exact: true })).not.toBeInTheDocument()
})

it('keeps what is typed of quiet hours, and saves no time that makes no sense', async () => {
  const { saved } = await open({ quietHours: { from: '22:00', to: '07:00' } })
  await page.getByLabelText('Until').fill('22:00')
  await expect.element(page.getByText('Choose two different times', { exact: false })).toBeVisible()
  await tick('Hide names').click()
  await expect.element(page.getByLabelText('Until')).toHaveValue('22:00')
  await page.getByLabelText('Until').fill('06:15')
  await tick('Hide names').click()
  expect(saved()).toContainEqual({ quietHours: { from: '22:00', to: '06:15' } })
  expect(saved()).not.toContainEqual({ quietHours: { from: '22:00', to: '22:00' } })
  await tick('Quiet hours').click()
  expect(saved().at(-1)).toEqual({ quietHours: null })
})

it('leaves organizations out one by one; only those that can be managed are there', async () => {
  const { saved } = await open()
  await expect.element(tick('acme')).toBeChecked()
  await expect.element(tick('not-mine')).not.toBeInTheDocument()
  await tick('acme').click()
  expect(saved().at(-1)).toEqual({ mutedOrganizations: ['hub/acme'] })
  await tick('acme').click()
  expect(saved().at(-1)).toEqual({ mutedOrganizations: [] })
})

it('without its icon in the tray Granary does not go on there', async () => {
  const { saved } = await open({ tray: true, keepRunning: true })
  await tick('Show Granary in the tray').click()
  expect(saved().at(-1)).toEqual({ tray: false, keepRunning: false })
  await expect.element(tick('Keep running in the tray when the window is closed')).toBeDisabled()
})

it('says that the system refused the test notification, and leaves by “Done”', async () => {
  const { inputsOf } = await open()
  const refusal = page.getByText('This computer shows no notifications')
  await expect.element(refusal).not.toBeInTheDocument()
  await page.getByRole('button', { name: 'Show a test notification' }).click()
  await expect.element(refusal).toBeVisible()
  expect(inputsOf('notifications.showTest')).toHaveLength(1)
  await page.getByRole('button', { name: 'Done' }).click()
  await expect.element(page.getByText('home')).toBeVisible()
})

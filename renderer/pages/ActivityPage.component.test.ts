// The activity page with its real stores: what it says where there is nothing, no right, or a server that does not tell,
// and that a long log is read on as one scrolls.
import { createPinia, setActivePinia } from 'pinia'
import { afterEach, expect, it } from 'vitest'
import { page, userEvent } from 'vitest/browser'
import { type App, createApp, h } from 'vue'
import { createMemoryHistory, createRouter, RouterView } from 'vue-router'
import type { AuditEvent, LogPage, UsePage } from '../../shared/contract/activity.ts'
import { Failed } from '../../shared/errors.ts'
import { pageBridge } from '../../tests/support/page-bridge.ts'
import { account } from '../../tests/support/page/account.ts'
import '../styles/base.css'
import { setBridge } from '../api.ts'
import { useAccountsStore } from '../stores/accounts.ts'
import { useOrganizationsStore } from '../stores/organizations.ts'
import ActivityPage from './ActivityPage.vue'

const event = (index: number): AuditEvent => ({
  ...{ action: 'org.access_token.create', name: `token ${index}`, actor: 'anna', description: '', facts: [] },
  at: new Date(Date.parse('2026-06-01T00:00:00Z') - index * 3_600_000).toISOString(),
  token: { id: `t${index}`, isActive: true, expiresAt: null, resources: null },
})
const size = 50
/** A log of so many events; the cursor's `before` is where a page begins. */
const logOf =
  (total: number) =>
  ({ cursor }: { cursor: { before: string } | null }): LogPage => {
    const start = Number(cursor?.before ?? 0)
    const events = Array.from({ length: Math.min(size, total - start) }, (_, index) => event(start + index))
    const next = start + size < total ? { before: String(start + size), seen: [] } : null
    return { events, next, reached: events.at(-1)?.at ?? null, readAt: event(0).at, offline: false }
  }
const untold: UsePage = {
  ...{ told: false, uses: [], next: null, reached: null, readAt: event(0).at, offline: false },
}
const organization = {
  ...{ accountId: account.id, name: 'acme', fullName: '', plan: 'business', role: 'owner' },
  ...{ blocked: null, slots: null },
}

let app: App | null = null
afterEach(() => {
  app?.unmount()
  app = null
  setBridge(null)
  document.body.replaceChildren()
})

async function open(log: (input: never) => unknown, query = '') {
  const main = pageBridge({
    'accounts.list': () => [account],
    'organizations.list': () => [organization, { ...organization, name: 'umbra' }],
    'organizations.refresh': () => [organization, { ...organization, name: 'umbra' }],
    'tokens.inventory': () => ({
      ...{ tokens: [], unreadable: 0, slots: null, syncedAt: null, offline: false, notSaved: null },
    }),
    'activity.log': log,
    'activity.use': () => untold,
    'activity.learn': () => undefined,
    'activity.unusual': () => [],
  })
  setBridge(main.bridge)
  setActivePinia(createPinia())
  await useAccountsStore().load()
  await useOrganizationsStore().open(account.id)
  const router = createRouter({
    history: createMemoryHistory(),
    routes: [
      { path: '/activity', name: 'activity', component: ActivityPage },
      { path: '/token/:accountId/:organization/:tokenId', name: 'token', component: { render: () => null } },
    ],
  })
  await router.push(`/activity${query}`)
  const root = document.createElement('div')
  root.style.height = '600px'
  document.body.append(root)
  app = createApp({ render: () => h(RouterView, { style: 'height: 600px' }) })
  app.use(router)
  app.mount(root)
  return { ...main, router }
}

const scroller = () => document.querySelector<HTMLElement>('.scroller')!

it('reads on while one scrolls, asking for each page once', async () => {
  const { inputsOf } = await open(logOf(180))
  await expect.element(page.getByText('token 0', { exact: true })).toBeVisible()
  const asked = () => inputsOf('activity.log').length
  for (let page_ = 0; page_ < 12; page_++) {
    scroller().scrollTop = scroller().scrollHeight
    await expect.poll(() => asked()).toBeGreaterThanOrEqual(Math.min(4, page_ + 1))
  }
  await expect.element(page.getByText('token 179', { exact: true })).toBeVisible()
  expect(asked()).toBe(4)
})

it('says that a server does not tell the use of tokens', async () => {
  await open(logOf(1))
  await page.getByRole('tab', { name: 'Use' }).click()
  await expect
    .element(page.getByRole('heading', { name: 'This server does not tell the use of tokens' }))
    .toBeVisible()
})

it('says which right is missing', async () => {
  await open(() => {
    throw new Failed('organization.notOwner')
  })
  await expect.element(page.getByText(/^Owners of the organization may/)).toBeVisible()
})

it('keeps what was read when more cannot be read, and goes on when asked', async () => {
  const whole = logOf(180)
  const main = await open(whole)
  await expect.element(page.getByText('token 0', { exact: true })).toBeVisible()
  main.answers['activity.log'] = () => {
    throw new Failed('server.unreachable')
  }
  scroller().scrollTop = scroller().scrollHeight
  await expect.element(page.getByText(/What was read before is kept/)).toBeVisible()
  main.answers['activity.log'] = whole as (input: never) => unknown
  await page.getByRole('button', { name: 'Try again' }).last().click()
  await expect.poll(() => main.inputsOf('activity.log').length).toBeGreaterThan(2)
  scroller().scrollTop = 60 * 40
  await expect.element(page.getByText('token 60', { exact: true })).toBeVisible()
})

it('does not look through a whole log unasked for what is rare', async () => {
  const empty = ({ cursor }: { cursor: { before: string } | null }): LogPage => ({
    ...{ events: [], reached: event(9).at, readAt: event(0).at, offline: false },
    next: { before: String(Number(cursor?.before ?? 0) + 1), seen: [] },
  })
  const { inputsOf } = await open(empty, '?what=deactivated')
  await expect.element(page.getByRole('button', { name: 'Look further back' })).toBeVisible()
  expect(inputsOf('activity.log').length).toBeLessThan(6)
})

it('asks main what its filters say, and has them in its address', async () => {
  const { inputsOf, router } = await open(logOf(3))
  await page.getByRole('combobox', { name: 'What happened' }).selectOptions('Deleted')
  await page.getByRole('combobox', { name: 'By whom' }).fill('anna')
  await userEvent.keyboard('{Enter}')
  await expect
    .poll(() => inputsOf('activity.log').at(-1))
    .toMatchObject({ organization: 'acme', filter: { what: 'deleted', actor: 'anna' }, cursor: null })
  expect(router.currentRoute.value.query).toMatchObject({ what: 'deleted', actor: 'anna' })
})

const search = () => page.getByRole('searchbox', { name: 'Search what is loaded' })

it('finds what is on pages that were scrolled past long ago', async () => {
  const { inputsOf } = await open(logOf(30 * size))
  await expect.element(page.getByText('token 0', { exact: true })).toBeVisible()
  for (let pages = 2; pages <= 30; pages++) {
    scroller().scrollTop = scroller().scrollHeight
    await expect.poll(() => inputsOf('activity.log').length).toBeGreaterThanOrEqual(pages)
  }
  await expect.element(page.getByText(/^1,?500 events loaded$/)).toBeInTheDocument()
  await search().fill('token 123')
  // 123, 1123, and 1230 to 1239.
  await expect.element(page.getByText('12 of 1,500 loaded events match.')).toBeVisible()
  await expect.element(page.getByText('token 123', { exact: true })).toBeVisible()
  await expect.element(page.getByText('token 1239', { exact: true })).toBeVisible()
})

it('keeps what is searched for while filters change, and not in another organization', async () => {
  const { router, inputsOf } = await open(logOf(60))
  await expect.element(page.getByText('token 0', { exact: true })).toBeVisible()
  await search().fill('token 11')
  await page.getByRole('combobox', { name: 'What happened' }).selectOptions('Created')
  await expect
    .poll(() => inputsOf('activity.log').at(-1))
    .toMatchObject({ filter: { what: 'created' }, cursor: { before: '50' } })
  await expect.element(search()).toHaveValue('token 11')
  await expect.element(page.getByText('1 of 60 loaded events match.')).toBeVisible()
  await page.getByRole('button', { name: 'Clear filters' }).click()
  await expect.element(search()).toHaveValue('')
  await search().fill('token 11')
  await router.push('/activity?organization=umbra&account=hub')
  await expect.element(search()).toHaveValue('')
})

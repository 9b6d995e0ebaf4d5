// The page of insights with its real stores and router; only main is played by the test.
import { createPinia, setActivePinia } from 'pinia'
import { afterEach, expect, it } from 'vitest'
import { page } from 'vitest/browser'
import { type App, createApp, h } from 'vue'
import { createMemoryHistory, createRouter, RouterView } from 'vue-router'
import type { Acceptance } from '../../shared/contract/insights.ts'
import type { Token } from '../../shared/contract/tokens.ts'
import { Failed } from '../../shared/errors.ts'
import { defaultSettings } from '../../shared/settings.ts'
import { pageBridge } from '../../tests/support/page-bridge.ts'
import { account } from '../../tests/support/page/account.ts'
import { makeToken } from '../../tests/support/token.ts'
import { setBridge } from '../api.ts'
import ConfirmHost from '../components/base/ConfirmHost.vue'
import ToastHost from '../components/base/ToastHost.vue'
import RetireHost from '../components/inventory/RetireHost.vue'
import { useExport } from '../composables/useExport.ts'
import { useToasts } from '../composables/useToasts.ts'
import { useAppStore } from '../stores/app.ts'
import { useAccountsStore } from '../stores/accounts.ts'
import { useOrganizationsStore } from '../stores/organizations.ts'
import '../styles/tokens.css'
import InsightsPage from './InsightsPage.vue'

const ago = (days: number) => new Date(Date.now() - days * 86_400_000).toISOString()
const token = (id: string, label: string, change: Partial<Token> = {}) =>
  makeToken({
    ...{ id, label, createdAt: ago(50), expiresAt: ago(-200), lastUsedAt: ago(1) },
    resources: [{ type: 'TYPE_REPO', path: 'acme/web', scopes: ['scope-image-push'] }],
    ...change,
  })

let app: App | null = null

afterEach(() => {
  const { toasts, dismissToast } = useToasts()
  for (const { id } of toasts.value) dismissToast(id)
  app?.unmount()
  app = null
  setBridge(null)
  document.body.replaceChildren()
})

/** Opens the page about `acme` with these tokens; `server.tokens` are those that main has. */
async function open(tokens: Token[], { offline = false, accepted = [] as Acceptance[] } = {}) {
  const server = { tokens, accepted }
  const inventory = () => ({
    ...{ tokens: server.tokens, unreadable: 0, slots: { used: server.tokens.length, limit: 10 } },
    ...{ syncedAt: ago(0), offline, notSaved: null },
  })
  const people = { members: [{ username: 'anna', role: 'owner' }], unreadable: 0, readAt: ago(0), offline }
  const organization = {
    ...{ accountId: 'hub', name: 'acme', fullName: 'Acme', plan: 'team', role: 'owner' },
    ...{ blocked: null, slots: null },
  }
  const main = pageBridge({
    'accounts.list': () => [account],
    'organizations.list': () => [organization],
    'organizations.refresh': () => [organization],
    'tokens.inventory': inventory,
    'tokens.refresh': inventory,
    'tokens.orphans': () => [],
    'tokens.delete': () => ({ keychain: 'nothing' }),
    'members.list': () => people,
    'activity.unusual': () => [],
    'insights.accepted': () => server.accepted,
    'insights.accept': (about: Omit<Acceptance, 'acceptedAt'>) => {
      server.accepted = [...server.accepted, { ...about, acceptedAt: ago(0) }]
    },
    'insights.takeBack': () => void (server.accepted = []),
    'app.changeSettings': (change: object) => ({ ...defaultSettings, ...change }),
    'sync.start': () => undefined,
  })
  setBridge(main.bridge)
  const pinia = createPinia()
  setActivePinia(pinia)
  await useAccountsStore().load()
  await useOrganizationsStore().open('hub')
  const named = (name: string) => ({ render: () => h('h1', name) })
  const at = '/a/:accountId/:organization/:tokenId'
  const router = createRouter({
    history: createMemoryHistory(),
    routes: [
      { path: '/insights', name: 'insights', component: InsightsPage },
      { path: '/all', name: 'all', component: named('All tokens') },
      { path: '/activity', name: 'activity', component: named('Activity') },
      { path: at, name: 'token', component: named('Details') },
      { path: `${at}/rotate`, name: 'rotate', component: named('Rotate') },
      { path: `${at}/edit`, name: 'edit', component: named('Edit') },
    ],
  })
  await router.push('/insights')
  app = createApp({ render: () => [h(RouterView), h(ConfirmHost), h(RetireHost), h(ToastHost)] })
  app
    .use(pinia)
    .use(router)
    .mount(document.body.appendChild(document.createElement('div')))
  await expect.element(page.getByRole('heading', { name: 'Insights', level: 1 })).toBeVisible()
  return { ...main, server, router }
}

const button = (name: string) => page.getByRole('button', { name, exact: true })
const group = (name: string) => page.getByRole('region', { name })
const changed = { accountId: 'hub', organization: 'acme' }

it('says that nothing is wrong, and what was looked at', async () => {
  await open([token('t1', 'CI')])
  await expect.element(page.getByRole('heading', { name: 'Nothing to worry about' })).toBeVisible()
  await expect.element(page.getByText(/looked at, for 1 token of acme/)).toBeVisible()
})

it('groups what it finds, filters by severity in the address, and leads to the act that fixes it', async () => {
  const main = await open([
    token('t1', 'Nightly', { expiresAt: ago(-3) }),
    token('t2', 'Old build', { resources: [{ type: 'TYPE_REPO', path: 'acme/*', scopes: ['repo-push'] }] }),
    token('t3', 'Forgotten', { lastUsedAt: ago(120) }),
    token('t4', 'Theirs', { createdBy: 'zoe', previouslyUsedAt: ago(150), quietUntil: ago(2) }),
  ])
  await expect.element(group('Expiring soon')).toHaveTextContent('Expires in 3 days')
  await expect.element(group('Not used for a long time')).toHaveTextContent('Last used 4 months ago')
  await expect.element(group('Made by someone who is not an owner')).toHaveTextContent('Made by zoe')
  await expect.element(group('Used again after a long silence')).toHaveTextContent('after at least 148 days')

  await page.getByRole('button', { name: 'Worth a look' }).click()
  await expect.element(group('Expiring soon')).not.toBeInTheDocument()
  expect(main.router.currentRoute.value.query).toEqual({ severity: 'notable' })
  await button('Edit Old build').click()
  await expect.element(page.getByRole('heading', { name: 'Edit' })).toBeVisible()
  main.router.back()
  await expect.element(group('Can push to all repositories')).toBeVisible()
  main.router.back()
  await button('See its use Theirs').click()
  await expect.poll(() => main.router.currentRoute.value.query['token']).toBe('t4')
  main.router.back()
  await button('Rotate Nightly').click()
  await expect.element(page.getByRole('heading', { name: 'Rotate' })).toBeVisible()
})

it('deletes several expired tokens with one question, and one with its own', async () => {
  const expired = [1, 2].map((n) => token(`t${n}`, `Old ${n}`, { expiresAt: ago(n) }))
  const main = await open([...expired, token('t3', 'Unused', { lastUsedAt: null })])
  await button('Delete 2 expired tokens').click()
  await page.getByRole('alertdialog').getByRole('button', { name: 'Delete' }).click()
  await expect.element(page.getByRole('alertdialog')).toHaveTextContent('All deleted')
  expect(main.inputsOf('tokens.delete')).toMatchObject([{ tokenId: 't2' }, { tokenId: 't1' }])
  main.server.tokens = main.server.tokens.slice(2)
  main.announce('tokens.changed', changed)
  await button('Done').click()
  await expect.element(group('Expired, and still taking a slot')).not.toBeInTheDocument()

  await button('Delete Unused').click()
  await expect.element(page.getByRole('alertdialog')).toHaveTextContent('Delete “Unused”?')
  await page.getByRole('alertdialog').getByRole('button', { name: 'Delete' }).click()
  await expect.poll(() => main.inputsOf('tokens.delete').length).toBe(3)
})

it('leaves out what was accepted until something about it changes, and can be told again', async () => {
  const unused = token('t1', 'Forgotten', { lastUsedAt: ago(120) })
  const main = await open([unused])
  await button('This is fine: Forgotten').click()
  expect(main.inputsOf('insights.accept')).toEqual([
    { ...changed, tokenId: 't1', kind: 'unused', mark: unused.lastUsedAt },
  ])
  main.announce('insights.acceptedChanged', {})
  await expect.element(page.getByRole('heading', { name: 'Nothing to worry about' })).toBeVisible()
  await page.getByText('Accepted', { exact: true }).click()
  await expect.element(page.getByText('Accepted just now')).toBeVisible()

  // It was used again, and is forgotten once more.
  main.server.tokens = [{ ...unused, lastUsedAt: ago(100) }]
  main.announce('tokens.changed', changed)
  await expect.element(group('Not used for a long time')).toBeVisible()
  main.server.tokens = [unused]
  main.announce('tokens.changed', changed)
  await page.getByText('Accepted', { exact: true }).click()
  await button('Tell me again about Forgotten').click()
  main.announce('insights.acceptedChanged', {})
  await expect.element(group('Not used for a long time')).toBeVisible()
})

it('opens exactly the month of a bar', async () => {
  const main = await open([token('t1', 'CI', { expiresAt: ago(-40) })])
  const month = ago(-40).slice(0, 7)
  await page
    .getByRole('figure', { name: 'When tokens end' })
    .getByRole('link', { name: /: 1 token/ })
    .click()
  expect(main.router.currentRoute.value.query).toMatchObject({ status: 'active', endsIn: month })
})

it('offers the tokens that it tells of for an export, each once, and all of them', async () => {
  await open([
    token('t1', 'CI'),
    token('t2', 'Forgotten', { lastUsedAt: ago(120), expiresAt: null }),
    token('t3', 'Lost', { goneAt: ago(1) }),
  ])
  await button('Export…').click()
  const { state, close } = useExport()
  const offer = state.value.is === 'asking' ? state.value.offer : null
  close()
  expect(offer?.title).toBe('Insights about acme')
  expect(offer?.choices.map(({ label }) => label)).toEqual(['The 1 token on show', 'All 2 tokens'])
  expect(offer?.choices[0].filters).toEqual(['Told of in the insights'])
})

it('says so when an acceptance could not be kept, and goes on telling', async () => {
  const main = await open([token('t1', 'Forgotten', { lastUsedAt: ago(120) })])
  main.answers['insights.accept'] = () => {
    throw new Failed('disk.full')
  }
  await button('This is fine: Forgotten').click()
  await expect.element(page.getByText(/The disk is full/)).toBeVisible()
  await expect.element(group('Not used for a long time')).toBeVisible()
})

it('reads offline in full, with the acts refused and why', async () => {
  await open([token('t1', 'Nightly', { expiresAt: ago(-3) })], { offline: true })
  await expect.element(page.getByText('Offline', { exact: true })).toBeVisible()
  await expect
    .element(button('Rotate Nightly'))
    .toHaveAccessibleDescription('Not while offline: it changes the server')
  await expect.element(button('This is fine: Nightly')).toBeEnabled()
})

it('shows each chart as a table too', async () => {
  await open([token('t1', 'CI'), token('t2', 'Pull', { expiresAt: null })])
  await expect
    .element(page.getByRole('figure', { name: 'When tokens end' }))
    .toHaveTextContent('1 never expires')
  await button('Show as table: Last use').click()
  await expect.element(page.getByRole('row', { name: 'In the last 7 days 2' })).toBeVisible()
  await button('Show as bars: Last use').click()
  await expect.element(page.getByRole('table')).not.toBeInTheDocument()
})

it('saves a policy that is one, says what is outside of it, and lists that afterwards', async () => {
  const main = await open([token('t1', 'CI'), token('t2', 'Pull', { expiresAt: null })])
  await button('Policy').click()
  await page.getByLabelText('Every token has an expiration date').click()
  await expect.element(page.getByText(/^1 of your 2 active tokens is outside of it/)).toBeVisible()
  await page.getByLabelText('Limit how long a token may live').click()
  const days = page.getByRole('textbox', { name: 'Longest lifetime in days' })
  await days.fill('soon')
  await expect.element(page.getByText('Enter a whole number of days from 1 to 3650.')).toBeVisible()
  await expect.element(button('Save policy')).toHaveAccessibleDescription('The number of days is not right.')
  await days.fill('30')
  await expect.element(page.getByText(/^2 of your 2 active tokens are outside of it/)).toBeVisible()
  await button('Save policy').click()
  const policy = { longestDays: 30, noNeverExpiring: true, noPushToAll: false }
  expect(main.inputsOf('app.changeSettings')).toEqual([{ policy }])
  await expect.element(group('Outside your policy')).toHaveTextContent('Never expires')
  await expect.element(group('Outside your policy')).toHaveTextContent('Lives longer than 30 days')
})

it('leaves nothing behind in the history once the policy is closed', async () => {
  const { router } = await open([token('t1', 'CI')])
  await router.push('/insights?severity=notable')
  await button('Policy').click()
  await expect.poll(() => router.currentRoute.value.query['policy']).toBe('edit')
  await button('Cancel').click()
  await expect.poll(() => router.currentRoute.value.query).toEqual({ severity: 'notable' })
  router.back()
  await expect.poll(() => router.currentRoute.value.fullPath).toBe('/insights')
  await expect.element(page.getByRole('dialog')).not.toBeInTheDocument()

  // Come to by its address, it leaves what it was opened over.
  await router.push('/insights?policy=edit')
  await button('Cancel').click()
  await expect.poll(() => router.currentRoute.value.fullPath).toBe('/insights')
})

it('takes the administrator’s rules as given: stricter is the owner’s choice, looser is not', async () => {
  const main = await open([token('t1', 'CI'), token('t2', 'Pull', { expiresAt: null })])
  const app = useAppStore()
  const policy = { longestDays: 60, noNeverExpiring: false, noPushToAll: true }
  const holds = {
    state: 'holds' as const,
    file: '/etc/granary/policy.json',
    servers: null,
    updates: true,
    contact: 'IT',
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
  app.information = { ...about, administration: { ...holds, policy } }
  await expect
    .element(page.getByText('Your administrator: at most 60 days, no push to all repositories.'))
    .toBeVisible()
  await expect.element(group('Outside your policy')).toHaveTextContent('Never expires')
  await button('Policy').click()
  for (const label of ['Limit how long a token may live', 'No token pushes to all repositories']) {
    await expect.element(page.getByLabelText(label)).toBeChecked()
    await expect.element(page.getByLabelText(label)).toBeDisabled()
    await expect
      .element(page.getByLabelText(label))
      .toHaveAccessibleDescription(/Your administrator decides this/)
  }
  await expect.element(page.getByText('Whom to ask: IT.')).toBeVisible()
  const days = page.getByRole('textbox', { name: 'Longest lifetime in days' })
  await expect.element(days).toHaveValue('60')
  await days.fill('61')
  await expect
    .element(page.getByText(/from 1 to 60, the longest that your administrator allows/))
    .toBeVisible()
  await days.fill('60')
  await days.fill('14')
  await button('Save policy').click()
  // Only what is the owner's own is kept as theirs.
  const own = { longestDays: 14, noNeverExpiring: false, noPushToAll: false }
  expect(main.inputsOf('app.changeSettings')).toEqual([{ policy: own }])
})

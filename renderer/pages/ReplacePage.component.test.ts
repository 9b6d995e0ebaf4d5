// The page "Replace a service account", with its real stores and router; only main is played by the test.
import { createPinia, setActivePinia } from 'pinia'
import { afterEach, expect, it } from 'vitest'
import { page, userEvent } from 'vitest/browser'
import { type App, createApp, h } from 'vue'
import { createMemoryHistory, createRouter, RouterView } from 'vue-router'
import type { Member, MemberReach } from '../../shared/contract/members.ts'
import type { Replacement } from '../../shared/contract/replacements.ts'
import { Failed } from '../../shared/errors.ts'
import { account } from '../../tests/support/page/account.ts'
import { pageBridge } from '../../tests/support/page-bridge.ts'
import { setBridge } from '../api.ts'
import ConfirmHost from '../components/base/ConfirmHost.vue'
import ToastHost from '../components/base/ToastHost.vue'
import { useAccountsStore } from '../stores/accounts.ts'
import { useReplaceStore } from '../stores/replace.ts'
import ReplacePage from './ReplacePage.vue'

const place = { accountId: 'hub', organization: 'acme' }
const member = (username: string, change: Partial<Member> = {}): Member => ({
  ...{ username, fullName: '', email: null, role: 'member', teams: ['builds'] },
  ...change,
})
const reachOf = (change: Partial<MemberReach> = {}): MemberReach => ({
  username: 'acmeci',
  role: 'member',
  everything: false,
  teams: ['builds', 'rollout'],
  repositories: [
    { name: 'api', isPrivate: true, teams: [{ name: 'builds', permission: 'admin' }] },
    { name: 'web', isPrivate: false, teams: [{ name: 'rollout', permission: 'read' }] },
  ],
  total: 9,
  unread: { repositories: [], teams: [], rows: 0 },
  readAt: '2027-01-01T00:00:00Z',
  ...change,
})

let app: App | null = null

afterEach(() => {
  app?.unmount()
  app = null
  setBridge(null)
  document.body.replaceChildren()
})

async function open(reach: MemberReach | null = reachOf(), username = '') {
  const kept: Replacement[] = []
  const list = {
    members: [
      member('zoe', { fullName: 'Zoe Z' }),
      member('acmeci'),
      member('ann', { fullName: 'Ann A', role: 'owner' }),
    ],
    unreadable: 0,
    readAt: '2027-01-01T00:00:00Z',
    offline: false,
  }
  const main = pageBridge({
    'accounts.list': () => [account],
    'accounts.startDemo': () => account,
    'members.list': () => ({ ...list, members: [], readAt: null }),
    'members.refresh': () => list,
    'members.reach': () => reach,
    'members.stopReading': () => undefined,
    'replacements.list': () => kept,
    'tokens.inventory': () => ({
      tokens: [],
      unreadable: 0,
      slots: null,
      syncedAt: null,
      offline: false,
      notSaved: null,
    }),
  })
  setBridge(main.bridge)
  const pinia = createPinia()
  setActivePinia(pinia)
  await useAccountsStore().load()
  const at = '/:accountId/:organization'
  const router = createRouter({
    history: createMemoryHistory(),
    routes: [
      { path: at, name: 'inventory', component: { render: () => h('h1', 'Inventory') } },
      { path: `${at}/generate`, name: 'generate', component: { render: () => h('h1', 'Wizard') } },
      { path: `${at}/replace/:username?`, name: 'replace', component: ReplacePage, props: true },
    ],
  })
  await router.push({ name: 'replace', params: { ...place, ...(username && { username }) } })
  app = createApp({ render: () => [h(RouterView), h(ConfirmHost), h(ToastHost)] })
  app
    .use(pinia)
    .use(router)
    .mount(document.body.appendChild(document.createElement('div')))
  return { ...main, list, kept, router }
}

const button = (name: string) => page.getByRole('button', { name, exact: true })
const link = (name: string | RegExp) => page.getByRole('link', { name })
const cells = (name: string) => page.getByRole('row').filter({ has: page.getByRole('rowheader', { name }) })

it('lists robots first, and leads with the keyboard to a form with exactly the access shown', async () => {
  const main = await open()
  await expect.element(link(/acmeci.*Looks like a robot/)).toBeVisible()
  const names = () => [...document.querySelectorAll('.member strong')].map(({ textContent }) => textContent)
  expect(names()).toEqual(['acmeci', 'ann', 'zoe'])
  await userEvent.keyboard('acme{Tab}{Enter}')
  await expect.element(cells('api')).toHaveTextContent('Admin')
  await expect.element(cells('api')).toHaveTextContent('Image Push')
  await expect.element(cells('web')).toHaveTextContent('Image Pull')
  await expect.element(page.getByText('reaches 2 of the organization’s 9 repositories')).toBeVisible()
  await page.getByLabelText('Read public repositories').click()
  await expect.element(page.getByText('It does not pull public repositories of others')).toBeVisible()
  await button('Continue').click()
  await expect.element(page.getByRole('heading', { name: 'Wizard' })).toBeVisible()
  expect(main.router.currentRoute.value.query).toEqual({ from: 'member:acmeci' })
  expect(useReplaceStore().formFor(place, 'acmeci', ['acmeci'])).toMatchObject({
    label: 'acmeci 2',
    replaces: 'acmeci',
    access: { readPublic: false, repositories: [{ name: 'api', permission: 'push' }, { name: 'web' }] },
  })
  expect(useReplaceStore().formFor(place, 'zoe', [])).toBeNull()
})

it('lets the owner choose where a token cannot name all, and says what is lost', async () => {
  const many = (count: number, team: string, permission: 'read' | 'write') =>
    Array.from({ length: count }, (_, at) => ({
      ...{ name: `${team}-${at}`, isPrivate: true },
      teams: [{ name: team, permission }],
    }))
  await open(
    reachOf({ repositories: [...many(40, 'builds', 'write'), ...many(15, 'rollout', 'read')], total: 70 }),
    'acmeci',
  )
  await expect.element(button('Continue')).toHaveAccessibleDescription('Choose at least one team.')
  await page.getByLabelText('builds', { exact: true }).click()
  await expect.element(page.getByText('It does not reach 15 repositories that they reach now.')).toBeVisible()
  await expect.element(cells('rollout-3')).toHaveTextContent('Nothing')
  await page.getByLabelText('rollout', { exact: true }).click()
  await expect
    .element(button('Continue'))
    .toHaveAccessibleDescription(/^These teams reach 55 repositories, and a token can name 50/)
  await page.getByRole('radio', { name: 'All repositories, to pull' }).click({ force: true })
  await expect.element(page.getByText('15 repositories more than they reach now')).toBeVisible()
  await expect.element(cells('builds-39')).toHaveTextContent('Image Push')
})

it('says that something was not read, and reads it again', async () => {
  const main = await open(reachOf({ unread: { repositories: ['db'], teams: ['ops'], rows: 0 } }), 'acmeci')
  await expect
    .element(
      page.getByText('Granary does not know who is in the team ops and which teams reach the repository db.'),
    )
    .toBeVisible()
  await button('Read again').click()
  await expect.poll(() => main.inputsOf('members.reach')).toHaveLength(2)
})

it('says that an owner reaches everything, and offers less', async () => {
  await open(reachOf({ role: 'owner', everything: true, repositories: [] }), 'acmeci')
  await expect.element(page.getByText('They are an owner of the organization')).toBeVisible()
  await expect.element(page.getByText('push to and pull from every repository of acme')).toBeVisible()
  await page.getByRole('radio', { name: 'All repositories, to pull' }).click({ force: true })
  await expect.element(page.getByText('It pushes nowhere; they can push to every repository.')).toBeVisible()
})

it('shows how far the reading is, stops, and goes on', async () => {
  const main = await open(null, 'nobody')
  await expect.element(page.getByText('Reading was stopped')).toBeVisible()
  let answer: (reach: MemberReach) => void = () => undefined
  main.answers['members.reach'] = () => new Promise((resolve) => (answer = resolve))
  await button('Go on').click()
  main.announce('members.reading', { ...place, done: 3, total: 9 })
  await expect.element(page.getByText('Reading which teams reach each repository: 3 of 9')).toBeVisible()
  await expect
    .element(button('Continue'))
    .toHaveAccessibleDescription('What they reach has not been read yet.')
  await button('Stop').click()
  await expect.element(page.getByText('Reading was stopped')).toBeVisible()
  expect(main.inputsOf('members.stopReading')).toEqual([place])
  // What comes too late is not shown.
  answer(reachOf())
  await expect.element(button('Go on')).toBeVisible()
})

it('shows the members as they were known, without a server, and why nothing can be read', async () => {
  const main = await open()
  await expect.element(link(/acmeci/)).toBeVisible()
  main.answers['members.refresh'] = () => ({ ...main.list, offline: true })
  main.answers['members.reach'] = () => {
    throw new Failed('server.unreachable')
  }
  await link(/acmeci/).click()
  await expect.element(page.getByText('The server cannot be reached')).toBeVisible()
  await button('Choose somebody else').click()
  await expect.element(link(/acmeci/)).toBeVisible()
})

it('keeps what is left to do in sight, and brings it back when it was put away too early', async () => {
  const main = await open()
  main.kept.push({ member: 'acmeci', tokenId: 't1', startedAt: '2027-01-01T00:00:00Z', done: ['placed'] })
  main.answers['replacements.tick'] = () => undefined
  main.answers['replacements.end'] = () => undefined
  main.answers['replacements.restore'] = () => undefined
  main.announce('replacements.changed', place)
  await expect.element(page.getByText('1 of 4 done')).toBeVisible()
  await expect.element(page.getByLabelText('Put the token in place')).toBeChecked()
  await page.getByLabelText('Sign acmeci out').click()
  expect(main.inputsOf('replacements.tick')).toEqual([
    { ...place, username: 'acmeci', step: 'signedOut', done: true },
  ])
  await button('Put the list away').click()
  await expect.element(button('Undo')).toBeInTheDocument()
  // The news stand outside this small window.
  button('Undo')
    .element()
    .dispatchEvent(new MouseEvent('click', { bubbles: true }))
  await expect.poll(() => main.inputsOf('replacements.restore')).toHaveLength(1)
  expect(main.inputsOf('replacements.restore')).toEqual([{ ...place, replacement: main.kept[0] }])
})

// The page that compares two moments, with its real stores and router; only main is played by the test.
import { createPinia, setActivePinia } from 'pinia'
import { afterEach, expect, it } from 'vitest'
import { page } from 'vitest/browser'
import { type App, createApp } from 'vue'
import { createMemoryHistory, createRouter, RouterView } from 'vue-router'
import type { Comparison } from '../../shared/contract/snapshots.ts'
import { Failed } from '../../shared/errors.ts'
import { pageBridge } from '../../tests/support/page-bridge.ts'
import { account } from '../../tests/support/page/account.ts'
import { setBridge } from '../api.ts'
import { useAccountsStore } from '../stores/accounts.ts'
import { useOrganizationsStore } from '../stores/organizations.ts'
import ComparePage from './ComparePage.vue'

const review = { at: '2026-03-01T10:00:00Z', note: 'Spring', tokens: 3 }
const now = { at: '2026-03-08T10:00:00Z', note: null, tokens: 3 }
const since = (changes: Comparison['changes']): Comparison => ({ from: review, to: now, changes })
const change = (
  tokenId: string,
  label: string,
  differences: Comparison['changes'][number]['differences'],
  fate: Comparison['changes'][number]['fate'] = 'stayed',
): Comparison['changes'][number] => ({ tokenId, label, fate, createdBy: 'anna', differences })

const everyKind = since([
  change('t1', 'Brand new', [], 'created'),
  change('t2', 'Taken away', [], 'deleted'),
  change('t3', 'Renamed', [{ what: 'label', before: 'Before', after: 'Renamed' }]),
  change('t4', 'Ran out', [{ what: 'expired', at: '2026-03-05T23:59:59Z' }]),
  change('t5', 'Busy', [{ what: 'used', at: '2026-03-07T10:00:00Z', first: true }]),
])

let app: App | null = null

afterEach(() => {
  app?.unmount()
  app = null
  setBridge(null)
  document.body.replaceChildren()
})

/** Opens the page; `compare` is what main answers for each of the organizations. */
async function open(compare: () => unknown, { names = ['acme'], moments = [review] } = {}) {
  const organizations = names.map((name) => ({
    ...{ accountId: 'hub', name, fullName: name, plan: 'team', role: 'owner', blocked: null, slots: null },
  }))
  const main = pageBridge({
    'accounts.list': () => [account],
    'organizations.list': () => organizations,
    'organizations.refresh': () => organizations,
    'tokens.inventory': () => ({
      ...{ tokens: [], unreadable: 0, slots: null, syncedAt: now.at, offline: false, notSaved: null },
    }),
    'snapshots.list': () => moments,
    'snapshots.compare': compare,
  })
  setBridge(main.bridge)
  const pinia = createPinia()
  setActivePinia(pinia)
  await useAccountsStore().load()
  await useOrganizationsStore().open('hub')
  const router = createRouter({
    history: createMemoryHistory(),
    routes: [{ path: '/compare', name: 'compare', component: ComparePage }],
  })
  await router.push('/compare')
  app = createApp(RouterView)
  app
    .use(pinia)
    .use(router)
    .mount(document.body.appendChild(document.createElement('div')))
  return { ...main, router }
}

const title = (name: string | RegExp) => page.getByRole('heading', { name })
const button = (name: string) => page.getByRole('button', { name, exact: true })
const kind = (name: string) =>
  page.getByRole('group', { name: 'Kinds of changes' }).getByRole('button', { name })
const row = (label: string) => page.getByRole('listitem').filter({ hasText: label })
const comparing = page.getByLabelText('Comparing')

it('says what will be here one day, and marks nothing, without an organization', async () => {
  const { inputsOf } = await open(() => since([]), { names: [] })
  await expect.element(title('Nothing to compare yet')).toBeVisible()
  await expect
    .element(button('Mark as reviewed'))
    .toHaveAccessibleDescription('There is no organization to review')
  await expect.element(page.getByLabelText('From')).not.toBeInTheDocument()
  expect(inputsOf('snapshots.compare')).toEqual([])
})

it('says that there is no snapshot yet', async () => {
  await open(() => ({ from: null, to: now, changes: [] }), { moments: [] })
  await expect.element(title('No snapshot yet')).toBeVisible()
})

it('shows that it compares, until main has answered', async () => {
  let answer: (found: Comparison) => void = () => undefined
  await open(() => new Promise((resolve) => (answer = resolve)))
  await expect.element(comparing).toHaveAttribute('aria-busy', 'true')
  answer(since([]))
  await expect.element(title('Nothing has changed since 1 March 2026')).toBeVisible()
  await expect.element(comparing).not.toBeInTheDocument()
  await expect.element(button('Export…')).toHaveAccessibleDescription('Nothing is listed')
})

it('lists changes of every kind in words, their use only when it is asked for', async () => {
  const { router } = await open(() => everyKind)
  const group = page.getByRole('region', { name: 'acme' })
  await expect.element(group).toHaveTextContent('Since 1 March 2026, reviewed: Spring')
  await expect.element(row('Brand new')).toHaveTextContent('Created by anna.')
  await expect.element(row('Taken away')).toHaveTextContent('It is not on the server any more.')
  await expect.element(row('Renamed')).toHaveTextContent('Renamed: it was “Before”.')
  await expect.element(row('Ran out')).toHaveTextContent('Expired on Thursday, 5 March 2026.')
  await expect.element(row('Busy')).not.toBeInTheDocument()
  for (const name of ['Created', 'Deleted', 'Changed', 'Expired', 'Used'])
    await expect.element(kind(name)).toHaveTextContent(`1${name}`)

  await kind('Used').click()
  await expect
    .element(row('Busy'))
    .toHaveTextContent('Used for the first time, last on Saturday, 7 March 2026.')
  expect(router.currentRoute.value.query).toEqual({ show: 'created,deleted,changed,expired,used' })
})

it('says how much is hidden when nothing is of the chosen kinds', async () => {
  await open(() => since(everyKind.changes.slice(4)))
  await expect.element(title('Nothing of these kinds has changed')).toBeVisible()
  await expect.element(page.getByText('Since 1 March 2026, 1 token has changed in other ways.')).toBeVisible()
})

it('leaves organizations without changes out, and asks about one alone when it is chosen', async () => {
  const { inputsOf, router } = await open(() => everyKind, { names: ['acme', 'zoo'] })
  await expect.element(page.getByRole('region', { name: 'zoo' })).toBeVisible()
  await page.getByLabelText('Organization').selectOptions('acme')
  await expect.element(page.getByRole('region', { name: 'zoo' })).not.toBeInTheDocument()
  expect(router.currentRoute.value.query).toEqual({ account: 'hub', organization: 'acme' })
  expect(inputsOf('snapshots.compare').at(-1)).toEqual({
    ...{ accountId: 'hub', organization: 'acme', from: 'review', to: 'now' },
  })
})

it('says in words why it cannot compare, and tries again', async () => {
  const main = await open(() => {
    throw new Failed('keychain.locked')
  })
  await expect.element(page.getByRole('alert')).toHaveTextContent('The keychain is locked')
  main.answers['snapshots.compare'] = () => everyKind
  await button('Try again').click()
  await expect.element(row('Renamed')).toBeVisible()
  await expect.element(page.getByRole('alert')).not.toBeInTheDocument()
})

it('compares again when something changed, and keeps what is on show meanwhile', async () => {
  const main = await open(() => everyKind)
  await expect.element(row('Renamed')).toBeVisible()
  main.answers['snapshots.compare'] = () => since(everyKind.changes.slice(0, 1))
  main.announce('tokens.changed', { accountId: 'hub', organization: 'acme' })
  await expect.element(row('Renamed')).not.toBeInTheDocument()
  await expect.element(row('Brand new')).toBeVisible()
})

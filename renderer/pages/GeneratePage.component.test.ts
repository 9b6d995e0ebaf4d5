// The wizard with its real stores and router; only main is played by the test.
import { createPinia, setActivePinia } from 'pinia'
import { afterEach, expect, it } from 'vitest'
import { page, userEvent } from 'vitest/browser'
import { type App, createApp, h } from 'vue'
import { createMemoryHistory, createRouter, RouterView } from 'vue-router'
import type { Draft } from '../../shared/contract/drafts.ts'
import { Failed } from '../../shared/errors.ts'
import { pageBridge } from '../../tests/support/page-bridge.ts'
import { setBridge } from '../api.ts'
import ConfirmHost from '../components/base/ConfirmHost.vue'
import ToastHost from '../components/base/ToastHost.vue'
import { useAccountsStore } from '../stores/accounts.ts'
import { useDraftsStore } from '../stores/drafts.ts'
import GeneratePage from './GeneratePage.vue'

const place = { accountId: 'hub', organization: 'acme' }
const account = {
  id: 'hub',
  kind: 'demo',
  username: 'anna',
  serverName: 'Demo on this computer',
  serverUrl: 'http://127.0.0.1:1',
  registry: 'localhost:5000',
  state: 'signedIn',
  kept: true,
  dockerConfig: null,
}

const draft = (change: Partial<Draft> = {}): Draft => ({
  step: 5,
  label: 'CI of web',
  description: '',
  expiryChoice: '90',
  expiryDate: '',
  noExpiryConfirmed: false,
  access: { readPublic: true, allRepositories: 'none', repositories: [], organizationScopes: [] },
  management: false,
  ...change,
})

const repository = (name: string) => ({ name, isPrivate: name === 'api', description: '', lastUpdated: null })
const many = (count: number): Draft['access']['repositories'] =>
  Array.from({ length: count }, (_, index) => ({ name: `service-${index}`, permission: 'pull' }))

let app: App | null = null

afterEach(async () => {
  app?.unmount()
  app = null
  // Leaving the page saves the draft; main has to be there for it.
  await useDraftsStore().flush()
  setBridge(null)
  document.body.replaceChildren()
})

/** Opens the wizard, with the draft that is found there. */
async function open(found: Draft | null = null) {
  let kept = found
  const token = {
    id: 't1',
    description: '',
    createdBy: 'anna',
    createdAt: '2026-01-01T00:00:00Z',
    expiresAt: null,
    lastUsedAt: null,
    isActive: true,
    resources: [],
  }
  const inventory = {
    tokens: [{ ...token, id: 't0', label: 'Nightly build', secretKept: false }],
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
      token: { ...token, label, secretKept: keep === 'keychain' },
      kept: keep === 'keychain',
    }),
    'drafts.read': () => ({ draft: kept, savedAt: kept && '2026-01-01T00:00:00Z' }),
    'drafts.save': ({ draft: saved }: { draft: Draft }) => void (kept = saved),
    'drafts.discard': () => void (kept = null),
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
  await router.push({ name: 'generate', params: place })
  app = createApp({ render: () => [h(RouterView), h(ConfirmHost), h(ToastHost)] })
  app
    .use(pinia)
    .use(router)
    .mount(document.body.appendChild(document.createElement('div')))
  await expect.element(heading(found ? undefined : 'Label & description')).toBeVisible()
  return { ...main, router, draftKept: () => kept }
}

const button = (name: string) => page.getByRole('button', { name, exact: true })
const box = (name: string) => page.getByRole('checkbox', { name, exact: true })
const label = page.getByRole('textbox', { name: 'Label' })
const heading = (name?: string) =>
  page.getByRole('heading', { level: 2, name: name ?? /Step \d of 5/ }).first()
const next = () => button('Next').click()
const press = (keys: string) => userEvent.keyboard(keys)

/** Presses Tab until the focus is on an element of this role and name. */
async function tabTo(role: 'button' | 'checkbox' | 'radio', name: string) {
  const target = page.getByRole(role, { name }).first()
  for (let pressed = 0; pressed < 40; pressed += 1) {
    if (target.query() === document.activeElement && document.activeElement !== null) return
    await userEvent.tab()
  }
  throw new Error(`Tab never reached the ${role} "${name}"`)
}

it('is walked with the keyboard alone, and sends what was chosen', async () => {
  const { inputsOf, router } = await open()
  await expect.element(label).toHaveFocus()
  await press('CI of web{Enter}')

  await expect.element(heading('Expiration date')).toHaveFocus()
  await tabTo('radio', '30 days')
  await press('{ArrowDown}{Enter}')

  await expect.element(heading('Repository')).toHaveFocus()
  await tabTo('checkbox', 'Read public repositories')
  await press(' ')
  await tabTo('button', 'Add repository')
  await press('{Enter}')
  await expect.element(page.getByRole('combobox', { name: 'Search repositories' })).toHaveFocus()
  await press('w')
  await expect.element(page.getByRole('option', { name: 'api' })).not.toBeInTheDocument()
  await press('{Enter}{ArrowDown} ')
  await expect.element(page.getByRole('status').getByText('2 chosen, 48 left')).toBeVisible()
  await press('{Escape}')
  await expect.element(button('Add repository')).toHaveFocus()
  await tabTo('radio', 'Image Pull')
  await press('{ArrowRight}')
  await tabTo('button', 'Next')
  await press('{Enter}')

  await expect.element(heading('Organization')).toHaveFocus()
  await tabTo('button', 'Next')
  await press('{Enter}')
  await expect.element(heading('Review')).toHaveFocus()
  await tabTo('button', 'Generate token')
  await press('{Enter}')

  await expect.element(page.getByRole('heading', { name: 'Secret' })).toBeVisible()
  expect(inputsOf('tokens.create')).toEqual([
    {
      ...place,
      label: 'CI of web',
      description: '',
      expiry: { kind: 'days', days: 60 },
      resources: [
        { type: 'TYPE_REPO', path: '*/*/public', scopes: ['scope-image-pull'] },
        { type: 'TYPE_REPO', path: `${place.organization}/web`, scopes: ['scope-image-push'] },
        { type: 'TYPE_REPO', path: `${place.organization}/worker`, scopes: ['scope-image-pull'] },
      ],
      keep: 'keychain',
    },
  ])
  expect(inputsOf('drafts.discard')).toEqual([place])
  // The wizard is gone from the history.
  router.back()
  await expect.element(page.getByRole('heading', { name: 'Inventory' })).toBeVisible()
})

it('does not go on from a field that is not right, and puts the focus there', async () => {
  await open()
  await next()
  await expect.element(label).toHaveFocus()
  await expect.element(label).toHaveAttribute('aria-invalid', 'true')
  await expect.element(label).toHaveAccessibleDescription(/Enter a label/)
  await label.fill('CI of web')
  await expect.element(label).not.toHaveAttribute('aria-invalid')
  await next()
  await next()
  await expect.element(heading('Expiration date')).toBeVisible()
  await expect.element(page.getByRole('radio', { name: '30 days' })).toHaveFocus()
  await expect.element(button('Review')).toBeDisabled()
})

it('says that a label is in use, and lets it pass', async () => {
  await open()
  await label.fill(' nightly BUILD ')
  await expect.element(page.getByText('hard to tell apart')).toBeVisible()
  await next()
  await expect.element(heading('Expiration date')).toBeVisible()
})

it('saves what is typed, finds it again, throws it away and brings it back', async () => {
  const first = await open()
  await label.fill('Half done')
  await expect.poll(first.draftKept).toMatchObject({ label: 'Half done', step: 1 })
  app?.unmount()
  document.body.replaceChildren()

  const again = await open(first.draftKept())
  await expect.element(page.getByText('Draft restored')).toBeVisible()
  await expect.element(label).toHaveValue('Half done')
  await button('Start over').click()
  await expect.element(label).toHaveValue('')
  await expect.poll(again.draftKept).toBeNull()
  await button('Undo').click()
  await expect.element(label).toHaveValue('Half done')
  await expect.poll(again.draftKept).toMatchObject({ label: 'Half done' })
})

it('saves what was typed last when the page is left at once', async () => {
  const { router, inputsOf } = await open()
  await label.fill('Left at once')
  await router.push({ name: 'inventory', params: place })
  await expect.poll(() => inputsOf('drafts.save')).toMatchObject([{ draft: { label: 'Left at once' } }])
})

it('opens a draft at the first step that is not right any more', async () => {
  await open(draft({ step: 5, expiryChoice: 'date', expiryDate: '2020-01-01' }))
  await expect.element(heading('Expiration date')).toBeVisible()
  await expect.element(page.getByText('not in the past')).toBeVisible()
})

it('keeps the form when the server cannot be reached, and asks again only when told to', async () => {
  const main = await open(draft())
  const create = main.answers['tokens.create']!
  main.answers['tokens.create'] = () => {
    throw new Failed('server.unreachable')
  }
  await button('Generate token').click()
  await expect.element(page.getByText('The server cannot be reached')).toBeVisible()
  expect(main.inputsOf('tokens.create')).toHaveLength(1)
  expect(main.draftKept()).not.toBeNull()

  main.answers['tokens.create'] = create
  await button('Generate token').click()
  await expect.element(page.getByRole('heading', { name: 'Secret' })).toBeVisible()
  expect(main.inputsOf('tokens.create')[1]).toEqual(main.inputsOf('tokens.create')[0])
})

it('takes what the server does not accept to its field, until that is changed', async () => {
  const main = await open(draft())
  main.answers['tokens.create'] = () => {
    throw new Failed('token.rejected', { field: 'expires_at', detail: 'At most one year from now.' })
  }
  await button('Generate token').click()
  await expect.element(heading('Expiration date')).toBeVisible()
  await expect.element(page.getByText('At most one year from now.')).toBeVisible()
  await page.getByText('30 days').click()
  await expect.element(page.getByText('At most one year from now.')).not.toBeInTheDocument()
})

it('needs at least one kind of access', async () => {
  const main = await open(draft({ access: { ...draft().access, readPublic: false } }))
  await button('Generate token').click()
  await expect.element(page.getByText('at least one kind of access')).toBeVisible()
  expect(main.inputsOf('tokens.create')).toEqual([])
})

it('shows what Edit includes, and sends only what was chosen', async () => {
  const main = await open(draft({ step: 4 }))
  await expect.element(box('Member Edit')).not.toBeInTheDocument()
  await box("Allow management access to this organization's resources").click()
  await next()
  await expect.element(page.getByText('Choose at least one kind of management access')).toBeVisible()
  await box('Member Edit').click()
  await expect.element(box('Member Read')).toBeChecked()
  await expect.element(box('Member Read')).toBeDisabled()
  await expect.element(box('Member Read')).toHaveAccessibleDescription('Included in Member Edit.')
  await box('Invite Read').click()
  await next()
  await button('Generate token').click()
  await expect.element(page.getByRole('heading', { name: 'Secret' })).toBeVisible()
  expect(main.inputsOf('tokens.create')).toMatchObject([
    {
      resources: [
        { type: 'TYPE_REPO' },
        { type: 'TYPE_ORG', scopes: ['scope-member-edit', 'scope-invite-read'] },
      ],
    },
  ])
})

it('sends no management scope once management access is turned off again', async () => {
  const access = { ...draft().access, organizationScopes: ['scope-group-edit'] }
  const main = await open(draft({ step: 4, management: true, access }))
  await box("Allow management access to this organization's resources").click()
  await next()
  await button('Generate token').click()
  await expect.element(page.getByRole('heading', { name: 'Secret' })).toBeVisible()
  expect(main.inputsOf('tokens.create')).toMatchObject([{ resources: [{ type: 'TYPE_REPO' }] }])
})

it('takes fifty repositories and not one more', async () => {
  const main = await open(draft({ step: 3, access: { ...draft().access, repositories: many(49) } }))
  await expect.element(page.getByText('1 left', { exact: true })).toBeVisible()
  await button('Add repository').click()
  await page.getByRole('option', { name: 'api' }).click()
  await expect.element(page.getByText('50 chosen, 0 left')).toBeVisible()
  await page.getByRole('option', { name: 'web' }).click({ force: true })
  await expect.element(page.getByRole('option', { name: 'web' })).toHaveAttribute('aria-selected', 'false')
  await button('Done').click()
  await expect.element(button('Add repository')).toHaveAttribute('aria-disabled', 'true')
  await expect.poll(() => main.draftKept()?.access.repositories.length).toBe(50)
})

it('lets a failed search be tried again where it failed', async () => {
  const main = await open(draft({ step: 3 }))
  const search = main.answers['repositories.search']!
  main.answers['repositories.search'] = () => {
    throw new Failed('server.unreachable')
  }
  await button('Add repository').click()
  await expect.element(page.getByText('The server cannot be reached')).toBeVisible()
  main.answers['repositories.search'] = search
  await button('Try again').click()
  await expect.element(page.getByRole('option', { name: 'worker' })).toBeVisible()
})

it('says that the keychain does not work before a token exists, and goes on as the owner decides', async () => {
  const main = await open(draft())
  const create = main.answers['tokens.create']!
  main.answers['tokens.create'] = () => {
    throw new Failed('keychain.locked')
  }
  await button('Generate token').click()
  await expect.element(page.getByRole('alertdialog')).toHaveTextContent('No token has been made yet')
  await button('Cancel').click()
  await expect.element(page.getByRole('alertdialog')).not.toBeInTheDocument()
  await expect.element(heading('Review')).toBeVisible()

  await button('Generate token').click()
  main.answers['tokens.create'] = create
  await button('Generate without keeping').click()
  await expect.element(page.getByRole('heading', { name: 'Secret' })).toBeVisible()
  expect(main.inputsOf('tokens.create')).toMatchObject([
    { keep: 'keychain' },
    { keep: 'keychain' },
    { keep: 'memory' },
  ])
})

it('goes on by itself after signing in again', async () => {
  const main = await open(draft())
  const create = main.answers['tokens.create']!
  main.answers['tokens.create'] = (input: never) => {
    if (main.inputsOf('tokens.create').length > 1) return create(input)
    throw new Failed('signIn.needed')
  }
  await button('Generate token').click()
  await expect.element(page.getByRole('heading', { name: 'Secret' })).toBeVisible()
  expect(main.inputsOf('accounts.startDemo')).toHaveLength(1)
})

it('does not make a second token blindly when the first try got no answer', async () => {
  const main = await open(draft())
  main.answers['tokens.create'] = () => {
    throw new Failed('token.unknownOutcome')
  }
  await button('Generate token').click()
  await expect.element(page.getByText('It is not known whether the token was made')).toBeVisible()
  await button('Generate token').click()
  await expect.element(page.getByRole('alertdialog')).toHaveTextContent('Generate another')
  await button('Not now').click()
  expect(main.inputsOf('tokens.create')).toHaveLength(1)
  await button('Open the inventory').click()
  await expect.element(page.getByRole('heading', { name: 'Inventory' })).toBeVisible()
  expect(main.draftKept()).not.toBeNull()
})

// The page that rotates a token, with its real stores and router; only main is played by the test.
import { createPinia, setActivePinia } from 'pinia'
import { afterEach, expect, it } from 'vitest'
import { page, userEvent } from 'vitest/browser'
import { type App, createApp, h } from 'vue'
import { createMemoryHistory, createRouter, RouterView } from 'vue-router'
import type { Token } from '../../shared/contract/tokens.ts'
import { Failed } from '../../shared/errors.ts'
import { type Policy, noPolicy } from '../../shared/tokens/policy.ts'
import { pageBridge } from '../../tests/support/page-bridge.ts'
import { setBridge } from '../api.ts'
import ConfirmHost from '../components/base/ConfirmHost.vue'
import ToastHost from '../components/base/ToastHost.vue'
import { useAccountsStore } from '../stores/accounts.ts'
import { useAppStore } from '../stores/app.ts'
import { useWizardStore } from '../stores/wizard.ts'
import RotatePage from './RotatePage.vue'
import { account } from '../../tests/support/page/account.ts'
import { makeToken } from '../../tests/support/token.ts'

const place = { accountId: 'hub', organization: 'acme' }
const ref = { ...place, tokenId: 't1' }
const resources = [
  { type: 'TYPE_ORG', path: 'acme', scopes: ['scope-from-the-future', 'scope-member-read'] },
  { type: 'TYPE_REPO', path: 'acme/web', scopes: ['scope-image-push'] },
]
const daysAgo = (days: number) => new Date(Date.now() - days * 86_400_000).toISOString()
const token = (change: Partial<Token> = {}) =>
  makeToken({
    ...{ label: 'CI of web', description: 'Builds', createdAt: daysAgo(50), expiresAt: daysAgo(-10) },
    ...{ resources, secretKept: true },
    ...change,
  })

let app: App | null = null

afterEach(() => {
  app?.unmount()
  app = null
  setBridge(null)
  document.body.replaceChildren()
})

interface Opened {
  others?: Token[]
  slots?: { used: number; limit: number }
  policy?: Partial<Policy>
}

/** Opens the page; `server.token` is the token there. */
async function open(onServer: Token = token(), { others = [], slots, policy }: Opened = {}) {
  const server = { token: onServer }
  const inventory = () => ({
    tokens: [server.token, ...others],
    unreadable: 0,
    slots: slots ?? { used: 2, limit: 10 },
    syncedAt: '2026-01-01T00:00:00Z',
    offline: false,
    notSaved: null,
  })
  const main = pageBridge({
    'accounts.list': () => [account],
    'accounts.startDemo': () => account,
    'tokens.inventory': inventory,
    'tokens.refresh': inventory,
    'tokens.orphans': () => [],
    'tokens.read': () => server.token,
    'tokens.rotate': ({ label, keep }: { label: string; keep: string }) => ({
      token: token({ id: 't9', label }),
      kept: keep === 'keychain',
    }),
  })
  setBridge(main.bridge)
  const pinia = createPinia()
  setActivePinia(pinia)
  await useAccountsStore().load()
  const settings = useAppStore()
  settings.settings = { ...settings.settings, policy: { ...noPolicy, ...policy } }
  const named = (name: string) => ({ render: () => h('h1', name) })
  const at = '/:accountId/:organization'
  const router = createRouter({
    history: createMemoryHistory(),
    routes: [
      { path: at, name: 'inventory', component: named('Inventory') },
      { path: `${at}/:tokenId`, name: 'token', component: named('Details') },
      { path: `${at}/:tokenId/secret`, name: 'secret', component: named('Secret') },
      { path: `${at}/:tokenId/edit`, name: 'edit', component: named('Edit') },
      { path: `${at}/:tokenId/rotate`, name: 'rotate', component: RotatePage, props: true },
    ],
  })
  await router.push({ name: 'token', params: ref })
  await router.push({ name: 'rotate', params: ref })
  app = createApp({ render: () => [h(RouterView), h(ConfirmHost), h(ToastHost)] })
  app
    .use(pinia)
    .use(router)
    .mount(document.body.appendChild(document.createElement('div')))
  return { ...main, server, router, sent: () => main.inputsOf('tokens.rotate') }
}

const button = (name: string) => page.getByRole('button', { name, exact: true })
const choice = (name: string) => page.getByRole('radio', { name, exact: true })
const heading = (name: string) => page.getByRole('heading', { name, exact: true })
const keep = page.getByLabelText("Keep in this computer's keychain")
const shown = { label: 'CI of web', description: 'Builds', resources }

it('offers the old lifetime, and sends the token as it was read with the label that follows', async () => {
  const main = await open()
  await expect.element(heading('Rotate “CI of web”')).toBeVisible()
  await expect.element(page.getByText('CI of web (2)', { exact: true }).first()).toBeVisible()
  await expect.element(choice('60 days')).toBeChecked()
  await expect.element(keep).toBeChecked()
  await expect.element(page.getByText('push to and pull from acme/web')).toBeVisible()
  await expect.element(page.getByText('scope-from-the-future', { exact: true })).toBeVisible()
  await button('Rotate').click()

  await expect.element(heading('Secret')).toBeVisible()
  const expiry = { kind: 'days', days: 60 }
  expect(main.sent()).toEqual([{ ...ref, shown, label: 'CI of web (2)', expiry, keep: 'keychain' }])
  expect(main.router.currentRoute.value.params['tokenId']).toBe('t9')
  expect(useWizardStore().created).toMatchObject({ token: { id: 't9' }, kept: true, wanted: 'keychain' })
  // Back leads to where the owner came from, not to the form.
  main.router.back()
  await expect.element(heading('Details')).toBeVisible()
})

it('asks to confirm a successor without end, and puts the focus there', async () => {
  const main = await open(token({ expiresAt: null }))
  await expect.element(choice('None')).toBeChecked()
  await button('Rotate').click()
  await expect.element(page.getByText('Confirm that the token may work until')).toBeVisible()
  const confirmed = page.getByLabelText('I want this token to work until someone deletes it')
  await expect.poll(() => document.activeElement?.matches('input')).toBe(true)
  expect(main.sent()).toEqual([])
  await confirmed.click()
  await keep.click()
  await button('Rotate').click()
  await expect.element(heading('Secret')).toBeVisible()
  expect(main.sent()).toMatchObject([{ expiry: { kind: 'none' }, keep: 'memory' }])
})

it('is walked with the keyboard alone', async () => {
  const main = await open()
  await choice('60 days').click({ force: true })
  await userEvent.keyboard('{ArrowRight}')
  await expect.element(choice('90 days')).toBeChecked()
  await userEvent.keyboard('{Enter}')
  await expect.element(heading('Secret')).toBeVisible()
  expect(main.sent()).toMatchObject([{ expiry: { kind: 'days', days: 90 } }])
})

it('shows what somebody changed meanwhile, keeps what was chosen, and sends the token as it is now', async () => {
  const main = await open()
  await choice('30 days').click({ force: true })
  const { 'tokens.rotate': rotates } = main.answers
  main.answers['tokens.rotate'] = () => {
    throw new Failed('token.changedMeanwhile')
  }
  const wider = [{ type: 'TYPE_REPO', path: 'acme/*', scopes: ['scope-image-push'] }]
  main.server.token = token({ label: 'CI', resources: wider })
  await button('Rotate').click()
  await expect.element(page.getByText('Somebody changed “CI” meanwhile')).toBeVisible()
  await expect.element(page.getByText(/^It can now .*every repository of acme/)).toBeVisible()
  await expect.element(page.getByText('It can no longer list members.')).toBeVisible()
  await expect.element(choice('30 days')).toBeChecked()
  await expect.element(button('Rotate')).toHaveFocus()

  if (rotates) main.answers['tokens.rotate'] = rotates
  await button('Rotate').click()
  await expect.element(heading('Secret')).toBeVisible()
  expect(main.sent().at(-1)).toMatchObject({ shown: { resources: wider }, label: 'CI (2)' })
})

it.each([
  ['token.notActive', { isActive: false }, '“CI of web” is deactivated'],
  ['token.gone', {}, 'That token does not exist any more'],
] as const)('shows instead of the form that %s was found', async (code, change, words) => {
  const main = await open()
  main.server.token = token(change)
  const fail = () => {
    throw new Failed(code)
  }
  main.answers['tokens.rotate'] = fail
  if (code === 'token.gone') main.answers['tokens.read'] = fail
  await button('Rotate').click()
  await expect.element(heading(words)).toBeVisible()
  await expect.element(button('Rotate')).not.toBeInTheDocument()
})

it('asks what to do when the keychain does not work, before anything is made', async () => {
  const main = await open()
  const { 'tokens.rotate': rotates } = main.answers
  main.answers['tokens.rotate'] = (input: { keep: string }) => {
    if (input.keep === 'keychain') throw new Failed('keychain.locked')
    return rotates?.(input as never)
  }
  await button('Rotate').click()
  await expect.element(page.getByText('The keychain is locked')).toBeVisible()
  await button('Generate without keeping').click()
  await expect.element(heading('Secret')).toBeVisible()
  expect(main.sent()).toMatchObject([{ keep: 'keychain' }, { keep: 'memory' }])
})

it('says when an answer was lost, and asks once only', async () => {
  const main = await open()
  main.answers['tokens.rotate'] = () => {
    throw new Failed('token.unknownOutcome')
  }
  await button('Rotate').click()
  await expect.element(page.getByText('It is not known whether the token was made')).toBeVisible()
  await button('Open the inventory').click()
  await expect.element(heading('Inventory')).toBeVisible()
  expect(main.sent()).toHaveLength(1)
})

it('warns of a successor that is there already, and of slots that are all taken', async () => {
  const successor = token({ id: 't2', label: 'CI of web (2)', createdAt: daysAgo(1) })
  await open(token(), { others: [successor], slots: { used: 10, limit: 10 } })
  await expect.element(page.getByText('“CI of web” has a successor already')).toBeVisible()
  await expect.element(page.getByText('All 10 token slots are taken')).toBeVisible()
  await expect.element(page.getByText('CI of web (3)', { exact: true }).first()).toBeVisible()
  await expect
    .element(button('Rotate'))
    .toHaveAccessibleDescription('All token slots are taken: delete a token first.')
  await button('Show the rotation').click()
  await expect.element(heading('Details')).toBeVisible()
})

it('proposes the longest end within the policy, and no successor with access beyond it', async () => {
  const main = await open(token({ expiresAt: null }), { policy: { longestDays: 75, noPushToAll: true } })
  await expect.element(choice('60 days')).toBeChecked()
  await expect.element(choice('90 days')).toBeDisabled()
  await expect.element(choice('None')).toHaveAccessibleDescription('Your policy: at most 75 days')
  await expect.element(button('Edit its access')).not.toBeInTheDocument()

  main.server.token = token({ resources: [{ type: 'TYPE_REPO', path: 'acme/*', scopes: ['repo-push'] }] })
  await main.router.push({ name: 'inventory', params: place })
  await main.router.push({ name: 'rotate', params: ref })
  await expect
    .element(button('Rotate'))
    .toHaveAccessibleDescription('Your policy: no push to all repositories')
  await button('Rotate').click({ force: true })
  expect(main.sent()).toEqual([])
  await button('Edit its access').click()
  await expect.element(heading('Edit')).toBeVisible()
})

it('tells why it cannot be read, and reads it when it can', async () => {
  const main = await open()
  await expect.element(button('Rotate')).toBeVisible()
  const { 'tokens.read': reads } = main.answers
  main.answers['tokens.read'] = () => {
    throw new Failed('server.unreachable')
  }
  await main.router.push({ name: 'inventory', params: place })
  await main.router.push({ name: 'rotate', params: ref })
  await expect.element(heading('The server cannot be reached')).toBeVisible()
  if (reads) main.answers['tokens.read'] = reads
  await button('Try again').click()
  await expect.element(button('Rotate')).toBeVisible()
})

it('cannot be left while the successor is being made', async () => {
  const main = await open()
  let answer: (value: unknown) => void = () => undefined
  main.answers['tokens.rotate'] = () => new Promise((resolve) => (answer = resolve))
  await button('Rotate').click()
  await expect.element(page.getByText('Making the new token…')).toBeVisible()
  await expect.element(button('Cancel')).toHaveAccessibleDescription('The new token is being made.')
  await main.router.push({ name: 'inventory', params: place })
  expect(main.router.currentRoute.value.name).toBe('rotate')
  answer({ token: token({ id: 't9' }), kept: true })
  await expect.element(heading('Secret')).toBeVisible()
})

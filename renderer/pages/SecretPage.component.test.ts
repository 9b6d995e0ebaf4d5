// The secret screen with its real stores and router; only main is played by the test.
import { createPinia, setActivePinia } from 'pinia'
import { afterEach, expect, it, vi } from 'vitest'
import { page, userEvent } from 'vitest/browser'
import { type App, createApp, h } from 'vue'
import { createMemoryHistory, createRouter, RouterView } from 'vue-router'
import type { Token } from '../../shared/contract/tokens.ts'
import { Failed } from '../../shared/errors.ts'
import { pageBridge } from '../../tests/support/page-bridge.ts'
import { makeToken } from '../../tests/support/token.ts'
import { setBridge } from '../api.ts'
import ConfirmHost from '../components/base/ConfirmHost.vue'
import { useAccountsStore } from '../stores/accounts.ts'
import { type Created, useWizardStore } from '../stores/wizard.ts'
import SecretPage from './SecretPage.vue'

const place = { accountId: 'hub', organization: 'acme' }
const ref = { ...place, tokenId: 't1' }
const keepName = "Keep in this computer's keychain"

const token = (change: Partial<Token> = {}) =>
  makeToken({ label: 'ci-push-web', secretKept: true, ...change })

const account = {
  id: 'hub',
  kind: 'server',
  username: 'anna',
  serverName: 'hub.example.com',
  serverUrl: 'https://hub.example.com',
  registry: 'registry.example.com:5000',
  state: 'signedIn',
  kept: true,
  dockerConfig: null,
  clockOffset: 0,
}

const inventory = (tokens: Token[]) => ({
  tokens,
  unreadable: 0,
  slots: { used: tokens.length, limit: 10 },
  syncedAt: '2026-01-01T00:00:00Z',
  offline: false,
  notSaved: null,
})

let app: App | null = null

afterEach(() => {
  app?.unmount()
  app = null
  setBridge(null)
  document.body.replaceChildren()
})

/** Opens the screen: for a token made just now, or (null) by its address. */
async function open(created: Pick<Created, 'kept' | 'wanted'> | null, listed: Token[] = [token()]) {
  const secret = `${['dckr', 'oat', ''].join('_')}${crypto.randomUUID()}`
  const main = pageBridge({
    'accounts.list': () => [account],
    'tokens.inventory': () => inventory(listed),
    'tokens.refresh': () => inventory(listed),
    'tokens.orphans': () => [],
    'replacements.list': () => [],
    'secrets.reveal': () => ({ secret }),
    'secrets.copy': () => ({ clearsAt: new Date(Date.now() + 60_000).toISOString() }),
    'secrets.copyShown': () => ({ clearsAt: new Date(Date.now() + 60_000).toISOString() }),
    'secrets.keep': ({ keep }: { keep: boolean }) => ({ kept: keep }),
    'secrets.release': () => undefined,
    'docker.inspect': () => ({
      cli: 'present',
      configFolder: '/home/anna/.docker',
      helper: 'pass',
      replaces: null,
    }),
  })
  setBridge(main.bridge)
  const pinia = createPinia()
  setActivePinia(pinia)
  await useAccountsStore().load()
  if (created)
    useWizardStore().created = { ref: place, token: token({ secretKept: created.kept }), ...created }

  const router = createRouter({
    history: createMemoryHistory(),
    routes: [
      {
        path: '/o/:accountId/:organization',
        name: 'inventory',
        component: { render: () => h('h1', 'Inventory') },
      },
      { path: '/o/:accountId/:organization/:tokenId', name: 'secret', component: SecretPage, props: true },
    ],
  })
  await router.push({ name: 'secret', params: ref })
  app = createApp({ render: () => [h(RouterView), h(ConfirmHost)] })
  app
    .use(pinia)
    .use(router)
    .mount(document.body.appendChild(document.createElement('div')))
  return { ...main, secret, router }
}

const button = (name: string) => page.getByRole('button', { name, exact: true })
const text = () => document.body.textContent
/** Attributes too: a secret in one of them would be in the page. */
const markup = () => new XMLSerializer().serializeToString(document)

it('has the secret in the page only between "Show token" and "Hide token"', async () => {
  const { secret, inputsOf } = await open({ kept: true, wanted: 'keychain' })
  await expect.element(button('Show token')).toBeVisible()
  expect(inputsOf('secrets.reveal')).toEqual([])
  expect(markup()).not.toContain(secret)

  await button('Show token').click()
  await expect.element(page.getByTestId('secret')).toHaveTextContent(secret)
  await button('Hide token').click()
  await expect.element(button('Show token')).toBeVisible()
  expect(markup()).not.toContain(secret)
})

it('keeps the focus on the button that shows and hides', async () => {
  await open({ kept: true, wanted: 'keychain' })
  await button('Show token').click()
  await expect.element(button('Hide token')).toHaveFocus()
  await userEvent.keyboard('{Enter}')
  await expect.element(button('Show token')).toHaveFocus()
})

it('drops the secret and tells main when it is left', async () => {
  const { secret, router, inputsOf } = await open({ kept: true, wanted: 'keychain' })
  await button('Show token').click()
  await expect.element(page.getByTestId('secret')).toHaveTextContent(secret)
  await button('Done').click()
  await expect.element(page.getByRole('heading', { name: 'Inventory' })).toBeVisible()
  expect(router.currentRoute.value.name).toBe('inventory')
  expect(inputsOf('secrets.release')).toEqual([ref])
  expect(markup()).not.toContain(secret)
  expect(useWizardStore().created).toBeNull()
})

it('does not show a secret that arrives after the screen was left', async () => {
  const { answers, secret, router } = await open({ kept: true, wanted: 'keychain' })
  let arrive: (answer: { secret: string }) => void = () => undefined
  answers['secrets.reveal'] = () => new Promise((resolve) => (arrive = resolve))
  await button('Show token').click()
  await router.push({ name: 'inventory', params: place })
  arrive({ secret })
  await expect.element(page.getByRole('heading', { name: 'Inventory' })).toBeVisible()
  expect(markup()).not.toContain(secret)
})

it('copies through main, counts down, and says when the clipboard was cleared', async () => {
  const { announce, inputsOf, secret } = await open({ kept: true, wanted: 'keychain' })
  await button('Copy token').click()
  await expect.element(page.getByText(/^Copied\. The clipboard is cleared in (60|59) s$/)).toBeVisible()
  expect(inputsOf('secrets.copy')).toEqual([ref])
  expect(markup()).not.toContain(secret)

  announce('secrets.clipboardCleared', {})
  await expect.element(page.getByText('Clipboard cleared')).toBeVisible()
  expect(text()).not.toContain('The clipboard is cleared in')
})

it('copies what is selected by hand through main too, the whole secret or a part of it, and nothing else', async () => {
  const { inputsOf, secret } = await open({ kept: true, wanted: 'keychain' })
  await button('Show token').click()
  await expect.element(page.getByTestId('secret')).toHaveTextContent(secret)
  const code = page.getByTestId('secret').element().querySelector('code')
  const selection = getSelection()
  if (!code?.firstChild || !selection) throw new Error('nothing can be selected')
  /** What the page itself would have left on the clipboard. */
  const unprevented = vi.fn((event: ClipboardEvent) => event.defaultPrevented)
  addEventListener('copy', unprevented)
  const press = () => userEvent.keyboard('{Control>}c{/Control}')

  selection.selectAllChildren(code)
  await press()
  await expect.element(page.getByText(/^Copied\. The clipboard is cleared in (60|59) s$/)).toBeVisible()
  selection.setBaseAndExtent(code.firstChild, 3, code.firstChild, 7)
  await press()
  selection.selectAllChildren(document.body)
  await press()
  const whole = expect.objectContaining({ text: expect.stringContaining(secret) as string }) as unknown
  await expect
    .poll(() => inputsOf('secrets.copyShown'))
    .toEqual([{ text: secret }, { text: secret.slice(3, 7) }, whole])
  expect(unprevented.mock.results.map(({ value }) => value)).toEqual([true, true, true])

  selection.selectAllChildren(page.getByRole('heading', { level: 1 }).element())
  await press()
  expect(unprevented.mock.results.at(-1)?.value).toBe(false)
  expect(inputsOf('secrets.copyShown')).toHaveLength(3)
  removeEventListener('copy', unprevented)
})

it('says in words why it could not be copied', async () => {
  const { answers } = await open({ kept: true, wanted: 'keychain' })
  answers['secrets.copy'] = () => {
    throw new Failed('keychain.locked')
  }
  await button('Copy token').click()
  await expect.element(page.getByRole('alert')).toHaveTextContent('The keychain is locked')
  expect(text()).not.toContain('Copied')
})

it('asks before it is taken out of the keychain', async () => {
  const { inputsOf } = await open({ kept: true, wanted: 'keychain' })
  const tick = page.getByRole('checkbox', { name: keepName })
  await expect.element(tick).toBeChecked()
  await expect.element(page.getByText("It is kept in this computer's keychain")).toBeVisible()

  await tick.click()
  await button('Cancel').click()
  await expect.element(tick).toBeChecked()
  expect(inputsOf('secrets.keep')).toEqual([])

  await tick.click()
  await button('Take it out').click()
  await expect.element(tick).not.toBeChecked()
  expect(inputsOf('secrets.keep')).toEqual([{ ...ref, keep: false }])
  await expect.element(page.getByText('Copy the token now')).toBeVisible()
})

it('puts the tick back and says why when the keychain does not take it', async () => {
  const { answers } = await open({ kept: false, wanted: 'memory' })
  answers['secrets.keep'] = () => {
    throw new Failed('keychain.absent')
  }
  const tick = page.getByRole('checkbox', { name: keepName })
  await tick.click()
  await expect.element(page.getByRole('alert')).toHaveTextContent('This computer has no working keychain')
  await expect.element(tick).not.toBeChecked()

  answers['secrets.keep'] = () => ({ kept: true })
  await tick.click()
  await expect.element(page.getByText("It is kept in this computer's keychain")).toBeVisible()
  await expect.element(tick).toBeChecked()
  await expect.element(page.getByRole('alert')).not.toBeInTheDocument()
})

it('offers to try again when the keychain failed after the token was made', async () => {
  const { inputsOf } = await open({ kept: false, wanted: 'keychain' })
  await expect
    .element(page.getByRole('alert'))
    .toHaveTextContent('The token was made, but its secret could not be kept')
  await button('Try to keep it again').click()
  await expect.element(page.getByRole('checkbox', { name: keepName })).toBeChecked()
  expect(inputsOf('secrets.keep')).toEqual([{ ...ref, keep: true }])
})

it('is left without a question when the secret is kept', async () => {
  await open({ kept: true, wanted: 'keychain' })
  await button('Done').click()
  await expect.element(page.getByRole('heading', { name: 'Inventory' })).toBeVisible()
})

it('asks before it is left with a secret that nobody keeps', async () => {
  const { router, inputsOf } = await open({ kept: false, wanted: 'memory' })
  await button('Done').click()
  const question = page.getByRole('alertdialog')
  await expect.element(question).toHaveTextContent('cannot be retrieved again')
  await button('Stay').click()
  await expect.element(question).not.toBeInTheDocument()
  expect(router.currentRoute.value.name).toBe('secret')
  expect(inputsOf('secrets.release')).toEqual([])

  await button('Done').click()
  await button('Leave').click()
  await expect.element(page.getByRole('heading', { name: 'Inventory' })).toBeVisible()
  expect(inputsOf('secrets.release')).toEqual([ref])
})

it('keeps it and leaves, or stays when it cannot be kept', async () => {
  const { answers, router } = await open({ kept: false, wanted: 'memory' })
  answers['secrets.keep'] = () => {
    throw new Failed('keychain.failed')
  }
  await button('Done').click()
  await button('Keep it and leave').click()
  await expect.element(page.getByRole('alert')).toHaveTextContent('The keychain refused')
  expect(router.currentRoute.value.name).toBe('secret')

  answers['secrets.keep'] = () => ({ kept: true })
  await button('Done').click()
  await button('Keep it and leave').click()
  await expect.element(page.getByRole('heading', { name: 'Inventory' })).toBeVisible()
})

it('opens by its address for a kept secret', async () => {
  const { secret } = await open(null)
  await expect.element(page.getByRole('heading', { name: 'ci-push-web' })).toBeVisible()
  await expect.element(page.getByRole('checkbox', { name: keepName })).toBeChecked()
  await button('Show token').click()
  await expect.element(page.getByTestId('secret')).toHaveTextContent(secret)
})

it('says in plain words that a secret is not here, and lets go without a question', async () => {
  const { answers } = await open(null, [token({ secretKept: false })])
  answers['secrets.reveal'] = () => {
    throw new Failed('secret.missing')
  }
  await expect.element(page.getByText('This token is not in the keychain')).toBeVisible()
  await button('Show token').click()
  await expect.element(page.getByRole('alert')).toHaveTextContent('The secret is not on this computer')
  await button('Done').click()
  await expect.element(page.getByRole('heading', { name: 'Inventory' })).toBeVisible()
})

it('says that a token is gone which the server does not list', async () => {
  await open(null, [])
  await expect.element(page.getByText('That token does not exist any more')).toBeVisible()
  expect(text()).not.toContain('Show token')
})

it('shows snippets for this organization and registry, to be walked with the arrow keys', async () => {
  await open({ kept: true, wanted: 'keychain' })
  await page.getByRole('tab', { name: 'Shell' }).click()
  await expect.element(page.getByLabelText('Shell snippet')).toHaveTextContent('docker login --username acme')
  await userEvent.keyboard('{ArrowRight}')
  await expect
    .element(page.getByLabelText('GitHub Actions snippet'))
    .toHaveTextContent("registry: 'registry.example.com:5000'")
  await expect.element(page.getByRole('tab', { name: 'GitHub Actions' })).toHaveFocus()
})

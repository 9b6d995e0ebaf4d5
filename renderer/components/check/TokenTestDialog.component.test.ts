// The dialog that tests a token or keeps a pasted secret: what is shown of each outcome, and where the secret never is.
import { type Pinia, createPinia, setActivePinia } from 'pinia'
import { afterEach, expect, it } from 'vitest'
import { page, userEvent } from 'vitest/browser'
import { type App, createApp, h, nextTick } from 'vue'
import type { TokenTest } from '../../../shared/contract/secrets.ts'
import { Failed } from '../../../shared/errors.ts'
import { pageBridge } from '../../../tests/support/page-bridge.ts'
import { setBridge } from '../../api.ts'
import { type Tested, testToken, useTokenTest } from '../../composables/useTokenTest.ts'
import { useToasts } from '../../composables/useToasts.ts'
import TokenTestDialog from './TokenTestDialog.vue'

const ref = { accountId: 'hub', organization: 'acme', tokenId: 't1' }
const worked: TokenTest = {
  signsIn: 'yes',
  words: null,
  registry: 'registry.example.com',
  rows: [
    { repository: 'acme/web', asked: ['pull', 'push'], granted: ['pull', 'push'], reason: 'granted' },
    { repository: 'acme/api', asked: ['pull', 'push'], granted: ['pull'], reason: 'missingScope' },
  ],
  checkedAt: '2026-01-01T00:00:00Z',
}
const refused = (signsIn: TokenTest['signsIn'], words: string | null = null): TokenTest => ({
  ...worked,
  signsIn,
  words,
  rows: [],
})

let app: App | null = null

afterEach(() => {
  useTokenTest().close()
  app?.unmount()
  app = null
  setBridge(null)
  document.body.replaceChildren()
})

/** A bridge that answers as told, and the dialog over an empty page. */
function open(
  how: Tested['how'],
  test: () => unknown = () => worked,
  keepPasted: () => unknown = () => null,
) {
  const main = pageBridge({ 'secrets.test': test, 'secrets.keepPasted': keepPasted })
  setBridge(main.bridge)
  const pinia = createPinia()
  setActivePinia(pinia)
  mount(pinia)
  testToken({ ref, label: 'CI', how })
  return main
}

function mount(pinia: Pinia) {
  app = createApp({ render: () => h(TokenTestDialog) })
  app.use(pinia).mount(document.body.appendChild(document.createElement('div')))
}

const dialog = page.getByRole('dialog')
const field = page.getByLabelText('Token secret')
const button = (name: string) => page.getByRole('button', { name, exact: true })
const markup = () => new XMLSerializer().serializeToString(document)
const newSecret = () => `${['dckr', 'oat', ''].join('_')}${crypto.randomUUID()}`

it('says what it is about when it was asked for before it was there', async () => {
  setBridge(pageBridge({ 'secrets.test': () => worked, 'secrets.keepPasted': () => null }).bridge)
  const pinia = createPinia()
  setActivePinia(pinia)
  testToken({ ref, label: 'CI', how: 'keep' })
  mount(pinia)
  await expect.element(page.getByRole('dialog', { name: 'Keep the secret of “CI”' })).toBeVisible()
})

it('tests the kept secret at once, and shows asked, granted and missing with the reason', async () => {
  const { inputsOf } = open('test')
  await expect.element(page.getByText('The token works')).toBeVisible()
  expect(inputsOf('secrets.test')).toEqual([{ ...ref, repositories: [] }])
  const rows = page.getByRole('row')
  await expect.element(rows.nth(1)).toHaveTextContent('acme/webpull, pushpull, pushnothing')
  await expect.element(rows.nth(2)).toHaveTextContent('Its access does not include Image Push here.')
  await expect.element(rows.nth(2)).toHaveTextContent(/pull, pushpullpush$/)
  await expect.element(field).not.toBeInTheDocument()
})

it.each<[string, TokenTest]>([
  ['The token is deactivated', refused('deactivated')],
  ['The token has expired', refused('expired')],
  ['The registry does not accept this secret', refused('wrong')],
  ['The secret belongs to another organization', refused('wrongName')],
  ['This is the secret of “Deploy”', refused('otherToken', 'Deploy')],
])('says in words: %s', async (title, test) => {
  open('test', () => test)
  await expect.element(page.getByRole('alert')).toHaveTextContent(title)
})

it.each<[TokenTest['rows'][number]['reason'], string]>([
  ['less', 'Less than its access says'],
  ['more', 'More than the access known here'],
  ['hidden', 'Left out without a word'],
  ['gone', 'There is no such repository any more'],
  ['untold', 'The registry does not tell'],
])('does not call a token fine whose repository is %s', async (reason, words) => {
  const row = { repository: 'acme/web', asked: ['pull' as const], granted: [], reason }
  open('test', () => ({ ...worked, rows: [row] }))
  await expect.element(page.getByText('1 repository answered otherwise than expected')).toBeVisible()
  await expect.element(page.getByText(words)).toBeVisible()
})

it('shows the registry’s own words on request', async () => {
  open('test', () => refused('wrong', 'incorrect username or password'))
  await page.getByText('Details').click()
  await expect.element(page.getByText('incorrect username or password')).toBeVisible()
})

it('says how far it is, and tries again', async () => {
  let answer: (test: TokenTest) => void = () => undefined
  const { announce, answers } = open('test', () => new Promise((resolve) => (answer = resolve)))
  await expect.element(page.getByRole('status')).toHaveTextContent('Signing in to the registry')
  announce('secrets.testing', { ...ref, asked: 20, total: 45 })
  await expect.element(page.getByRole('status')).toHaveTextContent('20 of 45')
  answer(worked)
  await expect.element(page.getByText('The token works')).toBeVisible()
  answers['secrets.test'] = () => {
    throw new Failed('server.unreachable')
  }
  await button('Test again').click()
  await expect.element(page.getByRole('alert')).toHaveTextContent('The server cannot be reached')
})

it('asks about another repository, in the organization unless one is named', async () => {
  const { inputsOf } = open('test')
  await expect.element(page.getByText('The token works')).toBeVisible()
  const other = page.getByLabelText('Also ask about')
  await other.fill('Not A Name')
  await userEvent.keyboard('{Enter}')
  await expect.element(page.getByText('Write a name such as web, or acme/web.')).toBeVisible()
  for (const name of ['site', 'other/site']) {
    await other.fill(name)
    await userEvent.keyboard('{Enter}')
  }
  await expect
    .poll(() => inputsOf('secrets.test').slice(1))
    .toEqual([
      { ...ref, repositories: ['acme/site'] },
      { ...ref, repositories: ['other/site'] },
    ])
})

it('takes a pasted secret in a field that hides it, and lets go of it when it is closed', async () => {
  const secret = newSecret()
  const { inputsOf } = open('paste', () => refused('wrong'))
  await button('Test token').click()
  await expect.element(page.getByText('Paste the secret first.')).toBeVisible()
  await expect.element(field).toHaveFocus()
  expect(inputsOf('secrets.test')).toEqual([])
  await expect.element(field).toHaveAttribute('type', 'password')
  await expect.element(field).toHaveAttribute('spellcheck', 'false')

  await field.fill(` ${secret}\t`)
  await button('Test token').click()
  await expect.element(page.getByRole('alert')).toHaveTextContent('does not accept this secret')
  expect(inputsOf('secrets.test')).toEqual([{ ...ref, repositories: [], secret }])
  await expect.element(field).toHaveValue(` ${secret}\t`)
  expect(markup()).not.toContain(secret)

  await page.getByRole('dialog').getByRole('button', { name: 'Close' }).first().click()
  await expect.element(dialog).not.toBeInTheDocument()
  testToken({ ref, label: 'CI', how: 'paste' })
  await expect.element(field).toHaveValue('')
})

it('asks for the secret when it turns out not to be here', async () => {
  open('test', () => {
    throw new Failed('secret.missing')
  })
  await expect.element(page.getByRole('alert')).toHaveTextContent('The secret is not on this computer')
  await expect.element(field).toBeVisible()
})

it('does not show an answer that comes after it was closed', async () => {
  let answer: (test: TokenTest) => void = () => undefined
  open('test', () => new Promise((resolve) => (answer = resolve)))
  await expect.element(dialog).toBeVisible()
  useTokenTest().close()
  testToken({ ref: { ...ref, tokenId: 't2' }, label: 'Other', how: 'paste' })
  answer(worked)
  await nextTick()
  await expect.element(page.getByText('Test “Other”').first()).toBeVisible()
  await expect.element(page.getByText('The token works')).not.toBeInTheDocument()
})

it('keeps what works, and keeps what was typed when it does not', async () => {
  const secret = newSecret()
  const main = open('keep', undefined, () => ({ kept: false, test: refused('deactivated') }))
  await field.fill(secret)
  await button('Test and keep').click()
  await expect.element(page.getByRole('alert')).toHaveTextContent('The token is deactivated')
  await expect.element(field).toHaveValue(secret)

  main.answers['secrets.keepPasted'] = () => {
    throw new Failed('keychain.locked')
  }
  await button('Test and keep').click()
  await expect.element(page.getByRole('alert')).toHaveTextContent('The keychain is locked')
  await expect.element(field).toHaveValue(secret)

  main.answers['secrets.keepPasted'] = () => ({ kept: true, test: worked })
  await button('Test and keep').click()
  await expect.element(dialog).not.toBeInTheDocument()
  expect(useToasts().toasts.value.at(-1)?.title).toBe('The secret of “CI” is kept')
  expect(main.inputsOf('secrets.keepPasted').at(-1)).toEqual({ ...ref, secret })
})

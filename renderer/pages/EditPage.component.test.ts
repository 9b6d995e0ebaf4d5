// The edit page with its real stores and router; only main is played by the test.
import { createPinia, setActivePinia } from 'pinia'
import { afterEach, expect, it } from 'vitest'
import { page, userEvent } from 'vitest/browser'
import { type App, createApp, h } from 'vue'
import { createMemoryHistory, createRouter, RouterView } from 'vue-router'
import type { Token } from '../../shared/contract/tokens.ts'
import { Failed } from '../../shared/errors.ts'
import { pageBridge } from '../../tests/support/page-bridge.ts'
import { setBridge } from '../api.ts'
import ConfirmHost from '../components/base/ConfirmHost.vue'
import ToastHost from '../components/base/ToastHost.vue'
import { useAccountsStore } from '../stores/accounts.ts'
import EditPage from './EditPage.vue'

const place = { accountId: 'hub', organization: 'acme' }
const ref = { ...place, tokenId: 't1' }
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
const resources = [
  { type: 'TYPE_ORG', path: 'acme', scopes: ['scope-from-the-future', 'scope-member-read'] },
  { type: 'TYPE_REPO', path: 'acme/web', scopes: ['scope-tag-read', 'scope-image-pull'] },
]
const token = (change: Partial<Token> = {}): Token => ({
  id: 't1',
  label: 'CI of web',
  description: 'Builds',
  createdBy: 'anna',
  createdAt: '2026-01-01T00:00:00Z',
  expiresAt: null,
  lastUsedAt: null,
  isActive: true,
  resources,
  secretKept: true,
  ...change,
})
const fields = ({ label, description, resources }: Token) => ({
  label,
  description,
  resources: resources ?? [],
})

interface Change {
  shown: ReturnType<typeof fields> & { isActive: boolean }
  wanted: ReturnType<typeof fields>
}

let app: App | null = null

afterEach(() => {
  app?.unmount()
  app = null
  setBridge(null)
  document.body.replaceChildren()
})

/** Opens the page; `server` is the token there, which `change` replaces like main would. */
async function open(onServer: Token = token(), copy: Token[] = [{ ...onServer, resources: null }]) {
  const server = { token: onServer }
  const main = pageBridge({
    'accounts.list': () => [account],
    'accounts.startDemo': () => account,
    'tokens.inventory': () => ({
      tokens: [...copy, token({ id: 't2', label: 'Nightly' })],
      unreadable: 0,
      slots: { used: 2, limit: 10 },
      syncedAt: '2026-01-01T00:00:00Z',
      offline: false,
      notSaved: null,
    }),
    'tokens.read': () => server.token,
    'tokens.change': ({ shown, wanted }: Change) => {
      const now = { ...fields(server.token), isActive: server.token.isActive }
      if (JSON.stringify(now) !== JSON.stringify({ ...shown }))
        return { outcome: 'conflict', token: server.token }
      server.token = { ...server.token, ...wanted }
      return { outcome: 'saved', token: server.token }
    },
    'repositories.search': () => ({
      total: 1,
      repositories: [{ name: 'api', isPrivate: true, description: '', lastUpdated: null }],
      more: false,
    }),
  })
  setBridge(main.bridge)
  const pinia = createPinia()
  setActivePinia(pinia)
  await useAccountsStore().load()
  const router = createRouter({
    history: createMemoryHistory(),
    routes: [
      {
        path: '/:accountId/:organization',
        name: 'inventory',
        component: { render: () => h('h1', 'Inventory') },
      },
      { path: '/:accountId/:organization/:tokenId/edit', name: 'edit', component: EditPage, props: true },
    ],
  })
  await router.push({ name: 'inventory', params: place })
  await router.push({ name: 'edit', params: ref })
  app = createApp({ render: () => [h(RouterView), h(ConfirmHost), h(ToastHost)] })
  app
    .use(pinia)
    .use(router)
    .mount(document.body.appendChild(document.createElement('div')))
  return { ...main, server, router, changes: () => main.inputsOf('tokens.change') as Change[] }
}

const button = (name: string) => page.getByRole('button', { name, exact: true })
const label = page.getByRole('textbox', { name: 'Label' })
const description = page.getByRole('textbox', { name: 'Description' })
const box = (name: string) => page.getByRole('checkbox', { name, exact: true })
const inventory = page.getByRole('heading', { name: 'Inventory' })
const dialog = page.getByRole('alertdialog')
const saveReason = (words: string | RegExp) =>
  expect.element(button('Save')).toHaveAccessibleDescription(words)

it('saves what was edited, and nothing else of the token', async () => {
  const main = await open()
  await expect.element(label).toHaveValue('CI of web')
  await saveReason('Nothing was changed.')
  await label.fill('CI of the site')
  await page.getByRole('radio', { name: 'Image Push' }).click()
  await box('Read public repositories').click()
  const summary = page.getByRole('region', { name: 'Summary' })
  await expect.element(summary).toHaveTextContent('renames it from “CI of web”')
  await expect.element(summary).toHaveTextContent('adds: push to acme/web')
  await expect.element(summary).toHaveTextContent('adds: pull from any public repository')
  await expect.element(page.getByText('Changed: label, access')).toBeVisible()
  await button('Save').click()

  await expect.element(inventory).toBeVisible()
  await expect.element(page.getByText('“CI of the site” is changed on the server.')).toBeVisible()
  expect(main.changes()).toEqual([
    {
      ...ref,
      shown: { ...fields(token()), isActive: true },
      wanted: {
        label: 'CI of the site',
        description: 'Builds',
        resources: [
          resources[0],
          { ...resources[1], scopes: ['scope-image-push', 'scope-tag-read'] },
          { type: 'TYPE_REPO', path: '*/*/public', scopes: ['scope-image-pull'] },
        ],
      },
    },
  ])
})

it('says what it keeps without showing it, and sends it untouched', async () => {
  const main = await open()
  const kept = page.getByRole('region', { name: 'Kept as they are' })
  await expect.element(kept).toHaveTextContent('scope-from-the-future')
  await expect.element(kept).toHaveTextContent('scope-tag-read')
  await box('Member Read').click()
  await box('Group Read').click()
  await userEvent.keyboard('{Control>}s{/Control}')
  await expect.element(inventory).toBeVisible()
  expect(main.changes()[0]?.wanted.resources).toEqual([
    { ...resources[0], scopes: ['scope-from-the-future', 'scope-group-read'] },
    resources[1],
  ])
  expect(JSON.stringify(main.changes()[0]?.wanted)).not.toMatch(/active/i)
})

it('says what is wrong beside the field, and does not save', async () => {
  const main = await open()
  await label.fill(' ')
  await expect.element(label).toHaveAccessibleDescription(/Enter a label/)
  await saveReason(/Enter a label/)
  await label.fill('nightly')
  await expect.element(page.getByText('hard to tell apart')).toBeVisible()
  await description.fill('d'.repeat(201))
  await userEvent.keyboard('{Control>}s{/Control}')
  await expect.element(description).toHaveAttribute('aria-invalid', 'true')
  expect(main.changes()).toEqual([])
})

it('draws the copy at once, and takes the server’s word before saving', async () => {
  const main = await open()
  let answer: (it: Token) => void = () => undefined
  await expect.element(label).toHaveValue('CI of web')
  main.answers['tokens.read'] = () => new Promise((resolve) => (answer = resolve))
  await main.router.push({ name: 'edit', params: { ...ref, tokenId: 't2' } })
  await expect.element(label).toHaveValue('Nightly')
  await saveReason('The token is being read from the server.')
  answer(token({ id: 't2', label: 'Weekly' }))
  await expect.element(label).toHaveValue('Weekly')
  await saveReason('Nothing was changed.')
})

it('keeps what was typed while the server was being asked', async () => {
  const main = await open()
  await expect.element(label).toHaveValue('CI of web')
  let answer: (it: Token) => void = () => undefined
  main.answers['tokens.read'] = () => new Promise((resolve) => (answer = resolve))
  await main.router.push({ name: 'edit', params: { ...ref, tokenId: 't2' } })
  await expect.element(label).toHaveValue('Nightly')
  await label.fill('Typed')
  answer(token({ id: 't2', label: 'Weekly' }))
  await expect.element(button('Save')).not.toHaveAttribute('aria-disabled')
  await expect.element(label).toHaveValue('Typed')
})

it('says why the token cannot be read, and tries again', async () => {
  const main = await open()
  const read = main.answers['tokens.read']!
  main.answers['tokens.read'] = () => {
    throw new Failed('server.unreachable')
  }
  await main.router.push({ name: 'edit', params: { ...ref, tokenId: 't3' } })
  await expect.element(page.getByRole('heading', { name: 'The server cannot be reached' })).toBeVisible()
  await expect.element(button('Save')).not.toBeInTheDocument()
  main.answers['tokens.read'] = read
  await button('Try again').click()
  await expect.element(label).toHaveValue('CI of web')
})

it('shows the copy when the server cannot be reached, with nothing to save', async () => {
  const main = await open(token(), [token()])
  await expect.element(label).toHaveValue('CI of web')
  main.answers['tokens.read'] = () => {
    throw new Failed('server.unreachable')
  }
  await main.router.push({ name: 'edit', params: { ...ref, tokenId: 't2' } })
  await expect.element(page.getByText('The server cannot be reached')).toBeVisible()
  await expect.element(label).toHaveValue('Nightly')
  await saveReason('The token has to be read from the server first.')
})

it.each([
  ['a token that is gone', 'That token does not exist any more'],
  ['a deactivated token', '“CI of web” is deactivated'],
  ['an expired token', '“CI of web” has expired'],
])('does not open %s', async (what, words) => {
  const main = await open(
    token({
      isActive: !what.includes('deactivated'),
      expiresAt: what.includes('expired') ? '2020-01-01T00:00:00Z' : null,
    }),
  )
  if (what.includes('gone')) {
    main.answers['tokens.read'] = () => {
      throw new Failed('token.gone')
    }
    await main.router.push({ name: 'edit', params: { ...ref, tokenId: 't2' } })
  }
  await expect.element(page.getByRole('heading', { name: words })).toBeVisible()
  await expect.element(label).not.toBeInTheDocument()
  await expect.element(button('Save')).not.toBeInTheDocument()
  await button('Open the inventory').click()
  await expect.element(inventory).toBeVisible()
})

it('asks before it drops unsaved changes', async () => {
  await open()
  await description.fill('Half done')
  await button('Cancel').click()
  await expect.element(dialog).toHaveTextContent('Discard your changes?')
  await button('Keep editing').click()
  await expect.element(description).toHaveValue('Half done')
  await button('Close').click()
  await button('Discard').click()
  await expect.element(inventory).toBeVisible()
})

it('leaves without asking when nothing was changed', async () => {
  await open()
  await label.fill('Something')
  await label.fill('CI of web')
  await button('Cancel').click()
  await expect.element(inventory).toBeVisible()
})

it('signs in again and goes on saving', async () => {
  const main = await open()
  const change = main.answers['tokens.change']!
  main.answers['tokens.change'] = (input) => {
    main.answers['tokens.change'] = change
    if (input) throw new Failed('signIn.needed')
  }
  await label.fill('Patient')
  await button('Save').click()
  await expect.element(inventory).toBeVisible()
  expect(main.inputsOf('accounts.startDemo')).toHaveLength(1)
  expect(main.server.token.label).toBe('Patient')
})

it('keeps the form when saving fails, and takes an objection to its field', async () => {
  const main = await open()
  const refuse = (failed: Failed) => {
    main.answers['tokens.change'] = () => {
      throw failed
    }
  }
  refuse(new Failed('server.unreachable'))
  await label.fill('Kept')
  await button('Save').click()
  await expect.element(page.getByText('The server cannot be reached')).toBeVisible()
  await expect.element(label).toHaveValue('Kept')

  refuse(new Failed('token.rejected', { field: 'label', detail: 'Not this label.' }))
  await button('Save').click()
  await expect.element(label).toHaveAccessibleDescription(/Not this label/)
  await expect.element(label).toHaveFocus()
  await expect.element(page.getByText('The server cannot be reached')).not.toBeInTheDocument()
  await label.fill('Another')
  await expect.element(page.getByText('Not this label.')).not.toBeInTheDocument()
})

it('takes an edit that is on the server already for saved: the answer of an earlier try was lost', async () => {
  const main = await open()
  await label.fill('Done already')
  main.server.token = token({ label: 'Done already' })
  await button('Save').click()
  await expect.element(inventory).toBeVisible()
})

/** Edits label here and something else there, and saves. */
async function collide(theirs: Partial<Token>) {
  const main = await open()
  await label.fill('Mine')
  main.server.token = token(theirs)
  await button('Save').click()
  await expect.element(dialog).toBeVisible()
  return main
}
const cells = () =>
  [...document.querySelectorAll('tbody tr')].map((row) => [...row.children].map((cell) => cell.textContent))

it('shows both edits of a field side by side, and takes theirs', async () => {
  const main = await collide({ label: 'Theirs' })
  expect(cells()).toEqual([['Label', 'CI of web', 'MineChanged', 'TheirsChanged']])
  await expect.element(button('Keep both')).not.toBeInTheDocument()
  await button('Use theirs').click()
  await expect.element(label).toHaveValue('Theirs')
  await saveReason('Nothing was changed.')
  expect(main.changes()).toHaveLength(1)
})

it('saves mine over theirs when the owner says so', async () => {
  const main = await collide({ label: 'Theirs', description: 'Theirs too' })
  await button('Save mine over it').click()
  await expect.element(inventory).toBeVisible()
  expect(main.changes()[1]?.shown).toEqual({
    ...fields(token()),
    label: 'Theirs',
    description: 'Theirs too',
    isActive: true,
  })
  expect(fields(main.server.token)).toEqual({ ...fields(token()), label: 'Mine' })
})

it('keeps both when different fields were edited', async () => {
  const wider = [...resources, { type: 'TYPE_REPO', path: 'acme/api', scopes: ['scope-image-pull'] }]
  const main = await collide({ resources: wider })
  expect(cells().map(([name]) => name)).toEqual(['Label', 'Access'])
  await expect.element(dialog).toHaveTextContent('pull from acme/api')
  await button('Keep both').click()
  await expect.element(inventory).toBeVisible()
  expect(fields(main.server.token)).toEqual({ ...fields(token()), label: 'Mine', resources: wider })
})

it('lets the owner go on editing, and shows the conflict again', async () => {
  await collide({ label: 'Theirs' })
  await userEvent.keyboard('{Escape}')
  await expect.element(dialog).not.toBeInTheDocument()
  await expect.element(label).toHaveValue('Mine')
  await button('Save').click()
  await expect.element(dialog).toBeVisible()
})

it('offers only to go back from a token that was deactivated meanwhile', async () => {
  const main = await collide({ isActive: false })
  await expect.element(dialog).toHaveTextContent('only deleted')
  await userEvent.keyboard('{Escape}')
  await expect.element(dialog).toBeVisible()
  await expect.element(button('Save mine over it')).not.toBeInTheDocument()
  await button('Go back').click()
  await expect.element(inventory).toBeVisible()
  expect(main.changes()).toHaveLength(1)
})

// Acts on several tokens as their dialog tells of them, with the real store: those that are not on show, and of whose
// organization each is.
import { createPinia, setActivePinia } from 'pinia'
import { afterEach, expect, it } from 'vitest'
import { page } from 'vitest/browser'
import { type App, createApp } from 'vue'
import type { Token } from '../../../shared/contract/tokens.ts'
import { pageBridge } from '../../../tests/support/page-bridge.ts'
import { account } from '../../../tests/support/page/account.ts'
import { makeToken } from '../../../tests/support/token.ts'
import { setBridge } from '../../api.ts'
import { useAccountsStore } from '../../stores/accounts.ts'
import { useOrganizationsStore } from '../../stores/organizations.ts'
import { useRetireStore } from '../../stores/retire.ts'
import '../../styles/base.css'
import RetireHost from './RetireHost.vue'

const of = (accountId: string, label: string, change: Partial<Token> = {}) => ({
  ref: { accountId, organization: 'acme' },
  token: makeToken({ id: label, label, ...change }),
})

let app: App | null = null
afterEach(() => {
  app?.unmount()
  app = null
  setBridge(null)
  document.body.replaceChildren()
})

async function open() {
  const organizations = ({ accountId }: { accountId: string }) => [
    { accountId, name: 'acme', fullName: 'Acme', plan: 'team', role: 'owner', blocked: null, slots: null },
  ]
  const main = pageBridge({
    'accounts.list': () => [account, { ...account, id: 'work', username: 'ben', serverName: 'hub.example' }],
    'organizations.list': organizations,
    'organizations.refresh': organizations,
    'tokens.delete': () => ({ keychain: 'nothing' }),
    'tokens.forgetGone': () => ({ keychain: 'nothing' }),
    'tokens.bringBack': () => undefined,
  })
  setBridge(main.bridge)
  setActivePinia(createPinia())
  await useAccountsStore().load()
  for (const { id } of useAccountsStore().accounts) await useOrganizationsStore().open(id)
  app = createApp(RetireHost)
  app.mount(document.body.appendChild(document.createElement('div')))
  return main
}
const dialog = () => page.getByRole('alertdialog')
const button = (name: string) => dialog().getByRole('button', { name, exact: true })

it('lists those that are not on show apart, and leaves them out with one click', async () => {
  const main = await open()
  useRetireStore().ask('delete', [of('hub', 'CI'), { ...of('hub', 'Nightly'), hidden: true }])
  await expect.element(dialog()).toHaveTextContent('Delete 2 tokens?')
  const apart = page.getByRole('region', { name: 'Not on show: 1 token' })
  await expect.element(apart.getByRole('listitem')).toHaveTextContent('Nightly')

  await button('Leave it out').click()
  await expect.element(dialog()).toHaveTextContent('Delete 1 token?')
  await expect.element(apart).not.toBeInTheDocument()
  await button('Delete').click()
  await expect.element(dialog()).toHaveTextContent('All deleted')
  expect(main.inputsOf('tokens.delete')).toMatchObject([{ tokenId: 'CI' }])
})

it('offers no way to leave out all there is', async () => {
  await open()
  useRetireStore().ask('delete', [{ ...of('hub', 'CI'), hidden: true }])
  await expect.element(page.getByRole('heading', { name: 'Not on show: 1 token' })).toBeVisible()
  await expect.element(button('Leave it out')).not.toBeInTheDocument()
})

it('says whose organization each is of where two have the same name', async () => {
  await open()
  useRetireStore().ask('delete', [of('hub', 'CI'), of('work', 'Nightly')])
  await expect
    .element(page.getByRole('listitem').first())
    .toHaveTextContent('acme (anna on Demo on this computer)')
  await expect.element(page.getByRole('listitem').last()).toHaveTextContent('acme (ben on hub.example)')
})

it('takes gone tokens off the list, with a way back as long as no secret went with them', async () => {
  const main = await open()
  const gone = { goneAt: '2026-05-01T00:00:00Z' }
  useRetireStore().ask('forget', [of('hub', 'CI', gone)])
  await expect.element(button('Remove secrets too')).not.toBeInTheDocument()
  await button('Remove').click()
  await expect.element(dialog()).toHaveTextContent('All removed from the list')
  await button('Undo').click()
  await expect.element(dialog()).not.toBeInTheDocument()
  expect(main.inputsOf('tokens.bringBack')).toMatchObject([{ accountId: 'hub', tokenId: 'CI' }])

  useRetireStore().ask('forget', [of('hub', 'CI', { ...gone, secretKept: true })])
  await expect.element(button('Remove, keep secrets')).toBeVisible()
  await button('Remove secrets too').click()
  await expect.element(button('Done')).toBeVisible()
  await expect.element(button('Undo')).not.toBeInTheDocument()
  expect(main.inputsOf('tokens.forgetGone')).toMatchObject([{ secret: 'keep' }, { secret: 'remove' }])
})

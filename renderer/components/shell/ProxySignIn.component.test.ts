// When a proxy asks: by itself, but over nobody's typing and no other dialog, and each only until it was put off.
import { createPinia, setActivePinia } from 'pinia'
import { afterEach, expect, it, vi } from 'vitest'
import { page } from 'vitest/browser'
import { type App, createApp, h, nextTick } from 'vue'
import { Failed } from '../../../shared/errors.ts'
import { pageBridge } from '../../../tests/support/page-bridge.ts'
import { setBridge } from '../../api.ts'
import { useCommands } from '../../composables/useCommand.ts'
import ProxySignIn from './ProxySignIn.vue'

const [first, second] = ['one.example:3128', 'two.example:3128']
const dialog = page.getByRole('dialog', { name: 'Sign in to the proxy' })
const wants = (...proxies: string[]) => ({
  wanted: proxies.map((proxy) => ({ proxy, refused: false })),
  signedIn: [],
})

let app: App | null = null
afterEach(() => {
  app?.unmount()
  app = null
  useCommands().dialogOpen.value = false
  setBridge(null)
  document.body.replaceChildren()
})

/** Beside a field that somebody may be typing into. */
function open() {
  const main = pageBridge({
    'proxies.signIn': () => {
      throw new Failed('proxy.signInWrong')
    },
  })
  setBridge(main.bridge)
  setActivePinia(createPinia())
  app = createApp(() => [h('input', { 'aria-label': 'Search' }), h('button', 'Elsewhere'), h(ProxySignIn)])
  app.mount(document.body.appendChild(document.createElement('div')))
  return { main, ask: (...proxies: string[]) => main.announce('proxies.changed', wants(...proxies)) }
}

it('opens by itself, and again for a new question after it was put off', async () => {
  const { ask } = open()
  ask(first)
  await expect.element(dialog).toHaveTextContent(first)
  await page.getByRole('button', { name: 'Not now' }).click()
  await expect.element(dialog).not.toBeInTheDocument()
  ask(first)
  await nextTick()
  expect(document.querySelector('[role=dialog]')).toBeNull()
  ask()
  ask(first)
  await expect.element(dialog).toHaveTextContent(first)
})

it('waits until nobody is typing and no other dialog is open', async () => {
  const { ask } = open()
  await page.getByLabelText('Search').click()
  ask(first)
  await nextTick()
  await expect.element(page.getByLabelText('Search')).toHaveFocus()
  expect(document.querySelector('[role=dialog]')).toBeNull()
  useCommands().dialogOpen.value = true
  await page.getByText('Elsewhere').click()
  expect(document.querySelector('[role=dialog]')).toBeNull()
  useCommands().dialogOpen.value = false
  await expect.element(dialog).toBeVisible()
})

it('asks about one after the other, and what is wrong for the one is not said of the other', async () => {
  const { ask, main } = open()
  ask(first, second)
  await expect.element(dialog).toHaveTextContent(first)
  await page.getByLabelText('User name').fill('ana')
  await page.getByLabelText('Password').fill('a wrong one')
  await page.getByRole('button', { name: 'Sign in' }).click()
  await expect.element(dialog).toHaveTextContent('did not take that name and password')
  expect(main.inputsOf('proxies.signIn')).toEqual([
    { proxy: first, username: 'ana', password: 'a wrong one', keep: true },
  ])
  ask(second)
  await expect.element(dialog).toHaveTextContent(second)
  await expect.element(dialog).not.toHaveTextContent('did not take')
  await vi.waitUntil(() => page.getByLabelText('User name').element() === document.activeElement)
  await expect.element(page.getByLabelText('User name')).toHaveValue('')
})

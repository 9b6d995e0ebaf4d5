// What was chosen outside the page: opened at once, after a dialog, or after the owner has left an edit.
import { createPinia, setActivePinia } from 'pinia'
import { afterEach, expect, it, vi } from 'vitest'
import { page } from 'vitest/browser'
import { type App, createApp, defineComponent, h } from 'vue'
import { createMemoryHistory, createRouter, RouterView } from 'vue-router'
import type { Place } from '../../shared/contract/notifications.ts'
import { pageBridge } from '../../tests/support/page-bridge.ts'
import { setBridge } from '../api.ts'
import ToastHost from '../components/base/ToastHost.vue'
import { useChosenPlace } from './useChosenPlace.ts'
import { useCommandKeys } from './useCommand.ts'
import { dismissToast, useToasts } from './useToasts.ts'

let app: App | null = null
afterEach(() => {
  app?.unmount()
  for (const { id } of useToasts().toasts.value) dismissToast(id)
  setBridge(null)
  document.body.replaceChildren()
})

const acme: Place = { kind: 'organization', ref: { accountId: 'hub', organization: 'acme' } }

async function open() {
  let chosen: Place | null = null
  const main = pageBridge({
    'notifications.takePlace': () => {
      const place = chosen
      chosen = null
      return place
    },
  })
  setBridge(main.bridge)
  const text = (words: string) => ({ render: () => h('p', words) })
  const router = createRouter({
    history: createMemoryHistory(),
    routes: [
      { path: '/', component: text('Home') },
      { path: '/edit', component: text('An edit') },
      { path: '/a/:accountId/o/:organization', name: 'inventory', component: text('Acme') },
    ],
  })
  const root = document.body.appendChild(document.createElement('div'))
  app = createApp(
    defineComponent(() => {
      useCommandKeys(() => undefined)
      useChosenPlace()
      return () => [h(RouterView), h(ToastHost)]
    }),
  )
  const pinia = createPinia()
  setActivePinia(pinia)
  app.use(pinia).use(router)
  await router.push('/edit')
  app.mount(root)
  return {
    router,
    choose(place: Place) {
      chosen = place
      main.announce('notifications.placeChosen', {})
    },
  }
}

it('waits for a dialog to be closed, and says so', async () => {
  const dialog = document.createElement('div')
  dialog.setAttribute('role', 'dialog')
  const { choose } = await open()
  document.body.append(dialog)
  choose(acme)
  await expect.element(page.getByText('Opens when you are done here')).toBeVisible()
  await expect.element(page.getByText('An edit')).toBeVisible()
  dialog.remove()
  await expect.element(page.getByText('Acme')).toBeVisible()
  await expect.element(page.getByText('Opens when you are done here')).not.toBeInTheDocument()
})

it('can still be opened after the owner stayed with an edit', async () => {
  const { router, choose } = await open()
  const stay = router.beforeEach(() => false)
  choose(acme)
  await expect.element(page.getByText('You stayed here')).toBeVisible()
  stay()
  await page.getByRole('button', { name: 'Go there' }).click()
  await expect.element(page.getByText('Acme')).toBeVisible()
})

it('says when a link leads nowhere', async () => {
  const { choose } = await open()
  choose({ kind: 'nowhere', organization: null })
  await expect.element(page.getByText('This link leads nowhere')).toBeVisible()
  await expect.element(page.getByText('Granary does not know such a link.')).toBeVisible()
  await vi.waitFor(() => expect(useToasts().toasts.value).toHaveLength(1))
})

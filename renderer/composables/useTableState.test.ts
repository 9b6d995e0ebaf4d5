// What is typed and which view is opened, across the tables of several organizations.
import { createPinia, setActivePinia } from 'pinia'
import { afterEach, beforeEach, expect, it, vi } from 'vitest'
import { createApp, effectScope, type EffectScope } from 'vue'
import { createMemoryHistory, createRouter } from 'vue-router'
import { pageBridge } from '../../tests/support/page-bridge.ts'
import { setBridge } from '../api.ts'
import { useTableState } from './useTableState.ts'

let scope: EffectScope
beforeEach(() => {
  vi.useFakeTimers()
  setBridge(pageBridge({}).bridge)
  setActivePinia(createPinia())
  scope = effectScope()
})
afterEach(() => {
  scope.stop()
  vi.useRealTimers()
  setBridge(null)
})

/** Loaded only after the pause. */
const later = <T>(value: T) => new Promise<T>((resolve) => setTimeout(() => resolve(value), 1_000))

async function open(path: string, across: boolean) {
  const page = { render: () => null }
  const router = createRouter({
    history: createMemoryHistory(),
    routes: [
      {
        path: '/a/:accountId/o/:organization',
        component: page,
        children: [
          { path: '', component: page },
          { path: 'tokens/:tokenId', component: page },
          { path: 'slow/:tokenId', component: () => later(page) },
        ],
      },
      { path: '/all', component: page, children: [{ path: '', name: 'all', component: page }] },
    ],
  })
  await router.push(path)
  const app = createApp(page)
  app.use(router)
  const table = app.runWithContext(() => scope.run(() => useTableState({ across })))
  if (!table) throw new Error('the scope was stopped')
  return { table, router, at: () => router.currentRoute.value.fullPath }
}

it('puts what is typed into the address after a pause, and leaves it to the organization it was typed for', async () => {
  const { table, router, at } = await open('/a/hub/o/acme', false)
  table.type('ci')
  await vi.advanceTimersByTimeAsync(300)
  expect(at()).toBe('/a/hub/o/acme?search=ci')
  table.type('ci deploy')
  await router.push('/a/hub/o/umbra')
  await vi.advanceTimersByTimeAsync(300)
  expect([at(), table.state.value.criteria.search]).toEqual(['/a/hub/o/umbra', ''])
})

it('goes on waiting for the pause while details are opened beside the table', async () => {
  const { table, router, at } = await open('/a/hub/o/acme', false)
  table.type('ci')
  await router.push({ path: '/a/hub/o/acme/tokens/t1', query: table.query.value })
  await vi.advanceTimersByTimeAsync(300)
  expect(at()).toBe('/a/hub/o/acme/tokens/t1?search=ci')
})

it('does not call off the opening of details, however long it takes', async () => {
  const { table, router, at } = await open('/a/hub/o/acme', false)
  table.type('ci')
  const opening = router.push({ path: '/a/hub/o/acme/slow/t1', query: table.query.value })
  await vi.advanceTimersByTimeAsync(2_000)
  await opening
  expect(at()).toBe('/a/hub/o/acme/slow/t1?search=ci')
})

it('opens a view of certain organizations where they are, any other in the table it is chosen in', async () => {
  const { table, at } = await open('/a/hub/o/umbra', false)
  await table.openView({ query: 'neverUsed=yes' })
  expect(at()).toBe('/a/hub/o/umbra?neverUsed=yes')
  await table.openView({ query: 'neverUsed=yes&organization=acme' })
  expect(at()).toBe('/all?neverUsed=yes&organization=acme')
})

it('makes no columns anew while something is typed', async () => {
  const { table } = await open('/all?columns=status', true)
  const { value: before } = table.columns
  table.type('ci')
  expect(table.state.value.criteria.search).toBe('ci')
  expect(table.columns.value).toBe(before)
})

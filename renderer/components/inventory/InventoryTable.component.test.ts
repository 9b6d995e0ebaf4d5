import { mount } from '@vue/test-utils'
import { describe, expect, it, vi } from 'vitest'
import { computed, defineComponent, h, nextTick, ref, shallowRef } from 'vue'
import type { Token } from '../../../shared/contract/tokens.ts'
import { createMemoryHistory, createRouter } from 'vue-router'
import { useSelection } from '../../composables/useSelection.ts'
import InventoryTable from './InventoryTable.vue'
import { type Criteria, inventoryRows } from './rows.ts'
import { useInventoryTable } from './useInventoryTable.ts'

const now = Date.parse('2026-06-01T00:00:00Z')
const token = (at: number, change: Partial<Token> = {}): Token => ({
  id: `id-${at}`,
  label: `Token ${at}`,
  description: '',
  createdBy: at % 2 ? 'ada' : 'grace',
  createdAt: new Date(now - at * 60_000).toISOString(),
  expiresAt: null,
  lastUsedAt: null,
  previouslyUsedAt: null,
  goneAt: null,
  isActive: true,
  resources: null,
  secretKept: false,
  ...change,
})

async function table(tokens: Token[]) {
  const page = { render: () => null }
  const router = createRouter({
    history: createMemoryHistory(),
    routes: [
      { path: '/', component: page },
      { path: '/tokens/:tokenId', name: 'token', component: page },
      { path: '/tokens/:tokenId/secret', name: 'secret', component: page },
    ],
  })
  const criteria = ref<Criteria>({ search: '', status: 'all' })
  const rows = shallowRef(inventoryRows(tokens, now))
  const wrapper = mount(
    defineComponent(() => {
      const model = useInventoryTable(rows, criteria)
      const ids = computed(() => model.shown.value.map(({ token }) => token.id))
      const selection = useSelection(
        ids,
        computed(() => new Set(ids.value)),
      )
      const style = 'height: 400px; display: flex'
      return () =>
        h('div', { style }, h(InventoryTable, { model, now, label: 'Tokens', menuOf: () => [], selection }))
    }),
    { attachTo: document.body, global: { plugins: [router] } },
  )
  // The rows in view are known once the browser has measured the scroller.
  await vi.waitUntil(() => wrapper.find('.inventory-row').exists())
  const labels = () => wrapper.findAll('.inventory-row .name').map((cell) => cell.text())
  const sortBy = (header: string) =>
    wrapper
      .findAll('.sort')
      .find((button) => button.text() === header)
      ?.trigger('click')
  return { wrapper, criteria, labels, sortBy }
}

describe('the inventory table', () => {
  it('leads to the secret of a token that is kept here, and only of such a one', async () => {
    const { wrapper } = await table([token(1, { secretKept: true }), token(2)])
    expect(wrapper.findAll('.secret a').map((link) => link.attributes('href'))).toEqual([
      '/tokens/id-1/secret',
    ])
    wrapper.unmount()
  })

  it('draws few of 10,000 rows, and says how many there are', async () => {
    const { wrapper, labels } = await table(Array.from({ length: 10_000 }, (_, at) => token(at)))
    expect(labels().length).toBeGreaterThan(5)
    expect(labels().length).toBeLessThan(60)
    expect(wrapper.get('[role=table]').attributes('aria-rowcount')).toBe('10001')
    wrapper.unmount()
  })

  it('starts with the newest, and sorts by a column both ways with the state said', async () => {
    const { wrapper, labels, sortBy } = await table([token(3), token(1), token(20)])
    expect(labels()).toEqual(['Token 1', 'Token 3', 'Token 20'])
    await sortBy('Label')
    expect(labels()).toEqual(['Token 1', 'Token 3', 'Token 20'])
    expect(wrapper.get('.heading.label').attributes('aria-sort')).toBe('ascending')
    await sortBy('Label')
    expect(labels()).toEqual(['Token 20', 'Token 3', 'Token 1'])
    expect(wrapper.get('.heading.created').attributes('aria-sort')).toBe('none')
    wrapper.unmount()
  })

  it('puts tokens that never expire after every date, whichever way it is sorted', async () => {
    const { wrapper, labels, sortBy } = await table([
      token(1),
      token(2, { expiresAt: '2027-01-01T00:00:00Z' }),
      token(3, { expiresAt: '2026-07-01T00:00:00Z' }),
    ])
    await sortBy('Expires')
    expect(labels()).toEqual(['Token 3', 'Token 2', 'Token 1'])
    await sortBy('Expires')
    expect(labels()).toEqual(['Token 2', 'Token 3', 'Token 1'])
    wrapper.unmount()
  })

  it('finds tokens by creator, status by the clock, and what their access names', async () => {
    const { wrapper, labels, criteria } = await table([
      token(1, { expiresAt: '2026-05-31T23:59:59Z' }),
      token(2, { resources: [{ type: 'TYPE_REPO', path: 'acme/web', scopes: ['scope-image-push'] }] }),
      token(3),
    ])
    criteria.value = { search: 'acme push', status: 'all' }
    await nextTick()
    expect(labels()).toEqual(['Token 2'])
    for (const search of ['image push', 'scope-image-push']) {
      criteria.value = { search, status: 'all' }
      await nextTick()
      expect(labels()).toEqual(['Token 2'])
    }
    criteria.value = { search: 'ada', status: 'all' }
    await nextTick()
    expect(labels()).toEqual(['Token 1', 'Token 3'])
    criteria.value = { search: '', status: 'expired' }
    await nextTick()
    expect(labels()).toEqual(['Token 1'])
    expect(wrapper.get('.inventory-row').text()).toContain('Expired')
    wrapper.unmount()
  })
})

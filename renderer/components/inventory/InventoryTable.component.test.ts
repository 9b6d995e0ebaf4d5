import { mount } from '@vue/test-utils'
import { describe, expect, it, vi } from 'vitest'
import { computed, defineComponent, h, nextTick, ref, shallowRef } from 'vue'
import { createMemoryHistory, createRouter } from 'vue-router'
import type { Token } from '../../../shared/contract/tokens.ts'
import { type Criteria, noCriteria } from '../../../shared/tokens/criteria.ts'
import { makeToken } from '../../../tests/support/token.ts'
import { useSelection } from '../../composables/useSelection.ts'
import { columnIds, newestFirst } from '../../tableAddress.ts'
import type { MenuItem } from '../base/BaseMenu.vue'
import { columnsOf } from './columns.ts'
import { rowKeys } from './groups.ts'
import InventoryTable from './InventoryTable.vue'
import { factsOf, type Row } from './rows.ts'
import { useTableModel } from './useTableModel.ts'

const now = Date.parse('2026-06-01T00:00:00Z')
const token = (at: number, change: Partial<Token> = {}): Token =>
  makeToken({
    id: `id-${at}`,
    label: `Token ${at}`,
    createdBy: at % 2 ? 'ada' : 'grace',
    createdAt: new Date(now - at * 60_000).toISOString(),
    resources: null,
    ...change,
  })
const many = (count: number) => Array.from({ length: count }, (_, at) => token(at))
const push = [{ type: 'TYPE_REPO', path: 'acme/web', scopes: ['scope-image-push'] }]

/** The table over organizations, each with its tokens. */
async function table(
  organizations: Record<string, Token[]>,
  start: { grouped?: boolean; selected?: string } = {},
) {
  const page = { render: () => null }
  const router = createRouter({
    history: createMemoryHistory(),
    routes: [
      { path: '/', component: page },
      { path: '/tokens/:tokenId', name: 'token', component: page },
      { path: '/:accountId/:organization/tokens/:tokenId/secret', name: 'secret', component: page },
    ],
  })
  const criteria = ref<Criteria>(noCriteria)
  const sort = ref(newestFirst)
  const grouped = ref(start.grouped ?? false)
  const copies = shallowRef(organizations)
  const opened: string[] = []
  const selected = ref<string | null>(start.selected ?? null)
  let selection!: ReturnType<typeof useSelection>
  const menu: MenuItem[] = [{ label: 'Edit', choose: () => undefined }]

  const wrapper = mount(
    defineComponent(() => {
      const facts = computed(() =>
        Object.entries(copies.value).flatMap(([organization, tokens]) =>
          factsOf({ accountId: 'a', organization }, tokens),
        ),
      )
      const state = computed(() => ({ criteria: criteria.value, sort: sort.value, grouped: grouped.value }))
      const model = useTableModel(facts, state, () => now)
      selection = useSelection(
        computed(() => model.shown.value.map(({ key }) => key)),
        computed(() => rowKeys(model.lines.value)),
        computed(() => new Set(facts.value.map(({ key }) => key))),
      )
      const style = 'height: 400px; width: 1200px; display: flex'
      return () =>
        h(
          'div',
          { style },
          h(InventoryTable, {
            lines: model.lines.value,
            columns: columnsOf(columnIds),
            sort: sort.value,
            grouped: grouped.value,
            here: now,
            nowOf: () => now,
            label: 'Tokens',
            selected: selected.value,
            hrefOf: (row: Row) => `#/tokens/${row.token.id}`,
            menuOf: () => menu,
            groupFacts: (ref) => ({
              name: ref.organization,
              account: null,
              slots: { used: 1, limit: 10 },
              syncedAt: null,
              offline: false,
            }),
            selection,
            onOpen: (row: Row, how: string) => opened.push(`${how} ${row.token.label}`),
            onSort: (next) => (sort.value = next),
            onUnfold: model.toggleGroup,
          }),
        )
    }),
    { attachTo: document.body, global: { plugins: [router] } },
  )
  // The rows in view are known once the browser has measured the scroller.
  await vi.waitUntil(() => wrapper.find('.inventory-row, .group').exists())
  const grid = wrapper.get<HTMLElement>('[role=grid], [role=treegrid]')
  const press = async (key: string, held: { shiftKey?: boolean; ctrlKey?: boolean } = {}) => {
    await grid.trigger('keydown', { key, ...held })
    await nextTick()
  }
  /** What the keys act on, as assistive technology is told. */
  const active = () => {
    const id = grid.attributes('aria-activedescendant')
    const line = id ? document.getElementById(id) : null
    return line?.querySelector('.name')?.textContent.trim() ?? null
  }
  const labels = () => wrapper.findAll('.inventory-row .name').map((cell) => cell.text())
  const sortBy = (header: string) =>
    wrapper
      .findAll('.sort')
      .find((button) => button.text() === header)
      ?.trigger('click')
  return {
    ...{ wrapper, grid, press, active, labels, sortBy, opened, selected, criteria, grouped, copies },
    selection: () => selection.selected.value.map((key) => key.split(' ').slice(1).join(' ')),
  }
}

describe('the inventory table', () => {
  it('leads to the secret of a token that is kept here, and only of such a one', async () => {
    const { wrapper } = await table({ acme: [token(1, { secretKept: true }), token(2)] })
    expect(wrapper.findAll('.secret a').map((link) => link.attributes('href'))).toEqual([
      '/a/acme/tokens/id-1/secret',
    ])
    wrapper.unmount()
  })

  it('draws few of 10,000 rows, and says how many there are', async () => {
    const { wrapper, labels, grid } = await table({ acme: many(10_000) })
    expect(labels().length).toBeGreaterThan(5)
    expect(labels().length).toBeLessThan(40)
    expect(grid.attributes('aria-rowcount')).toBe('10001')
    wrapper.unmount()
  })

  it('starts with the newest, and sorts by a column both ways with the state said', async () => {
    const { wrapper, labels, sortBy } = await table({ acme: [token(3), token(1), token(20)] })
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
    const { wrapper, labels, sortBy } = await table({
      acme: [
        token(1),
        token(2, { expiresAt: '2027-01-01T00:00:00Z' }),
        token(3, { expiresAt: '2026-07-01T00:00:00Z' }),
      ],
    })
    await sortBy('Expires')
    expect(labels()).toEqual(['Token 3', 'Token 2', 'Token 1'])
    await sortBy('Expires')
    expect(labels()).toEqual(['Token 2', 'Token 3', 'Token 1'])
    wrapper.unmount()
  })

  it('finds tokens by creator, organization, status by the clock, and what their access names', async () => {
    const { wrapper, labels, criteria } = await table({
      acme: [token(1, { expiresAt: '2026-05-31T23:59:59Z' }), token(2, { resources: push }), token(3)],
      other: [token(4)],
    })
    const searches = {
      'acme push': [2],
      'image push': [2],
      'scope-image-push': [2],
      'ada acme': [1, 3],
      other: [4],
    }
    for (const [search, found] of Object.entries(searches)) {
      criteria.value = { ...noCriteria, search }
      await nextTick()
      expect(labels(), search).toEqual(found.map((at) => `Token ${at}`))
    }
    criteria.value = { ...noCriteria, status: 'expired' }
    await nextTick()
    expect(labels()).toEqual(['Token 1'])
    expect(wrapper.get('.inventory-row').text()).toContain('Expired')
    wrapper.unmount()
  })
})

describe('the keyboard in the table', () => {
  it('is one stop for Tab, and moves by lines, pages and to the ends', async () => {
    const { wrapper, grid, press, active } = await table({ acme: many(10_000) })
    const stops = wrapper.findAll('.body [tabindex="0"], .body :is(a, button, input):not([tabindex="-1"])')
    expect(stops).toHaveLength(0)
    grid.element.focus()
    await nextTick()
    expect(active()).toBe('Token 0')
    await press('ArrowDown')
    expect(active()).toBe('Token 1')
    await press('PageDown')
    expect(Number(active()?.split(' ')[1])).toBeGreaterThan(6)
    await press('End')
    await vi.waitUntil(() => active() === 'Token 9999')
    await press('Home')
    await vi.waitUntil(() => active() === 'Token 0')
    await press('ArrowUp')
    expect(active()).toBe('Token 0')
    wrapper.unmount()
  })

  it('keeps its line in the document, and the focus, wherever the table is scrolled to', async () => {
    const { wrapper, grid, press, active, labels } = await table({ acme: many(10_000) })
    grid.element.focus()
    await press('ArrowDown')
    wrapper.get('.scroller').element.scrollTo({ top: 200_000 })
    await vi.waitUntil(() => labels().includes('Token 5000'))
    expect(active()).toBe('Token 1')
    expect(document.activeElement).toBe(grid.element)
    await press('ArrowDown')
    await vi.waitUntil(() => labels().includes('Token 3') && !labels().includes('Token 5000'))
    expect(active()).toBe('Token 2')
    wrapper.unmount()
  })

  it('stays in its place when its line goes away', async () => {
    const { wrapper, grid, press, active, copies } = await table({ acme: many(4) })
    grid.element.focus()
    await press('ArrowDown')
    copies.value = { acme: [token(0), token(2), token(3)] }
    await nextTick()
    expect(active()).toBe('Token 2')
    wrapper.unmount()
  })

  it('selects with Space, up to here with Shift, by walking with Shift, and everything', async () => {
    const { wrapper, grid, press, selection } = await table({ acme: many(6) })
    grid.element.focus()
    await press(' ')
    await press('ArrowDown')
    await press('ArrowDown')
    await press(' ', { shiftKey: true })
    expect(selection()).toEqual(['acme id-0', 'acme id-1', 'acme id-2'])
    await press(' ')
    await press('ArrowDown')
    await press('ArrowDown', { shiftKey: true })
    expect(selection()).toEqual(['acme id-0', 'acme id-1', 'acme id-3', 'acme id-4'])
    await press('a', { ctrlKey: true })
    expect(selection()).toHaveLength(6)
    await press('a', { ctrlKey: true })
    expect(selection()).toHaveLength(0)
    wrapper.unmount()
  })

  it('begins at the token whose details are open already, in view', async () => {
    const { wrapper, active, selected, copies } = await table(
      { acme: many(1000) },
      { selected: 'a acme id-500' },
    )
    const scroller = wrapper.get<HTMLElement>('.scroller').element
    const inView = (label: string) => {
      const row = wrapper.findAll('.inventory-row').find((one) => one.get('.name').text() === label)
      const [outer, inner] = [scroller.getBoundingClientRect(), row?.element.getBoundingClientRect()]
      return inner !== undefined && inner.top >= outer.top && inner.top < outer.bottom
    }
    await vi.waitUntil(() => inView('Token 500'))
    expect(active()).toBe('Token 500')
    // One that is read only later is shown when it is there, and does not come back once it is scrolled away from.
    selected.value = 'a acme id-1500'
    await nextTick()
    expect(inView('Token 500')).toBe(true)
    copies.value = { acme: many(2000) }
    await vi.waitUntil(() => inView('Token 1500'))
    expect(active()).toBe('Token 1500')
    scroller.scrollTop = 0
    copies.value = { acme: many(2001) }
    await vi.waitUntil(() => inView('Token 0'))
    wrapper.unmount()
  })

  it('goes back to its first row when asked', async () => {
    const { wrapper, labels } = await table({ acme: many(1000) })
    const scroller = wrapper.get<HTMLElement>('.scroller').element
    scroller.scrollTop = 18_000
    await vi.waitUntil(() => !labels().includes('Token 0'))
    wrapper.getComponent(InventoryTable).vm.toTop()
    expect(scroller.scrollTop).toBe(0)
    await vi.waitUntil(() => labels().includes('Token 0'))
    wrapper.unmount()
  })

  it('opens the details with Enter, and walks through them while they are open', async () => {
    const { wrapper, grid, press, opened, selected, active } = await table({ acme: many(3) })
    grid.element.focus()
    await press('Enter')
    selected.value = 'a acme id-0'
    await nextTick()
    await press('ArrowDown')
    expect(opened).toEqual(['open Token 0', 'step Token 1'])
    // The same from outside of the table, such as from the details.
    window.dispatchEvent(new KeyboardEvent('keydown', { key: 'ArrowDown' }))
    expect(opened.at(-1)).toBe('step Token 1')
    expect(active()).toBe('Token 1')
    wrapper.unmount()
  })

  it.each([{ key: 'ContextMenu' }, { key: 'F10', shiftKey: true }])(
    'opens the menu of its line with $key, and has the focus again afterwards',
    async ({ key, ...held }) => {
      const { wrapper, grid, press } = await table({ acme: many(3) })
      grid.element.focus()
      await press('ArrowDown')
      await press(key, held)
      await vi.waitUntil(() => document.querySelector('[role=menuitem]'))
      const menu = document.querySelector<HTMLElement>('[role=menu]')
      menu?.dispatchEvent(new KeyboardEvent('keydown', { key: 'Escape', bubbles: true }))
      await vi.waitUntil(() => document.querySelector('[role=menu]') === null)
      expect(document.activeElement).toBe(grid.element)
      wrapper.unmount()
    },
  )
})

describe('the table by organization', () => {
  const two = () => ({ zebra: [token(1), token(2)], acme: [token(3, { label: 'Third' }), token(4)] })

  it('has its organizations by name, with their rows in order, and says so', async () => {
    const { wrapper, grid } = await table(two(), { grouped: true })
    const lines = wrapper.findAll('.body [role=row]').map((line) => line.get('.name').text())
    expect(lines).toEqual(['acme', 'Third', 'Token 4', 'zebra', 'Token 1', 'Token 2'])
    expect(grid.attributes('role')).toBe('treegrid')
    expect(wrapper.get('.group').attributes('aria-expanded')).toBe('true')
    expect(wrapper.get('.group').text()).toContain('2 tokens')
    expect(wrapper.get('.group').text()).toContain('1 of 10')
    wrapper.unmount()
  })

  it('is closed and opened by the arrow keys and Enter; left leads from a row to its organization', async () => {
    const { wrapper, grid, press, active, labels, opened } = await table(two(), { grouped: true })
    grid.element.focus()
    await nextTick()
    expect(active()).toBe('acme')
    await press('ArrowLeft')
    expect(labels()).toEqual(['Token 1', 'Token 2'])
    expect(wrapper.get('.group').attributes('aria-expanded')).toBe('false')
    await press('Enter')
    expect(labels()).toHaveLength(4)
    expect(opened).toEqual([])
    await press('ArrowDown')
    await press('ArrowDown')
    await press('ArrowLeft')
    expect(active()).toBe('acme')
    wrapper.unmount()
  })

  it('selects all rows of an organization with Space on its line', async () => {
    const { wrapper, grid, press, selection } = await table(two(), { grouped: true })
    grid.element.focus()
    await nextTick()
    await press(' ')
    expect(selection()).toEqual(['acme id-3', 'acme id-4'])
    await press('ArrowDown')
    await press(' ')
    expect(wrapper.get<HTMLInputElement>('.group .tick').element.indeterminate).toBe(true)
    wrapper.unmount()
  })
})

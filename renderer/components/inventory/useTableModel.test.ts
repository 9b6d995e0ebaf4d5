// What is worked out when: a keystroke filters, the clock alone makes nothing anew.
import { expect, it } from 'vitest'
import { ref, shallowRef } from 'vue'
import type { Token } from '../../../shared/contract/tokens.ts'
import { type Criteria, noCriteria } from '../../../shared/tokens/criteria.ts'
import { makeToken } from '../../../tests/support/token.ts'
import { newestFirst, type Sort } from '../../tableAddress.ts'
import { factsOf } from './rows.ts'
import { useTableModel } from './useTableModel.ts'

const start = Date.parse('2027-03-28T00:30:00Z')
const token = (at: number, change: Partial<Token> = {}): Token =>
  makeToken({
    id: `id-${at}`,
    label: `Token ${at}`,
    createdBy: at % 2 ? 'ada' : '',
    createdAt: new Date(start - at * 60_000).toISOString(),
    ...change,
  })

function model(tokens: readonly Token[]) {
  const now = ref(start)
  const criteria = shallowRef<Criteria>(noCriteria)
  const sort = shallowRef<Sort>(newestFirst)
  const facts = shallowRef(factsOf({ accountId: 'a', organization: 'acme' }, tokens))
  const state = shallowRef({ criteria: criteria.value, sort: sort.value, grouped: false })
  const table = useTableModel(facts, state, () => now.value)
  const show = (change: { criteria?: Partial<Criteria>; sort?: Sort }) => {
    state.value = {
      criteria: { ...noCriteria, ...change.criteria },
      sort: change.sort ?? newestFirst,
      grouped: false,
    }
  }
  const labels = () => table.shown.value.map((row) => row.token.label)
  return { now, show, table, labels }
}

it('the clock makes no new rows until a token ends, and then tells so', () => {
  const { now, table } = model([token(1, { expiresAt: '2027-03-28T01:00:00Z' }), token(2)])
  const { value: before } = table.shown
  now.value += 29 * 60_000
  expect(table.shown.value).toBe(before)
  now.value += 60_000
  expect(table.counts.value).toEqual({ all: 2, active: 1, inactive: 0, expired: 1, gone: 0 })
})

it('days are counted by the clock, whatever else is asked', () => {
  const { now, show, labels } = model([token(1, { expiresAt: '2027-04-28T00:30:01Z' })])
  show({ criteria: { expiringIn: 31 } })
  expect(labels()).toEqual([])
  now.value += 1000
  expect(labels()).toEqual(['Token 1'])
})

it('words are put in order as people count, those without any last, in either direction', () => {
  const { show, labels } = model([token(10), token(9), token(2, { label: 'token 2' })])
  show({ sort: { column: 'label', descending: false } })
  expect(labels()).toEqual(['token 2', 'Token 9', 'Token 10'])
  show({ sort: { column: 'createdBy', descending: true } })
  expect(labels()).toEqual(['Token 9', 'Token 10', 'token 2'])
})

it('tokens whose access is not known are counted where a filter would need it', () => {
  const { show, table, labels } = model([
    token(1, { resources: null }),
    token(2),
    token(3, { resources: null }),
  ])
  show({ criteria: { canPush: true } })
  expect(labels()).toEqual([])
  expect(table.unread.value).toBe(2)
  show({ criteria: { canPush: true, search: 'token 1' } })
  expect(table.unread.value).toBe(1)
  show({ criteria: { neverUsed: true } })
  expect(table.unread.value).toBe(0)
})

it('the numbers at the statuses are about what else is asked, not about the status itself', () => {
  const { show, table } = model([token(1), token(2, { isActive: false }), token(12, { isActive: false })])
  show({ criteria: { search: 'token 1', status: 'active' } })
  expect(table.counts.value).toMatchObject({ all: 2, active: 1, inactive: 1 })
})

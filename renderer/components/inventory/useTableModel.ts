// What a table shows of its rows: sorted when rows or order change, filtered from the sorted ones when criteria do, so
// that a keystroke never sorts.
import { computed, type Ref, shallowRef } from 'vue'
import {
  accessFilters,
  type Criteria,
  isFiltering,
  matching,
  noCriteria,
} from '../../../shared/tokens/criteria.ts'
import type { Sort } from '../../tableAddress.ts'
import { groupedLines, groupsOf, type Line } from './groups.ts'
import { inOrder } from './order.ts'
import {
  countByStatus,
  type Facts,
  lastEnds,
  type Moments,
  type Row,
  sameMoments,
  withStatus,
} from './rows.ts'

export interface Shown {
  criteria: Criteria
  sort: Sort
  grouped: boolean
}

/** `nowOf`: the time of an account's server (Unix milliseconds); it may be read often. */
export function useTableModel(
  facts: Ref<readonly Facts[]>,
  state: Ref<Shown>,
  nowOf: (account: string) => number,
) {
  const moments = computed((before?: Moments): Moments => {
    const next = lastEnds(facts.value, nowOf)
    return before && sameMoments(before, next) ? before : next
  })
  const rows = computed(() => withStatus(facts.value, moments.value))
  const sort = computed((before?: Sort): Sort => {
    const { column, descending } = state.value.sort
    return before?.column === column && before.descending === descending ? before : { column, descending }
  })
  const sorted = computed(() => inOrder(rows.value, sort.value))

  // The clock matters only to what counts days; other criteria are not applied anew because it ticks.
  const clock = ({ expiringIn, unusedFor }: Criteria) =>
    expiringIn === null && unusedFor === null ? () => 0 : nowOf

  /** What fits apart from its status: the numbers at the choice of statuses are about these. */
  const fitting = computed(() =>
    sorted.value.filter(matching({ ...state.value.criteria, status: null }, clock(state.value.criteria))),
  )
  const counts = computed(() => countByStatus(fitting.value))
  const shown = computed((): readonly Row[] => {
    const { status } = state.value.criteria
    return status === null ? fitting.value : fitting.value.filter((row) => row.status === status)
  })

  /** Tokens that the filters cannot judge, because their access was not read. */
  const unread = computed(() => {
    const { criteria } = state.value
    if (!accessFilters.some((key) => isFiltering(criteria, key))) return 0
    const others = { ...criteria }
    for (const key of accessFilters) others[key] = noCriteria[key]
    return rows.value.filter((row) => row.reach === null).filter(matching(others, clock(others))).length
  })

  const closed = shallowRef<ReadonlySet<string>>(new Set())
  const groups = computed(() => groupsOf(shown.value))
  const lines = computed((): readonly Line[] =>
    state.value.grouped ? groupedLines(groups.value, closed.value) : shown.value,
  )
  function toggleGroup(key: string, open: boolean) {
    const next = new Set(closed.value)
    if (open) next.delete(key)
    else next.add(key)
    closed.value = next
  }

  return { rows, shown, counts, unread, lines, toggleGroup }
}

// The state of a table of tokens, kept in the page's address: going back brings back what was shown before.
import { computed, onScopeDispose, shallowRef, watch } from 'vue'
import { type RouteLocationNormalized, useRoute, useRouter } from 'vue-router'
import { type Criteria, noCriteria } from '../../shared/tokens/criteria.ts'
import { failureOf } from '../failed.ts'
import { useAppStore } from '../stores/app.ts'
import {
  type ColumnId,
  columnIds,
  type Query,
  queryFrom,
  type Sort,
  tableFrom,
  tableQuery,
  type TableState,
  usualColumns,
} from '../tableAddress.ts'

/** Milliseconds after the last key until the address says what is searched for. */
const typingPause = 250

/** `across`: the table is about several organizations. */
export function useTableState({ across }: { across: boolean }) {
  const route = useRoute()
  const router = useRouter()
  const app = useAppStore()
  const offered = columnIds.filter((id) => across || id !== 'organization')

  // The page stays a moment longer than its address.
  const page = route.matched[0]
  const query = shallowRef(route.query)
  watch(
    () => route.query,
    (next) => {
      if (route.matched[0] === page) query.value = next
    },
    { flush: 'sync' },
  )

  const addressed = computed(() => {
    const read = tableFrom(query.value)
    if (across) return read
    return { ...read, grouped: false, criteria: { ...read.criteria, account: null, organization: null } }
  })

  /** What is being typed is ahead of the address. */
  const search = shallowRef(addressed.value.criteria.search)
  let typing: ReturnType<typeof setTimeout> | null = null
  const endTyping = () => {
    if (typing !== null) clearTimeout(typing)
    typing = null
  }
  onScopeDispose(endTyping)
  // The pause after typing must not end on the way to another page, and call it off; nor on the table of another
  // organization, which is the same page. Nor on the way to details, which take along what was typed.
  const placeOf = ({ params }: RouteLocationNormalized) =>
    across ? '' : JSON.stringify([params['accountId'], params['organization']])
  onScopeDispose(
    router.beforeEach((to, from) => {
      const leaves = to.matched[0] !== page || placeOf(to) !== placeOf(from)
      if (leaves || tableFrom(to.query).criteria.search === search.value) endTyping()
    }),
  )
  watch(addressed, ({ criteria }) => {
    if (typing === null) search.value = criteria.search
  })

  const state = computed((): TableState => ({
    ...addressed.value,
    criteria: { ...addressed.value.criteria, search: search.value },
  }))
  // Of the address alone: what is being typed makes no columns anew, and so draws no row anew.
  const columns = computed(() => {
    const wanted = new Set<string>(
      addressed.value.columns ?? app.settings.tableColumns ?? usualColumns(across),
    )
    return offered.filter((id) => wanted.has(id))
  })

  /** `replace` where the step is too small to go back to. */
  async function go(next: TableState, how: 'push' | 'replace' = 'push') {
    endTyping()
    search.value = next.criteria.search
    await router[how]({ query: tableQuery(next) })
  }

  function type(text: string) {
    endTyping()
    search.value = text
    typing = setTimeout(() => void go(state.value, 'replace'), typingPause)
  }

  const filter = (change: Partial<Criteria>) =>
    go({ ...state.value, criteria: { ...state.value.criteria, ...change } })

  /** For this table, and for others from now on. */
  async function chooseColumns(ids: readonly ColumnId[]) {
    const before = app.settings.tableColumns ?? usualColumns(true)
    const elsewhere = before.filter((id) => !offered.some((one) => one === id))
    await go({ ...state.value, columns: ids }, 'replace')
    await app
      .changeSettings({ tableColumns: [...ids, ...elsewhere] })
      .catch((error: unknown) => console.warn(failureOf(error).code))
  }

  /** A view of certain organizations or accounts is one of the table that has them all. */
  function openView(view: { query: string }) {
    const next = tableFrom(queryFrom(view.query))
    const { account, organization } = next.criteria
    const elsewhere = !across && (account !== null || organization !== null)
    return elsewhere ? router.push({ name: 'all', query: tableQuery(next) }) : go(next)
  }

  return {
    across,
    offered,
    state,
    columns,
    /** The address's own part of it: for links that stay in this table. */
    query: computed((): Query => tableQuery(state.value)),
    /** The same with the columns named, for keeping it as a view. */
    viewQuery: () => tableQuery({ ...state.value, columns: columns.value }),
    type,
    filter,
    clearFilters: () => go({ ...state.value, criteria: noCriteria }),
    sortBy: (sort: Sort) => go({ ...state.value, sort }),
    group: (grouped: boolean) => go({ ...state.value, grouped }),
    chooseColumns,
    openView,
  }
}

export type TableAddress = ReturnType<typeof useTableState>

// All that a page with a table of tokens needs: what is shown, as the address says it, what is ticked, and the acts.
import { computed, type Ref } from 'vue'
import { type RouteLocationRaw, useRouter } from 'vue-router'
import type { OrganizationRef, TokenRef } from '../../shared/contract/references.ts'
import { criteriaWords } from '../../shared/tokens/criteria.ts'
import type { MenuItem } from '../components/base/BaseMenu.vue'
import { columnsOf } from '../components/inventory/columns.ts'
import type { GroupFacts } from '../components/inventory/groupFacts.ts'
import { rowKeys } from '../components/inventory/groups.ts'
import type { Facts, Row } from '../components/inventory/rows.ts'
import { useTableModel } from '../components/inventory/useTableModel.ts'
import type { RetireAct } from '../retiring.ts'
import { useAccountsStore } from '../stores/accounts.ts'
import { useRetireStore } from '../stores/retire.ts'
import type { Query } from '../tableAddress.ts'
import { useNow } from './useNow.ts'
import { useSelection } from './useSelection.ts'
import { useTableState } from './useTableState.ts'
import { tokenActs } from './useTokenActs.ts'
import { useViews } from './useViews.ts'

interface TokenTableParts {
  /** Of every token, in whatever order. */
  facts: Ref<readonly Facts[]>
  /** Whether they are of several organizations. */
  across: boolean
  /** What they are of, where that can change: the ticks end with it. */
  subject?: () => string
  /** The address of the page itself, and of a token's details on it. */
  home: (query: Query) => RouteLocationRaw
  details: (row: Row, query: Query) => RouteLocationRaw
  groupFacts: (ref: OrganizationRef) => GroupFacts
}

const offlineWords = 'Not while offline: it changes the server'

export function useTokenTable(parts: TokenTableParts) {
  const { facts, across, home, details, groupFacts } = parts
  const here = useNow()
  const accounts = useAccountsStore()
  /** What has ended, and how long ago something was, goes by the clock of its server. */
  const nowOf = (account: string) => here.value + accounts.clockOffset(account)
  const router = useRouter()
  const retire = useRetireStore()
  const address = useTableState({ across })
  const model = useTableModel(facts, address.state, nowOf)

  const selection = useSelection(
    computed(() => model.shown.value.map(({ key }) => key)),
    computed(() => rowKeys(model.lines.value)),
    computed(() => new Set(facts.value.map(({ key }) => key))),
    parts.subject,
  )
  const ticked = computed(() =>
    selection.selected.value.length === 0
      ? []
      : model.rows.value.filter(({ key }) => selection.isSelected(key)),
  )
  /** Keys of those that the search and the filters hide. */
  const hidden = computed((): ReadonlySet<string> => {
    if (ticked.value.length === 0) return new Set()
    const shown = new Set(model.shown.value.map(({ key }) => key))
    return new Set(ticked.value.map(({ key }) => key).filter((key) => !shown.has(key)))
  })

  const blockedOf = ({ ref }: Row): string | null => (groupFacts(ref).offline ? offlineWords : null)
  const menuOf = (row: Row): MenuItem[] =>
    tokenActs(router, () => row.ref).items(row.token, nowOf(row.account), blockedOf(row))

  const hrefs = new WeakMap<Row, string>()
  function hrefOf(row: Row): string {
    const href = hrefs.get(row) ?? router.resolve(details(row, {})).href
    hrefs.set(row, href)
    return href
  }
  /** What the table shows goes along in the address. */
  const open = (row: Row, how: 'open' | 'step') =>
    router[how === 'step' ? 'replace' : 'push'](details(row, address.query.value))

  return {
    here,
    nowOf,
    address,
    model,
    columns: computed(() => columnsOf(address.columns.value)),
    selection,
    ticked,
    hidden,
    blocked: computed(() => (ticked.value.some(blockedOf) ? offlineWords : null)),
    retireTicked: (act: RetireAct) =>
      retire.ask(
        act,
        ticked.value.map((row) => ({ ...row, hidden: hidden.value.has(row.key) })),
      ),
    forgetShown: () => retire.ask('forget', model.shown.value),
    views: useViews(),
    menuOf,
    groupFacts,
    hrefOf,
    open,
    /** The rows on show and what they were chosen by, for an export. */
    onShow: (): { rows: TokenRef[]; filters: string[] } => ({
      rows: model.shown.value.map(({ ref, token }) => ({ ...ref, tokenId: token.id })),
      filters: criteriaWords(address.state.value.criteria, {
        account: (id) => accounts.find(id)?.username ?? id,
      }),
    }),
    close: () => router.push(home(address.query.value)),
  }
}

export type TokenTable = ReturnType<typeof useTokenTable>

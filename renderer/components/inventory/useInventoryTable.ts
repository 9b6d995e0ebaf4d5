// The table's model: TanStack sorts all rows once per change; search and status then pick from the sorted
// rows, so that a keystroke never sorts.
import {
  createColumnHelper,
  createSortedRowModel,
  rowSortingFeature,
  tableFeatures,
  useTable,
  type Row as TableRow,
} from '@tanstack/vue-table'
import { computed, type Ref } from 'vue'
import { matching, type Criteria, type Row } from './rows.ts'

const features = tableFeatures({ rowSortingFeature, sortedRowModel: createSortedRowModel() })
type InventoryTableRow = TableRow<typeof features, Row>

const collator = new Intl.Collator('en', { numeric: true, sensitivity: 'base' })
const byWords = (one: InventoryTableRow, other: InventoryTableRow, column: string) =>
  collator.compare(one.getValue<string>(column), other.getValue<string>(column))
const byNumber = (one: InventoryTableRow, other: InventoryTableRow, column: string) =>
  one.getValue<number>(column) - other.getValue<number>(column)

/** Never comes after every date, in either direction. */
const moment = (iso: string | null): number | undefined => (iso === null ? undefined : Date.parse(iso))
const statusOrder = { active: 0, inactive: 1, expired: 2, gone: 3 }

const { accessor, columns: list } = createColumnHelper<typeof features, Row>()
const words = { sortFn: byWords, sortDescFirst: false } as const
const dates = { sortFn: byNumber, sortUndefined: 'last' } as const

const columns = list([
  accessor(({ token }) => token.label, { id: 'label', header: 'Label', ...words }),
  accessor(({ status }) => statusOrder[status], {
    id: 'status',
    header: 'Status',
    sortFn: byNumber,
    sortDescFirst: false,
  }),
  accessor(({ access }) => access ?? undefined, {
    id: 'access',
    header: 'Access',
    sortUndefined: 'last',
    ...words,
  }),
  accessor(({ token }) => token.createdBy, { id: 'createdBy', header: 'Created by', ...words }),
  accessor(({ token }) => moment(token.createdAt), {
    id: 'created',
    header: 'Created',
    ...dates,
    sortDescFirst: true,
  }),
  accessor(({ token }) => moment(token.lastUsedAt), {
    id: 'lastUsed',
    header: 'Last used',
    ...dates,
    sortDescFirst: true,
  }),
  accessor(({ token }) => moment(token.expiresAt), {
    id: 'expires',
    header: 'Expires',
    ...dates,
    sortDescFirst: false,
  }),
  accessor(({ token }) => Number(!token.secretKept), {
    id: 'secret',
    header: 'Secret',
    sortFn: byNumber,
    sortDescFirst: false,
  }),
])

export function useInventoryTable(rows: Ref<readonly Row[]>, criteria: Ref<Criteria>) {
  const table = useTable({
    features,
    columns,
    data: rows,
    getRowId: ({ token }: Row) => token.id,
    initialState: { sorting: [{ id: 'created', desc: true }] },
    enableSortingRemoval: false,
    enableMultiSort: false,
  })
  const sorted = computed(() => table.getRowModel().rows.map((row) => row.original))
  const shown = computed(() => sorted.value.filter(matching(criteria.value)))
  const headers = computed(() => table.getHeaderGroups()[0]?.headers ?? [])
  return { headers, shown }
}

export type InventoryTableModel = ReturnType<typeof useInventoryTable>

// Putting rows in order. Words are ranked once for all rows: comparing them in pairs, as a sort does, costs most of it.
import type { Sort } from '../../tableAddress.ts'
import { columnOf } from './columns.ts'
import type { Row } from './rows.ts'

const collator = new Intl.Collator('en', { numeric: true, sensitivity: 'base' })

/** As people expect it: "item 2" before "item 10", whatever the case. */
export const byWords = (one: string, other: string): number => collator.compare(one, other)

/** The rows in a new order; equal ones stay as they were. What has no value comes last in either direction. */
export function inOrder(rows: readonly Row[], { column, descending }: Sort): Row[] {
  const { value } = columnOf(column)
  const values = rows.map(value)
  const rank = ranks(values)
  const sign = descending ? -1 : 1
  const keyed = rows.map((row, index) => ({ row, at: rank(values[index] ?? null) }))
  return keyed
    .sort((one, other) =>
      one.at === null || other.at === null
        ? Number(one.at === null) - Number(other.at === null)
        : sign * (one.at - other.at),
    )
    .map(({ row }) => row)
}

function ranks(
  values: readonly (string | number | null)[],
): (value: string | number | null) => number | null {
  const words = new Set(values.filter((value) => typeof value === 'string'))
  const sorted = [...words].sort(byWords)
  const places = new Map<string, number>()
  for (const [index, word] of sorted.entries()) {
    const before = sorted[index - 1]
    const same = before !== undefined && byWords(before, word) === 0
    places.set(word, same ? (places.get(before) ?? index) : index)
  }
  return (value) => (typeof value === 'string' ? (places.get(value) ?? null) : value)
}

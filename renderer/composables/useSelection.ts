// Which rows are ticked: one by one, a span with Shift, or all on show. Rows that went away are ticked no longer.
import { computed, shallowRef, watch, type Ref } from 'vue'

/**
 * `shown`: all that fits; `drawn`: those of them that can be seen, in that order, which is what a span runs over.
 * `subject`: what the rows are of; with another one a new selection begins.
 */
export function useSelection(
  shown: Ref<readonly string[]>,
  drawn: Ref<readonly string[]>,
  known: Ref<ReadonlySet<string>>,
  subject: () => string = () => '',
) {
  const ticked = shallowRef<ReadonlySet<string>>(new Set())
  const selected = computed(() => [...ticked.value].filter((id) => known.value.has(id)))
  let last: string | null = null

  function toggle(id: string, on: boolean, span = false) {
    const next = new Set(selected.value)
    for (const one of span ? between(last, id) : [id]) {
      if (on) next.add(one)
      else next.delete(one)
    }
    last = id
    ticked.value = next
  }

  function between(from: string | null, to: string): readonly string[] {
    const [start, end] = [drawn.value.indexOf(from ?? to), drawn.value.indexOf(to)]
    return start < 0 || end < 0 ? [to] : drawn.value.slice(Math.min(start, end), Math.max(start, end) + 1)
  }

  const all = computed(
    () => ticked.value.size > 0 && shown.value.length > 0 && shown.value.every((id) => ticked.value.has(id)),
  )
  const some = computed(() => !all.value && selected.value.length > 0)

  /** Ticks everything on show, or nothing of it. What a search hides keeps its tick. */
  const toggleAll = (on: boolean) => toggleMany(shown.value, on)

  function toggleMany(ids: readonly string[], on: boolean) {
    const next = new Set(selected.value)
    for (const id of ids) {
      if (on) next.add(id)
      else next.delete(id)
    }
    ticked.value = next
  }

  function clear() {
    ticked.value = new Set()
    last = null
  }
  watch(subject, clear, { flush: 'sync' })

  const isSelected = (id: string) => ticked.value.has(id)
  return { selected, isSelected, toggle, toggleMany, toggleAll, all, some, clear }
}

export type Selection = ReturnType<typeof useSelection>

// A log that is read page by page as one scrolls, however long it is: the rows of a few pages are held, of the others only
// where they begin, and they are read again when one comes back to them. What a search finds is held whatever page it is on.
import { computed, type Ref, shallowRef, watch } from 'vue'
import type { Failure } from '../../shared/errors.ts'
import { failureOf } from '../failed.ts'

/** What main answers for a page. */
export interface Slice<Row, Cursor> {
  rows: readonly Row[]
  next: Cursor | null
  /** How far back it was looked (ISO 8601); null when nothing was there. */
  reached: string | null
  readAt: string
  offline: boolean
}

interface PageOf<Row, Cursor> {
  from: Cursor | null
  next: Cursor | null
  count: number
  /** Null while it is not held. */
  rows: readonly Row[] | null
  /** What a search found on it before it was let go of; null where it did not look, and not used while it is held. */
  found: readonly Row[] | null
}

/** Pages of about a hundred rows: more than any screen shows, less than memory notices. */
const held = 20

export function usePagedLog<Row, Cursor>(options: {
  read: (from: Cursor | null) => Promise<Slice<Row, Cursor>>
  /** What is searched for: whether a row fits; null while there is no search. */
  fits?: Ref<((row: Row) => boolean) | null>
}) {
  const pages = shallowRef<readonly PageOf<Row, Cursor>[]>([])
  const state = shallowRef<'loading' | 'ready' | 'failed'>('loading')
  const failure = shallowRef<Failure | null>(null)
  /** How fresh the last answer was. */
  const readAt = shallowRef<string | null>(null)
  const offline = shallowRef(false)
  const reached = shallowRef<string | null>(null)
  /** An answer to an earlier question is not shown under a later one. */
  let question = 0
  let recent: number[] = []

  const starts = computed(() => {
    let at = 0
    return pages.value.map(({ count }) => (at += count) - count)
  })
  const count = computed(() => (starts.value.at(-1) ?? 0) + (pages.value.at(-1)?.count ?? 0))
  const ended = computed(() => pages.value.length > 0 && pages.value.at(-1)?.next === null)
  const loaded = computed(() => pages.value.flatMap(({ rows }) => rows ?? []))

  /** What the search found so far, of every page it has looked through; null while there is no search. */
  const found = computed((): readonly Row[] | null => {
    const fits = options.fits?.value
    return fits ? pages.value.flatMap((page) => page.rows?.filter(fits) ?? page.found ?? []) : null
  })
  /** How many rows the search has not looked through yet, since their pages are not held. */
  const unsearched = computed(() =>
    found.value === null
      ? 0
      : pages.value
          .filter((page) => !page.rows && !page.found)
          .reduce((sum, { count: rows }) => sum + rows, 0),
  )
  watch(
    () => options.fits?.value,
    () => (pages.value = pages.value.map((page) => ({ ...page, found: null }))),
    { flush: 'sync' },
  )

  const pageOf = (from: Cursor | null, { rows, next }: Slice<Row, Cursor>): PageOf<Row, Cursor> => ({
    ...{ from, next, rows, count: rows.length, found: null },
  })

  function pageAt(index: number): number {
    let [low, high] = [0, starts.value.length - 1]
    while (low < high) {
      const middle = Math.ceil((low + high) / 2)
      if ((starts.value[middle] ?? 0) <= index) low = middle
      else high = middle - 1
    }
    return low
  }

  /** Undefined while its page is not held. */
  function rowAt(index: number): Row | undefined {
    const page = pageAt(index)
    return pages.value[page]?.rows?.[index - (starts.value[page] ?? 0)]
  }

  async function ask(from: Cursor | null, put: (slice: Slice<Row, Cursor>) => void): Promise<void> {
    const mine = question
    state.value = 'loading'
    try {
      const slice = await options.read(from)
      if (mine !== question) return
      put(slice)
      readAt.value = slice.readAt
      offline.value = slice.offline
      failure.value = null
      state.value = 'ready'
    } catch (error) {
      if (mine !== question) return
      failure.value = failureOf(error)
      state.value = 'failed'
    }
  }

  /** Forgets what was read, and asks anew. What is on show stays until the answer is there. */
  async function restart(keep = false): Promise<void> {
    question++
    if (!keep) pages.value = []
    await ask(null, (slice) => {
      recent = [0]
      reached.value = slice.reached
      pages.value = [pageOf(null, slice)]
    })
  }

  /** The next page; nothing while another is on its way, or at the end. */
  async function more(): Promise<void> {
    const from = pages.value.at(-1)?.next
    if (state.value === 'loading' || from === null || from === undefined) return
    await ask(from, (slice) => {
      reached.value = slice.reached ?? reached.value
      pages.value = [...pages.value, pageOf(from, slice)]
      hold(pages.value.length - 1)
    })
  }

  /** Sees to it that these rows are held. */
  async function need(first: number, last: number): Promise<void> {
    if (pages.value.length === 0) return
    for (let page = pageAt(first); page <= pageAt(last); page++) hold(page)
    const missing = pages.value.findIndex(
      ({ rows }, page) => rows === null && page >= pageAt(first) && page <= pageAt(last),
    )
    await again(missing)
  }

  /** Reads the next page that the search did not look through; nothing while another is on its way. */
  async function searchOn(): Promise<void> {
    const missing = pages.value.findIndex((page) => !page.rows && !page.found)
    await again(missing)
    if (state.value === 'ready') hold(missing)
  }

  async function again(index: number): Promise<void> {
    const before = pages.value[index]
    if (before === undefined || state.value === 'loading') return
    await ask(before.from, (slice) => {
      const page = pageOf(before.from, slice)
      // An event that was told late has moved what follows, which is read anew then.
      const same = page.count === before.count && JSON.stringify(page.next) === JSON.stringify(before.next)
      pages.value = [...pages.value.slice(0, index), page, ...(same ? pages.value.slice(index + 1) : [])]
    })
  }

  /** The page that was used longest ago makes room. */
  function hold(page: number) {
    if (recent.at(-1) === page) return
    recent = [...recent.filter((one) => one !== page), page]
    const dropped = recent.length > held ? recent.shift() : undefined
    if (dropped === undefined) return
    const fits = options.fits?.value
    pages.value = pages.value.map((one, index) =>
      index === dropped ? { ...one, rows: null, found: (fits && one.rows?.filter(fits)) ?? null } : one,
    )
  }

  return {
    ...{ state, failure, readAt, offline, reached, count, ended, loaded, found, unsearched },
    ...{ rowAt, restart, more, need, searchOn },
  }
}

export type PagedLog<Row> = Omit<ReturnType<typeof usePagedLog<Row, unknown>>, 'restart'>

// Exporting from whatever page is open: `offerExport(…)`. ExportDialog asks what, and in which form.
import { computed, shallowRef } from 'vue'
import type { ReportContent, ReportFormat, ReportRequest } from '../../shared/contract/reports.ts'
import type { TokenRef } from '../../shared/contract/references.ts'
import type { Failure } from '../../shared/errors.ts'
import { failureOf } from '../failed.ts'
import { useReportsStore } from '../stores/reports.ts'
import { toast } from './useToasts.ts'

/** One thing that could be exported. */
export interface ExportChoice {
  /** Such as "The 3 tokens on show". */
  label: string
  /** What it was chosen by, in words; none for everything. */
  filters: readonly string[]
  content: ReportContent
}

export interface ExportOffer {
  /** What the report is called, and its file. */
  title: string
  choices: readonly [ExportChoice, ...ExportChoice[]]
}

/** What the owner chose in the dialog. */
export interface ExportWish {
  choice: ExportChoice
  withKept: boolean
  excelMark: boolean
}

type State =
  | { is: 'closed' }
  | { is: 'asking'; offer: ExportOffer; failure: Failure | null }
  | { is: 'working'; offer: ExportOffer; id: string }

const state = shallowRef<State>({ is: 'closed' })

export function offerExport(offer: ExportOffer) {
  if (state.value.is !== 'working') state.value = { is: 'asking', offer, failure: null }
}

/** The tokens of a table: those on show, and all of them where that is not the same. */
export function tokenChoices(
  all: readonly TokenRef[],
  shown: { rows: readonly TokenRef[]; filters: readonly string[] } = { rows: all, filters: [] },
): [ExportChoice, ...ExportChoice[]] {
  const everything = choiceOf(`All ${tokens(all.length)}`, all, [])
  if (shown.filters.length === 0 && shown.rows.length === all.length)
    return [choiceOf(everything.label, shown.rows, [])]
  return [choiceOf(`The ${tokens(shown.rows.length)} on show`, shown.rows, shown.filters), everything]
}

const tokens = (count: number): string => (count === 1 ? '1 token' : `${count.toLocaleString('en')} tokens`)

const choiceOf = (label: string, rows: readonly TokenRef[], filters: readonly string[]): ExportChoice => ({
  label,
  filters,
  content: {
    kind: 'tokens',
    withKept: false,
    rows: rows.map(({ accountId, organization, tokenId }) => ({ accountId, organization, tokenId })),
  },
})

/** Closes when it worked; stays open when it was cancelled or failed, with everything as it was chosen. */
async function make(wish: ExportWish, run: (request: ReportRequest) => Promise<boolean>): Promise<void> {
  if (state.value.is !== 'asking') return
  const { offer } = state.value
  const id = crypto.randomUUID()
  state.value = { is: 'working', offer, id }
  let failure: Failure | null = null
  try {
    const { filters, content } = wish.choice
    const request: ReportRequest = {
      id,
      title: offer.title,
      filters: [...filters],
      content: content.kind === 'tokens' ? { ...content, withKept: wish.withKept } : content,
    }
    if (await run(request)) {
      state.value = { is: 'closed' }
      return
    }
  } catch (error) {
    failure = failureOf(error)
  }
  state.value = { is: 'asking', offer, failure }
}

const save = (wish: ExportWish, format: ReportFormat): Promise<void> =>
  make(wish, async (request) => {
    const reports = useReportsStore()
    const answer = await reports.save({ ...request, format, excelMark: wish.excelMark })
    if (answer.outcome === 'cancelled') return false
    toast({
      tone: 'success',
      title: `Saved ${answer.file}`,
      action: { label: 'Show in folder', run: () => void reports.showSaved(request.id) },
    })
    return true
  })

const print = (wish: ExportWish): Promise<void> =>
  make(wish, async (request) => (await useReportsStore().print(request)).outcome === 'printed')

function stop() {
  if (state.value.is === 'working') void useReportsStore().cancel(state.value.id)
}

function close() {
  if (state.value.is === 'asking') state.value = { is: 'closed' }
}

export function useExport() {
  const progress = computed(() =>
    state.value.is === 'working' ? (useReportsStore().progress.get(state.value.id) ?? null) : null,
  )
  return { state, progress, save, print, stop, close }
}

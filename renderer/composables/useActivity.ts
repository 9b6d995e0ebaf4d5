// The activity of one organization as a page shows it: the rows that were read so far, searched, and more on demand.
import { computed, type Ref, shallowRef, watch } from 'vue'
import type { AuditEvent, ImageUse } from '../../shared/contract/activity.ts'
import type { OrganizationRef } from '../../shared/contract/references.ts'
import { eventWords, imageOf, useWord } from '../../shared/tokens/activity-words.ts'
import { unusualWords } from '../../shared/tokens/unusual-use.ts'
import { type Question, logFilterOf, useFilterOf } from '../components/activity/question.ts'
import type { NamedToken } from '../components/activity/TokenName.vue'
import { tokenOf } from '../routes.ts'
import { useActivityStore } from '../stores/activity.ts'
import { useTokensStore } from '../stores/tokens.ts'
import { type PagedLog, usePagedLog } from './usePagedLog.ts'

/** Pages without anything to show before the owner is asked whether to look further. */
const patience = 3

export function useActivity(question: Ref<Question>, of: Ref<OrganizationRef | null>) {
  const store = useActivityStore()
  const tokens = useTokensStore()
  const inventory = computed(() => (of.value ? tokens.entryOf(of.value).inventory : null))
  const known = computed(() => new Map(inventory.value?.tokens.map((token) => [token.id, token])))
  const byLabel = computed(() => new Map(inventory.value?.tokens.map((token) => [token.label, token])))

  /** The label of the one token that is on show; the address has it for one that is gone. */
  const label = computed(() => {
    const { token, name } = question.value
    return token === null ? null : (known.value.get(token)?.label ?? name)
  })

  const nowhere = () => Promise.reject(new Error('no organization is chosen'))
  const search = shallowRef('')
  const words = computed(() => search.value.toLowerCase().split(/\s+/).filter(Boolean))
  /** Null while nothing is searched for; another one whenever something else is. */
  const searching = <Row>(textOf: (row: Row) => string) =>
    computed(() => {
      const all = words.value
      if (all.length === 0) return null
      return (row: Row) => {
        const text = textOf(row).toLowerCase()
        return all.every((word) => text.includes(word))
      }
    })

  const changes = usePagedLog<AuditEvent, Parameters<typeof store.readLog>[2] & object>({
    fits: searching((event: AuditEvent) => textOfChange(event)),
    read: (cursor) =>
      of.value ? store.readLog(of.value, logFilterOf(question.value, label.value), cursor) : nowhere(),
  })
  const uses = usePagedLog<ImageUse, Parameters<typeof store.readUse>[2] & object>({
    fits: searching((use: ImageUse) => textOfUse(use)),
    read: (cursor) => (of.value ? store.readUse(of.value, useFilterOf(question.value), cursor) : nowhere()),
  })
  const isChanges = computed(() => question.value.tab === 'changes')
  const current = computed((): PagedLog<unknown> => (isChanges.value ? changes : uses))

  async function restart(keep = false) {
    dry.value = 0
    await (isChanges.value ? changes.restart(keep) : uses.restart(keep))
    if (!isChanges.value && of.value) await store.readUnusual(of.value)
  }

  function named(id: string | null, name: string, act?: string): NamedToken {
    const found = id === null ? byLabel.value.get(name) : known.value.get(id)
    const there = found !== undefined && !found.goneAt
    const link = there ? found.id : inventory.value === null ? id : null
    return {
      label: name || (found?.label ?? id ?? ''),
      to: of.value && link ? tokenOf(of.value.accountId, of.value.organization, link) : null,
      gone: !there && inventory.value !== null && act !== 'org.access_token.delete',
    }
  }

  /** Kept for what a search found on a page that is not held any more. */
  const beforesSeen = new WeakMap<AuditEvent, AuditEvent>()
  /** The event before about the same token; unknown where the filters leave some out. */
  const befores = computed(() => {
    const last = new Map<string, AuditEvent>()
    const found = new Map<AuditEvent, AuditEvent>()
    if (question.value.actor !== '' || question.value.what === 'deactivated') return found
    for (const event of [...changes.loaded.value].reverse()) {
      const id = event.token?.id
      if (!id) continue
      const before = last.get(id)
      if (before) {
        found.set(event, before)
        beforesSeen.set(event, before)
      }
      last.set(id, event)
    }
    return found
  })
  const changeRow = (event: AuditEvent) => ({
    event,
    words: eventWords(event, befores.value.get(event) ?? beforesSeen.get(event) ?? null),
    token: event.token && named(event.token.id, event.name, event.action),
  })
  const unusual = computed(
    () =>
      new Map(
        (of.value ? store.unusualOf(of.value) : []).map((one) => [
          `${one.tokenId} ${one.at}`,
          unusualWords(one),
        ]),
      ),
  )
  const useRow = (use: ImageUse) => ({
    use,
    token: use.tokenId === null ? null : named(use.tokenId, known.value.get(use.tokenId)?.label ?? ''),
    unusual: unusual.value.get(`${use.tokenId ?? ''} ${use.at}`) ?? null,
  })

  const textOfChange = (event: AuditEvent) => {
    const { did, about, details } = changeRow(event).words
    return [event.actor, did, about, event.name, ...details].join('\n')
  }
  const textOfUse = (use: ImageUse) =>
    [useWord(use.action), imageOf(use), use.address, use.client, use.actor, useRow(use).token?.label].join(
      '\n',
    )
  const count = computed(() => current.value.found.value?.length ?? current.value.count.value)
  /** A row as it is drawn; undefined while it is on its way. */
  function rowAt(index: number) {
    if (isChanges.value) {
      const event = changes.found.value ? changes.found.value[index] : changes.rowAt(index)
      return event && changeRow(event)
    }
    const use = uses.found.value ? uses.found.value[index] : uses.rowAt(index)
    return use && useRow(use)
  }

  const dry = shallowRef(0)
  const paused = computed(() => dry.value >= patience)
  let seen = 0
  let filling = false

  /** Looks through all that was read, where something is searched for; reads on while the end of it is in view. */
  async function fill() {
    if (filling) return
    filling = true
    try {
      const { more, searchOn, unsearched, ended, state } = current.value
      while (unsearched.value > 0 && state.value === 'ready') await searchOn()
      while (seen >= count.value - 1 && !ended.value && state.value === 'ready' && !paused.value) {
        const before = count.value
        await more()
        dry.value = count.value > before ? 0 : dry.value + 1
      }
    } finally {
      filling = false
    }
  }

  async function view(first: number, last: number) {
    seen = last
    const { need, found, count: all } = current.value
    if (found.value === null) await need(first, Math.min(last, all.value - 1))
    await fill()
  }

  /** Looks further, after it paused or failed. */
  async function further() {
    dry.value = 0
    const { state, unsearched, searchOn, more } = current.value
    if (state.value === 'failed') await (unsearched.value > 0 ? searchOn() : more())
    await fill()
  }
  watch([count, search, () => current.value.state.value], () => void fill())

  return {
    isChanges,
    current,
    label,
    search,
    count,
    actors: computed(() =>
      [...new Set(changes.loaded.value.map(({ actor }) => actor).filter(Boolean))].sort(),
    ),
    /** How many rows the search has looked through. */
    searched: computed(() => current.value.count.value - current.value.unsearched.value),
    /** There are no more rows, and the search has looked through them all. */
    ended: computed(() => current.value.ended.value && current.value.unsearched.value === 0),
    isSilent: computed(() => !isChanges.value && of.value !== null && store.silent.has(of.value.accountId)),
    rowAt,
    changeRow,
    paused,
    restart,
    view,
    further,
  }
}

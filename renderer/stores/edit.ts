// The edit of one token: what the server had, what was typed, and saving it without undoing anybody else's edit.
import { defineStore } from 'pinia'
import { computed, ref, shallowRef, watch } from 'vue'
import type { TokenRef } from '../../shared/contract/references.ts'
import type { Token } from '../../shared/contract/tokens.ts'
import type { Failure } from '../../shared/errors.ts'
import { conflictOf } from '../../shared/tokens/conflict.ts'
import {
  type EditedFields,
  changedFields,
  editFormOf,
  editProblems,
  emptyEditForm,
  sameFields,
  wantedFields,
} from '../../shared/tokens/edit-form.ts'
import { stillThere, tokenStatus } from '../../shared/tokens/status.ts'
import { type FieldProblem } from '../../shared/tokens/validation.ts'
import { labelUsed } from '../../shared/tokens/warnings.ts'
import { api } from '../api.ts'
import { failureOf } from '../failed.ts'
import { useAppStore } from './app.ts'
import { useAccountsStore } from './accounts.ts'
import { useTokensStore } from './tokens.ts'

export type EditState =
  | { kind: 'loading' }
  /** This computer's copy is on show while the server is asked. */
  | { kind: 'checking' }
  /** The server could not be asked. The copy may be on show. */
  | { kind: 'unread'; failure: Failure }
  | { kind: 'editing' }
  | { kind: 'saving' }
  /** The token is not what the owner was shown; nothing was written. */
  | { kind: 'conflict'; theirs: Token }

export type SaveOutcome = { saved: Token } | { conflict: Token } | { failure: Failure }

/** Docker Hub's names of the fields it objects to. */
const serverFields: Record<string, FieldProblem['field']> = {
  label: 'label',
  description: 'description',
  resources: 'repositories',
}

const fieldsOf = ({ label, description, resources }: Token): EditedFields => ({
  label,
  description,
  resources: resources ?? [],
})

export const useEditStore = defineStore('edit', () => {
  const app = useAppStore()
  const tokens = useTokensStore()
  const accounts = useAccountsStore()

  const place = shallowRef<TokenRef | null>(null)
  const state = shallowRef<EditState>({ kind: 'loading' })
  /** The token as the owner was shown it; null until there is something to show. */
  const token = shallowRef<Token | null>(null)
  const form = ref(emptyEditForm())
  /** What the server did not accept, until the form changes. */
  const refused = shallowRef<FieldProblem | null>(null)

  const organization = computed(() => place.value?.organization ?? '')
  const shown = computed<EditedFields>(() =>
    token.value ? fieldsOf(token.value) : { label: '', description: '', resources: [] },
  )
  const wanted = computed(() => wantedFields(organization.value, shown.value, form.value))
  const changedParts = computed(() => changedFields(shown.value, wanted.value))
  const changed = computed(() => token.value !== null && changedParts.value.length > 0)
  const ownProblems = computed(() => editProblems(organization.value, shown.value, form.value, app.policy))
  const problems = computed(() => [...ownProblems.value, ...(refused.value ? [refused.value] : [])])
  const conflict = computed(() =>
    state.value.kind === 'conflict'
      ? conflictOf(shown.value, wanted.value, fieldsOf(state.value.theirs))
      : null,
  )
  const isLabelUsed = computed(() => {
    const all = stillThere((place.value && tokens.entryOf(place.value).inventory?.tokens) ?? [])
    const others = all.filter((one) => one.id !== place.value?.tokenId).map((one) => one.label)
    return wanted.value.label !== shown.value.label && labelUsed(wanted.value.label, others)
  })
  /** Why it cannot be saved now, or null. */
  const notNow = computed(() => {
    if (state.value.kind === 'checking') return 'The token is being read from the server.'
    if (state.value.kind === 'unread') return 'The token has to be read from the server first.'
    const [problem] = ownProblems.value
    return problem?.text ?? (changed.value ? null : 'Nothing was changed.')
  })
  watch(form, () => (refused.value = null), { deep: true })

  function show(it: Token) {
    token.value = it
    form.value = editFormOf(organization.value, fieldsOf(it))
    refused.value = null
  }

  /** The copy on this computer at once, then the server's word. */
  async function open(where: TokenRef) {
    place.value = where
    token.value = null
    form.value = emptyEditForm()
    state.value = { kind: 'loading' }
    const reading = read()
    await tokens.readCopy(where)
    const copy = tokens.entryOf(where).inventory?.tokens.find((one) => one.id === where.tokenId)
    if (place.value === where && token.value === null && copy?.resources) {
      show(copy)
      if (state.value.kind === 'loading') state.value = { kind: 'checking' }
    }
    await reading
  }

  /** Asks the server for the token. What was typed meanwhile stays. */
  async function read() {
    const where = place.value
    if (!where) return
    state.value = { kind: token.value ? 'checking' : 'loading' }
    try {
      const fresh = await api.tokens.read(where)
      if (place.value !== where) return
      const isActive = tokenStatus(fresh, accounts.serverNow(where.accountId)) === 'active'
      // Typed on top of an older copy: saving notices what is different, and asks.
      if (!changed.value || !isActive) show(fresh)
      state.value = { kind: 'editing' }
    } catch (error) {
      if (place.value === where) state.value = { kind: 'unread', failure: failureOf(error) }
    }
  }

  /** Writes `fields`, unless the token is not as `before` any more. */
  async function send(before: Token, fields: EditedFields): Promise<SaveOutcome> {
    const where = place.value
    if (!where || state.value.kind === 'saving') return { failure: { code: 'internal' } }
    state.value = { kind: 'saving' }
    try {
      const answer = await api.tokens.change({
        ...where,
        shown: { ...fieldsOf(before), isActive: before.isActive },
        wanted: fields,
      })
      const it = answer.token
      // Wanted and there already: an earlier try whose answer got lost, or somebody with the same thought.
      const isThere =
        tokenStatus(it, accounts.serverNow(where.accountId)) === 'active' && sameFields(fieldsOf(it), fields)
      const isDone = answer.outcome === 'saved' || isThere
      if (place.value === where) {
        if (isDone) show(it)
        state.value = isDone ? { kind: 'editing' } : { kind: 'conflict', theirs: it }
      }
      return isDone ? { saved: it } : { conflict: it }
    } catch (error) {
      if (place.value === where) state.value = { kind: 'editing' }
      return { failure: failureOf(error) }
    }
  }

  /** Saves the form as it is. */
  async function save(): Promise<SaveOutcome> {
    return token.value ? send(token.value, wanted.value) : { failure: { code: 'internal' } }
  }

  /** Ends a conflict without writing: with their version in the form, or (null) with the form as it was typed. */
  function settle(theirs: Token | null) {
    if (theirs) show(theirs)
    state.value = { kind: 'editing' }
  }

  /** Puts a server's objection beside the field it is about. False when the form has no such field. */
  function refuse(failure: Failure): boolean {
    const field = failure.code === 'token.rejected' ? serverFields[failure.field ?? ''] : undefined
    if (!field) return false
    refused.value = { field, text: failure.detail ?? 'The server did not accept this.' }
    return true
  }

  /** The page was left. */
  function close() {
    place.value = null
    token.value = null
    form.value = emptyEditForm()
    state.value = { kind: 'loading' }
  }

  return {
    place,
    state,
    token,
    form,
    shown,
    wanted,
    changed,
    changedParts,
    problems,
    conflict,
    isLabelUsed,
    notNow,
    open,
    read,
    send,
    save,
    settle,
    refuse,
    close,
  }
})

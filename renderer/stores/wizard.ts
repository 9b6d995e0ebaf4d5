// The form of "Generate access token": what was typed, which step is open, and making the token.
import { defineStore } from 'pinia'
import { computed, ref, shallowReactive, shallowRef, watch } from 'vue'
import type { OrganizationRef } from '../../shared/contract/references.ts'
import type { Token } from '../../shared/contract/tokens.ts'
import type { Failure } from '../../shared/errors.ts'
import { slotsFull } from '../../shared/tokens/slots.ts'
import {
  type Problem,
  type Step,
  type TokenForm,
  emptyForm,
  expiryOf,
  furthestStep,
  isEmptyForm,
  steps,
} from '../../shared/tokens/validation.ts'
import { api } from '../api.ts'
import { failureOf } from '../failed.ts'
import { objectionIn } from '../objections.ts'
import type { StartedFrom } from '../origins.ts'
import { useAccountsStore } from './accounts.ts'
import { useDraftsStore } from './drafts.ts'
import { judgedForm } from './judgedForm.ts'
import { useReplacementsStore } from './replacements.ts'
import { keyOf, useTokensStore } from './tokens.ts'
import { useUncertainStore } from './uncertain.ts'

export interface Created {
  ref: OrganizationRef
  token: Token
  /** Whether the keychain keeps the secret; otherwise main holds it until the secret screen is left. */
  kept: boolean
  /** Where the owner wanted it. `keychain` without `kept` means that the keychain failed after its check. */
  wanted: 'keychain' | 'memory'
}

export const useWizardStore = defineStore('wizard', () => {
  const drafts = useDraftsStore()
  const tokens = useTokensStore()
  const uncertain = useUncertainStore()
  const accounts = useAccountsStore()

  const place = shallowRef<OrganizationRef | null>(null)
  const form = ref<TokenForm>(emptyForm())
  const step = shallowRef<Step>(1)
  const state = shallowRef<'loading' | 'editing' | 'generating'>('loading')
  /** When the draft that was found here had been saved; null when there was none, or it was started over. */
  const restoredFrom = shallowRef<string | null>(null)
  /** What the form was started from, until that is dismissed; null when from nothing. */
  const startedFrom = shallowRef<StartedFrom | null>(null)
  /** Steps that were left once: their problems are shown. */
  const tried = shallowReactive(new Set<Step>())
  /** What the server did not accept, until that part of the form changes. */
  const refused = shallowRef<Problem | null>(null)
  /** The token made last, for the secret screen. */
  const created = shallowRef<Created | null>(null)
  /** The server's time: it decides when a token ends. */
  const now = shallowRef(Date.now())
  const serverNow = () => accounts.serverNow(place.value?.accountId ?? '')
  /** The organization whose token is being made right now. */
  let making: string | null = null
  /** An undo that was asked for meanwhile. */
  let undoLater: (() => void) | null = null

  const entry = computed(() => (place.value ? tokens.entryOf(place.value) : null))
  /** The slots when all are taken. */
  const full = computed(() => {
    const slots = entry.value?.inventory?.slots
    return slots && slotsFull(slots) ? slots : null
  })
  const organization = computed(() => place.value?.organization ?? '')
  const { problemsIn, ...judged } = judgedForm({ form, organization, entry, now, tried, refused })
  const { problems, furthest, resources } = judged
  const mayExist = computed(
    () => place.value !== null && uncertain.mayExist(place.value, form.value.label.trim()),
  )
  watch(
    [form, step],
    () => {
      now.value = serverNow()
      if (place.value && state.value === 'editing') save(place.value)
    },
    { deep: true, flush: 'sync' },
  )

  const save = (where: OrganizationRef) => drafts.save(where, { step: step.value, ...form.value })

  /** Opens the wizard for an organization, with the draft that was left there. */
  async function open(where: OrganizationRef) {
    // A token is being made from this form: it goes on, and the page shows it.
    if (place.value && keyOf(place.value) === keyOf(where) && making === keyOf(where)) return
    await close()
    state.value = 'loading'
    place.value = where
    reset(emptyForm(), 1)
    void tokens.open(where).then(() => uncertain.settle(where))
    try {
      const { draft, savedAt } = await drafts.read(where)
      if (place.value !== where) return
      if (draft && !isEmptyForm(draft)) restore(draft, savedAt)
    } catch (error) {
      // An empty form is what an owner without a draft gets too; the failure is main's to log.
      console.warn(failureOf(error).code)
    }
    state.value = 'editing'
  }

  function restore({ step: last, ...fields }: { step: number } & TokenForm, savedAt: string | null) {
    const reachable = furthestStep(problemsIn(fields, serverNow()))
    reset(fields, Math.min(last, reachable) as Step)
    if (last > reachable) tried.add(reachable)
    restoredFrom.value = savedAt ?? new Date().toISOString()
  }

  function reset(fields: TokenForm, at: Step) {
    form.value = fields
    step.value = at
    tried.clear()
    for (const passed of steps) if (passed < at) tried.add(passed)
    refused.value = null
    restoredFrom.value = null
    startedFrom.value = null
  }

  /** The page is left: what was typed last goes to the disk. */
  const close = () => drafts.flush()

  /** True when nothing keeps the form from becoming a token; otherwise opens the step of the first problem. */
  function check(): boolean {
    now.value = serverNow()
    const [first] = problems.value
    if (!first) return true
    tried.add(first.step)
    step.value = first.step
    return false
  }

  /** Opens a step if every step before it is right; otherwise the first that is not, with its problem. */
  function go(to: Step): boolean {
    if (state.value !== 'editing') return false
    now.value = serverNow()
    const open = Math.min(to, furthest.value) as Step
    if (to > step.value) for (let passed = step.value; passed < to; passed++) tried.add(passed as Step)
    if (open < to) tried.add(open)
    step.value = open
    return open === to
  }

  /** Empties the form; the answer puts everything back. */
  async function startOver(): Promise<() => void> {
    const where = place.value
    const undo = undoOf()
    state.value = 'loading'
    reset(emptyForm(), 1)
    if (where) await drafts.discard(where).catch((error: unknown) => console.warn(failureOf(error).code))
    state.value = 'editing'
    return undo
  }

  /** Puts a form that starts from something in this one's place; the answer puts everything back. */
  function startFrom(fields: TokenForm, from: StartedFrom): () => void {
    const undo = undoOf()
    reset(fields, 1)
    startedFrom.value = from
    if (place.value) save(place.value)
    return undo
  }

  /** Puts the form back as it is now, whatever was done to it since. */
  function undoOf(): () => void {
    const where = place.value
    const before = {
      form: form.value,
      step: step.value,
      restored: restoredFrom.value,
      started: startedFrom.value,
    }
    const undo = () => {
      // The token is made from the form as it is; afterwards the other comes back.
      if (making !== null) return void (undoLater = undo)
      // Another organization's form may be open by now, or none: this one goes back where it came from.
      if (!where || !place.value || keyOf(place.value) !== keyOf(where) || state.value !== 'editing') {
        if (where) drafts.save(where, { step: before.step, ...before.form })
        return
      }
      reset(before.form, before.step)
      restoredFrom.value = before.restored
      startedFrom.value = before.started
    }
    return undo
  }

  /** Puts a server's objection beside the field it is about. False when the form has no such field. */
  function refuse(failure: Failure): boolean {
    const problem = objectionIn(failure)
    if (!problem) return false
    refused.value = problem
    step.value = problem.step
    return true
  }
  watch(form, () => (refused.value = null), { deep: true })

  /** Asks the server once for the token. Never twice: whether to try again is the owner's to say. */
  async function create(keep: 'keychain' | 'memory'): Promise<{ created: Created } | { failure: Failure }> {
    const where = place.value
    const expiry = expiryOf(form.value)
    if (!where || !expiry || state.value !== 'editing') return { failure: { code: 'internal' } }
    state.value = 'generating'
    making = keyOf(where)
    const { description, replaces } = form.value
    const label = form.value.label.trim()
    try {
      const answer = await api.tokens.create({
        ...where,
        label,
        description,
        expiry,
        resources: resources.value,
        keep,
      })
      created.value = { ref: where, ...answer, wanted: keep }
      uncertain.forget(where)
      // The token is made whether or not its checklist could be begun.
      if (replaces !== null)
        await useReplacementsStore()
          .begin({ ...where, tokenId: answer.token.id }, replaces)
          .catch((error: unknown) => console.warn(failureOf(error).code))
      await drafts.discard(where).catch((error: unknown) => console.warn(failureOf(error).code))
      return { created: created.value }
    } catch (error) {
      const failure = failureOf(error)
      if (failure.code === 'token.unknownOutcome') {
        uncertain.note(where, label)
        void tokens.refresh(where)
      }
      if (place.value === where) state.value = 'editing'
      return { failure }
    } finally {
      making = null
      undoLater?.()
      undoLater = null
    }
  }

  return {
    place,
    form,
    step,
    state,
    restoredFrom,
    startedFrom,
    tried,
    now,
    created,
    entry,
    full,
    ...judged,
    mayExist,
    open,
    close,
    check,
    go,
    startOver,
    startFrom,
    refuse,
    create,
  }
})

// The rotation that is being set up: the token as the server has it, when its successor ends, and making that.
import { defineStore } from 'pinia'
import { computed, ref, shallowRef, watch } from 'vue'
import type { TokenRef } from '../../shared/contract/references.ts'
import type { Token } from '../../shared/contract/tokens.ts'
import type { Failure } from '../../shared/errors.ts'
import { changesSince } from '../../shared/tokens/changes.ts'
import type { EditedFields } from '../../shared/tokens/edit-form.ts'
import { expiresAt } from '../../shared/tokens/expiry.ts'
import { type ExpiryForm, heldTo, sameLifetime } from '../../shared/tokens/lifetime.ts'
import { pairsOf, successorLabel } from '../../shared/tokens/lineage.ts'
import { stillThere, tokenStatus } from '../../shared/tokens/status.ts'
import { type Problem, expiryOf, expiryProblems } from '../../shared/tokens/validation.ts'
import { api } from '../api.ts'
import { failureOf } from '../failed.ts'
import { useAppStore } from './app.ts'
import { useAccountsStore } from './accounts.ts'
import { useTokensStore } from './tokens.ts'
import { type Created, useWizardStore } from './wizard.ts'

export type RotateState =
  { kind: 'loading' } | { kind: 'unread'; failure: Failure } | { kind: 'ready' } | { kind: 'making' }

const emptyForm = (): ExpiryForm => ({ expiryChoice: '', expiryDate: '', noExpiryConfirmed: false })

export const useRotateStore = defineStore('rotate', () => {
  const app = useAppStore()
  const tokens = useTokensStore()
  const wizard = useWizardStore()
  const accounts = useAccountsStore()

  const place = shallowRef<TokenRef | null>(null)
  const state = shallowRef<RotateState>({ kind: 'loading' })
  /** The token that gets a successor, with its access as the server told it. */
  const token = shallowRef<Token | null>(null)
  const form = ref(emptyForm())
  /** Keep the secret in the keychain. */
  const keep = shallowRef(true)
  /** The button was pressed: problems are shown. */
  const tried = shallowRef(false)
  /** What the server did not accept about the expiration date, until that is changed. */
  const refused = shallowRef<Problem | null>(null)
  /** The token as it was shown before somebody changed it. */
  const before = shallowRef<Token | null>(null)
  /** The server's time: it decides when a token ends. */
  const now = shallowRef(Date.now())
  const serverNow = () => accounts.serverNow(place.value?.accountId ?? '')

  const inventory = computed(() => (place.value ? tokens.entryOf(place.value).inventory : null))
  const label = computed(() => {
    const inUse = stillThere(inventory.value?.tokens ?? []).map((one) => one.label)
    return token.value ? successorLabel(token.value.label, inUse) : ''
  })
  /** A token that follows this one already and works, or nothing. */
  const successor = computed(
    () =>
      pairsOf(inventory.value?.tokens ?? [])
        .filter(({ old }) => old.id === place.value?.tokenId)
        .map(({ next }) => next)
        .find((next) => tokenStatus(next, now.value) === 'active') ?? null,
  )
  const ownProblems = computed(() => expiryProblems(form.value, now.value, app.policy))
  const problems = computed(() => [
    ...(tried.value ? ownProblems.value : []),
    ...(refused.value ? [refused.value] : []),
  ])
  /** What is not as it was shown before, a line each. */
  const changes = computed(() =>
    before.value && token.value ? changesSince(fieldsOf(before.value), fieldsOf(token.value)) : [],
  )
  /** The wire timestamp, null for never, undefined while none is chosen or the date is not right. */
  const endsAt = computed(() => {
    const expiry = expiryOf(form.value)
    const isWrong = ownProblems.value.some(({ field }) => field === 'expiryDate')
    return expiry && !isWrong ? expiresAt(expiry, now.value) : undefined
  })
  watch(
    form,
    () => {
      now.value = serverNow()
      refused.value = null
    },
    { deep: true },
  )

  async function open(where: TokenRef) {
    // The successor is being made: it goes on, and the page shows it.
    if (state.value.kind === 'making') return
    place.value = where
    token.value = null
    keep.value = true
    tried.value = false
    before.value = null
    form.value = emptyForm()
    await read()
  }

  /** Asks the server for the token and its neighbours. What was chosen stays once there was a token. */
  async function read() {
    const where = place.value
    if (!where) return
    // After a try the form stays, and so does the focus.
    if (state.value.kind !== 'making') state.value = { kind: 'loading' }
    const listing = tokens.open(where)
    try {
      const fresh = await api.tokens.read(where)
      await listing
      if (place.value !== where) return
      now.value = serverNow()
      if (!token.value) form.value = heldTo(app.policy, sameLifetime(fresh, now.value), now.value)
      token.value = fresh
      state.value = { kind: 'ready' }
    } catch (error) {
      if (place.value === where) state.value = { kind: 'unread', failure: failureOf(error) }
    }
  }

  /** True when nothing keeps the successor from being made; otherwise shows what does. */
  function check(): boolean {
    now.value = serverNow()
    tried.value = true
    return ownProblems.value.length === 0
  }

  /** Puts the server's objection beside the date it is about. False when it is about something else. */
  function refuse({ field, detail }: Failure): boolean {
    if (field !== 'expires_at') return false
    refused.value = { step: 2, field: 'expiry', text: detail ?? 'The server did not accept this.' }
    return true
  }

  /** Asks once for the successor. Never twice: whether to try again is the owner's to say. */
  async function create(wanted: Created['wanted']): Promise<{ created: Created } | { failure: Failure }> {
    const where = place.value
    const expiry = expiryOf(form.value)
    if (!where || !token.value || !expiry || state.value.kind !== 'ready')
      return { failure: { code: 'internal' } }
    state.value = { kind: 'making' }
    before.value = null
    const shown = fieldsOf(token.value)
    try {
      const made = await api.tokens.rotate({ ...where, shown, label: label.value, expiry, keep: wanted })
      const { accountId, organization } = where
      wizard.created = { ref: { accountId, organization }, ...made, wanted }
      state.value = { kind: 'ready' }
      return { created: wizard.created }
    } catch (error) {
      const failure = failureOf(error)
      // What the owner sees next is what the server has now.
      const shownBefore = token.value
      if (isAboutTheToken(failure)) await read()
      else state.value = { kind: 'ready' }
      if (failure.code === 'token.changedMeanwhile') before.value = shownBefore
      return { failure }
    }
  }

  /** The page was left; a successor that is being made goes on. */
  function close() {
    if (state.value.kind !== 'making') place.value = null
  }

  return {
    place,
    state,
    token,
    form,
    keep,
    now,
    inventory,
    label,
    successor,
    changes,
    problems,
    endsAt,
    open,
    read,
    check,
    refuse,
    create,
    close,
  }
})

const fieldsOf = ({ label, description, resources }: Token): EditedFields => ({
  label,
  description,
  resources: resources ?? [],
})

const isAboutTheToken = ({ code }: Failure): boolean =>
  [
    'token.gone',
    'token.notActive',
    'token.changedMeanwhile',
    'token.rotatedMeanwhile',
    'token.unknownOutcome',
  ].includes(code)

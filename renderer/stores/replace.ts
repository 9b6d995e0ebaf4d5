// What a member reaches, as it is being read, and what of it the token in their place is to cover.
import { defineStore } from 'pinia'
import { computed, shallowRef } from 'vue'
import type { MemberReach } from '../../shared/contract/members.ts'
import type { OrganizationRef } from '../../shared/contract/references.ts'
import type { Failure } from '../../shared/errors.ts'
import {
  type Coverage,
  coverageProblem,
  firstCoverage,
  formOfMember,
} from '../../shared/members/replacement.ts'
import { type TokenForm, resourcesOf } from '../../shared/tokens/validation.ts'
import { api } from '../api.ts'
import { failureOf } from '../failed.ts'
import { keyOf } from './tokens.ts'

type ReachState =
  | { kind: 'idle' | 'stopped' }
  | { kind: 'reading'; done: number; total: number }
  | { kind: 'ready'; reach: MemberReach }
  | { kind: 'failed'; failure: Failure }

export const useReplaceStore = defineStore('replace', () => {
  const place = shallowRef<OrganizationRef | null>(null)
  const username = shallowRef<string | null>(null)
  const state = shallowRef<ReachState>({ kind: 'idle' })
  const coverage = shallowRef<Coverage>({ kind: 'exact', teams: [], readPublic: true })
  let run = 0

  api.members.on.reading(({ done, total, ...ref }) => {
    const here = place.value && keyOf(ref) === keyOf(place.value)
    if (here && state.value.kind === 'reading') state.value = { kind: 'reading', done, total }
  })

  const reach = computed(() => (state.value.kind === 'ready' ? state.value.reach : null))
  const problem = computed(() => (reach.value ? coverageProblem(reach.value, coverage.value) : null))
  const resources = computed(() =>
    reach.value && place.value
      ? resourcesOf(place.value.organization, formOfMember(reach.value, coverage.value, []))
      : [],
  )

  /** Reads what the member reaches, unless that is here already. */
  async function open({ accountId, organization }: OrganizationRef, member: string) {
    const ref = { accountId, organization }
    const isSame = place.value && keyOf(place.value) === keyOf(ref) && username.value === member
    if (isSame && (state.value.kind === 'ready' || state.value.kind === 'reading')) return
    place.value = ref
    username.value = member
    await read()
  }

  async function read() {
    const { value: ref } = place
    const { value: member } = username
    if (!ref || member === null) return
    const mine = ++run
    state.value = { kind: 'reading', done: 0, total: 0 }
    try {
      const answer = await api.members.reach({ ...ref, username: member })
      if (mine !== run) return
      state.value = answer ? { kind: 'ready', reach: answer } : { kind: 'stopped' }
      if (answer) coverage.value = firstCoverage(answer)
    } catch (error) {
      if (mine === run) state.value = { kind: 'failed', failure: failureOf(error) }
    }
  }

  /** Ends the reading; what was read serves the next time. */
  async function stop() {
    const { value: ref } = place
    if (!ref || state.value.kind !== 'reading') return
    run += 1
    state.value = { kind: 'stopped' }
    await api.members.stopReading(ref)
  }

  /** The wizard's form for a member that was read and can be covered; null for any other. */
  function formFor(ref: OrganizationRef, member: string, labelsInUse: readonly string[]): TokenForm | null {
    const isThis = place.value && keyOf(place.value) === keyOf(ref) && username.value === member
    if (!isThis || !reach.value || problem.value !== null) return null
    return formOfMember(reach.value, coverage.value, labelsInUse)
  }

  return { state, coverage, reach, problem, resources, open, read, stop, formFor }
})

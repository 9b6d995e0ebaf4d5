// The findings about every organization that is looked at, those that the owner accepted apart from the others.
import { computed, type Ref, watch } from 'vue'
import type { Acceptance } from '../../shared/contract/insights.ts'
import type { OrganizationRef } from '../../shared/contract/references.ts'
import type { Token } from '../../shared/contract/tokens.ts'
import {
  type FindingKind,
  type Severity,
  findingKinds,
  severities,
} from '../../shared/tokens/insight-kinds.ts'
import { type Finding, findingsOf, pressingFirst } from '../../shared/tokens/insights.ts'
import { useAccountsStore } from '../stores/accounts.ts'
import { useActivityStore } from '../stores/activity.ts'
import { useAppStore } from '../stores/app.ts'
import { useInsightsStore } from '../stores/insights.ts'
import { useMembersStore } from '../stores/members.ts'
import { useNow } from './useNow.ts'
import { useReview } from './useReview.ts'

export interface TokenFinding extends Finding<Token> {
  ref: OrganizationRef
  /** Why its act cannot be done now, or null. */
  blocked: string | null
}

export interface AcceptedFinding extends TokenFinding {
  acceptance: Acceptance
}

export interface FindingGroup {
  kind: FindingKind
  findings: TokenFinding[]
}

const offlineReason = 'Not while offline: it changes the server'

/** `only`: one organization instead of all. */
export function useInsights(only: Ref<OrganizationRef | null>) {
  const accounts = useAccountsStore()
  const app = useAppStore()
  const store = useInsightsStore()
  const members = useMembersStore()
  const activity = useActivityStore()
  const now = useNow()
  const { organizations, tokens, loading } = useReview(only)

  void store.load()
  const refs = computed(() => organizations.value.map(({ ref }) => ref))
  // Only which they are counts, not that one of them was read anew.
  watch(
    () => JSON.stringify(refs.value),
    () => {
      void members.openOwners(refs.value)
      for (const ref of refs.value) void activity.readUnusual(ref)
    },
    { immediate: true },
  )

  const all = computed((): TokenFinding[] =>
    organizations.value.flatMap(({ ref, inventory }) => {
      const judge = {
        now: now.value + accounts.clockOffset(ref.accountId),
        policy: app.policy,
        owners: members.ownersOf(ref),
        unusual: activity.unusualOf(ref),
      }
      const blocked = inventory?.offline ? offlineReason : null
      return findingsOf(inventory?.tokens ?? [], judge).map((found) => ({ ...found, ref, blocked }))
    }),
  )
  const acceptanceOf = ({ ref, token, kind, mark }: TokenFinding) =>
    store.acceptanceOf({ ...ref, tokenId: token.id, kind, mark })
  const open = computed(() => all.value.filter((one) => acceptanceOf(one) === undefined))

  return {
    organizations,
    tokens,
    loading,
    now,
    open,
    accepted: computed((): AcceptedFinding[] =>
      all.value.flatMap((one) => {
        const acceptance = acceptanceOf(one)
        return acceptance ? [{ ...one, acceptance }] : []
      }),
    ),
    counts: computed(() => countBySeverity(open.value)),
    /** True when nobody can say whether a token was made by an owner. */
    ownersUnknown: computed(() => organizations.value.some(({ ref }) => members.ownersOf(ref) === null)),
  }
}

/** The gravest kind first, and in each what presses most. */
export const groupsOf = (findings: readonly TokenFinding[]): FindingGroup[] =>
  findingKinds.flatMap((kind) => {
    const ofKind = findings.filter((one) => one.kind === kind).sort(pressingFirst)
    return ofKind.length > 0 ? [{ kind, findings: ofKind }] : []
  })

export const countBySeverity = (findings: readonly Finding[]): Record<Severity, number> => {
  const counts = { urgent: 0, notable: 0, minor: 0 }
  for (const { severity } of findings) counts[severity] += 1
  return counts
}

export const isSeverity = (text: unknown): text is Severity => severities.some((one) => one === text)

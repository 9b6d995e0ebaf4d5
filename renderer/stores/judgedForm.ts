// What follows from the wizard's form as it stands: its problems, the steps that are open, and the token it would make.
import { computed, type Ref } from 'vue'
import { expiresAt } from '../../shared/tokens/expiry.ts'
import { stillThere } from '../../shared/tokens/status.ts'
import {
  type Problem,
  type Step,
  type TokenForm,
  expiryOf,
  furthestStep,
  problemsOf,
  resourcesOf,
} from '../../shared/tokens/validation.ts'
import { warningsOf } from '../../shared/tokens/warnings.ts'
import { useAppStore } from './app.ts'
import type { InventoryEntry } from './tokens.ts'

interface JudgedParts {
  form: Ref<TokenForm>
  organization: Ref<string>
  entry: Ref<InventoryEntry | null>
  /** The server's time, in Unix milliseconds. */
  now: Ref<number>
  /** Steps that were left once: their problems are shown. */
  tried: ReadonlySet<Step>
  /** What the server did not accept. */
  refused: Ref<Problem | null>
}

export function judgedForm({ form, organization, entry, now, tried, refused }: JudgedParts) {
  const app = useAppStore()
  /** Those of any form for this organization. */
  const problemsIn = (fields: TokenForm, at: number): Problem[] =>
    problemsOf(organization.value, fields, at, app.policy)

  const problems = computed(() => problemsIn(form.value, now.value))
  return {
    problemsIn,
    problems,
    furthest: computed(() => furthestStep(problems.value)),
    warnings: computed(() =>
      warningsOf(
        form.value,
        stillThere(entry.value?.inventory?.tokens ?? []).map((token) => token.label),
      ),
    ),
    shownProblems: computed(() => [
      ...problems.value.filter(({ step, byPolicy }) => byPolicy || tried.has(step)),
      ...(refused.value ? [refused.value] : []),
    ]),
    resources: computed(() => resourcesOf(organization.value, form.value)),
    /** The wire timestamp, null for never, undefined while none is chosen or the date is not right. */
    endsAt: computed(() => {
      const expiry = expiryOf(form.value)
      const wrong = problems.value.some((problem) => problem.field === 'expiryDate')
      return expiry && !wrong ? expiresAt(expiry, now.value) : undefined
    }),
  }
}

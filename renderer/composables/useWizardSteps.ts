// The wizard's list of steps, with what was chosen in each.
import { computed } from 'vue'
import { accessToAll, repositoryScopes } from '../../shared/tokens/access.ts'
import { accessOf, problemOf, type Step, steps } from '../../shared/tokens/validation.ts'
import { longDate } from '../../shared/tokens/expiry.ts'
import { type StepEntry, type StepState, stepTitles, stepTopics } from '../components/wizard/steps.ts'
import { useWizardStore } from '../stores/wizard.ts'

export function useWizardSteps() {
  const wizard = useWizardStore()

  const entries = computed<StepEntry[]>(() =>
    steps.map((step) => ({
      step,
      title: stepTitles[step],
      state: stateOf(step),
      description: (wizard.tried.has(step) && chosenIn(step)) || stepTopics[step],
    })),
  )

  function stateOf(step: Step): StepState {
    if (step === wizard.step) return 'current'
    if (step > wizard.furthest) return 'closed'
    if (problemOf(wizard.shownProblems, step)) return 'problem'
    return wizard.tried.has(step) ? 'done' : 'open'
  }

  function chosenIn(step: Step): string {
    const { label } = wizard.form
    const access = accessOf(wizard.form)
    switch (step) {
      case 1:
        return label.trim()
      case 2:
        if (wizard.endsAt === undefined) return 'Not chosen'
        return wizard.endsAt === null ? 'None' : longDate(wizard.endsAt)
      case 3: {
        const count = access.repositories.length
        const parts = [
          repositoryScopes(accessToAll(access)).length > 0 && 'All',
          count > 0 && `${count} chosen`,
          access.readPublic && 'public',
        ].filter(Boolean)
        return parts.join(', ') || 'None'
      }
      case 4: {
        const count = access.organizationScopes.length
        return count === 0 ? 'None' : `${count} ${count === 1 ? 'scope' : 'scopes'}`
      }
      case 5:
        return ''
    }
  }

  return entries
}

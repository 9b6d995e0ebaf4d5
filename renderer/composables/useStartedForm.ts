// What a form that was started from something still has to be told: what it keeps unshown, what is not here.
import { computed } from 'vue'
import type { Resource } from '../../shared/tokens/access.ts'
import { findBuiltIn } from '../../shared/tokens/built-in-templates.ts'
import { leftAlone, repositoriesLeft, withoutLeftAlone } from '../../shared/tokens/edit.ts'
import { namedRepositories, withoutRepositories } from '../../shared/tokens/prefill.ts'
import { useRepositoriesStore } from '../stores/repositories.ts'
import { useWizardStore } from '../stores/wizard.ts'
import { toast } from './useToasts.ts'

export function useStartedForm() {
  const wizard = useWizardStore()
  const repositories = useRepositoriesStore()
  const organization = computed(() => wizard.place?.organization ?? '')

  const named = computed(() => namedRepositories(organization.value, wizard.form))
  /** Repositories that the form names and the organization does not have. */
  const missing = computed(() =>
    named.value.filter((name) => repositories.absent.has(`${organization.value}/${name}`)),
  )
  /** What the form has no words for and the token will have. */
  const kept = computed(() => leftAlone(organization.value, wizard.resources))
  /** How many repositories can be chosen, beside those that the form does not show. */
  const most = computed(() => {
    const { base, access } = wizard.form
    return access.repositories.length + repositoriesLeft(organization.value, base, access)
  })
  /** What the built-in template leaves to be chosen, until it is. */
  const ask = computed(() => {
    const { builtIn, access } = wizard.form
    return access.repositories.length === 0 ? (findBuiltIn(builtIn)?.repository?.ask ?? null) : null
  })

  const isPrivate = (name: string) => repositories.seen.get(`${organization.value}/${name}`)?.isPrivate

  function dropMissing() {
    wizard.form = withoutRepositories(organization.value, wizard.form, missing.value)
  }

  /** Takes out what the form has no words for in one place. */
  function dropKept(place: Resource) {
    const { base } = wizard.form
    wizard.form.base = withoutLeftAlone(organization.value, base, place)
    toast({
      tone: 'info',
      title: 'Left out',
      text: `The new token will not have it on ${place.path}.`,
      action: { label: 'Undo', run: () => (wizard.form.base = base) },
    })
  }

  return { named, missing, kept, most, ask, isPrivate, dropMissing, dropKept }
}

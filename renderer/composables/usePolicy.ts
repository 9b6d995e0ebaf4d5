// The owner's policy beside the administrator's, and saving it.
import { computed, shallowRef } from 'vue'
import type { Failure } from '../../shared/errors.ts'
import { policyOf } from '../../shared/administration.ts'
import { type Policy, policySentences } from '../../shared/tokens/policy.ts'
import { failureOf } from '../failed.ts'
import { useAppStore } from '../stores/app.ts'

export function usePolicy() {
  const app = useAppStore()
  /** Why it was not saved, until the next try. */
  const failure = shallowRef<Failure | null>(null)

  /** True when it was kept; else `failure` says why, and the policy is as before. */
  async function save(policy: Policy): Promise<boolean> {
    failure.value = null
    try {
      await app.changeSettings({ policy })
      return true
    } catch (error) {
      failure.value = failureOf(error)
      return false
    }
  }

  const policy = computed(() => app.settings.policy)
  const administrators = computed(() => policyOf(app.administration))
  const contact = computed(() => (app.administration.state === 'holds' ? app.administration.contact : null))
  /** What holds and whose it is. */
  const sentences = computed(() => policySentences(policy.value, administrators.value))

  return { policy, administrators, contact, sentences, failure, save }
}

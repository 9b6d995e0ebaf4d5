// The owner's policy, and saving it.
import { computed, shallowRef } from 'vue'
import type { Failure } from '../../shared/errors.ts'
import type { Policy } from '../../shared/tokens/policy.ts'
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

  return { policy: computed(() => app.settings.policy), failure, save }
}

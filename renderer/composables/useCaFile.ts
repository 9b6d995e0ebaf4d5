// Choosing a file of certificate authorities in the system's dialog.
import { shallowRef, type Ref } from 'vue'
import { failureOf } from '../failed.ts'
import { failureWords } from '../messages.ts'
import { useAccountsStore } from '../stores/accounts.ts'

/** `problem` is why the last dialog could not be shown. A cancelled one leaves `path` as it was. */
export function useCaFile(path: Ref<string | null>) {
  const accounts = useAccountsStore()
  const problem = shallowRef<string>()

  async function choose() {
    problem.value = undefined
    try {
      path.value = (await accounts.chooseCaFile()) ?? path.value
    } catch (error) {
      problem.value = failureWords(failureOf(error)).title
    }
  }
  return { problem, choose }
}

// The two steps of signing in, the same for a new account and for one whose session ran out.
import { shallowRef } from 'vue'
import type { Account, SignInResult } from '../../../shared/contract/accounts.ts'
import type { Failure } from '../../../shared/errors.ts'
import { toast } from '../../composables/useToasts.ts'
import { failureOf } from '../../failed.ts'
import { useAccountsStore } from '../../stores/accounts.ts'

export function useSignInFlow(done: (account: Account) => void) {
  const accounts = useAccountsStore()
  const step = shallowRef<'credentials' | 'code'>('credentials')
  const busy = shallowRef(false)
  const failure = shallowRef<Failure | null>(null)
  let challenge = ''
  let keepAsked = false

  /** Answers whether it went through; what went wrong is in `failure`. */
  async function run(call: () => Promise<SignInResult>): Promise<boolean> {
    if (busy.value) return false
    busy.value = true
    failure.value = null
    try {
      take(await call())
      return true
    } catch (error) {
      failure.value = failureOf(error)
      return false
    } finally {
      busy.value = false
    }
  }

  function take(result: SignInResult) {
    if (result.step === 'code') {
      challenge = result.challenge
      step.value = 'code'
      return
    }
    if (keepAsked && !result.kept)
      toast({
        tone: 'warning',
        title: 'Signed in, but only until you quit',
        text: 'The keychain did not take the sign-in. Everything else works.',
      })
    done(result.account)
  }

  function sendCredentials(keep: boolean, call: () => Promise<SignInResult>) {
    keepAsked = keep
    return run(call)
  }

  const sendCode = (code: string) => run(() => accounts.submitCode(challenge, code))

  function back() {
    step.value = 'credentials'
    failure.value = null
  }

  return { step, busy, failure, sendCredentials, sendCode, back }
}

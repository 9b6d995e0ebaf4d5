// The two steps of signing in, credentials and then perhaps a code: what is under way, and what went wrong.
import { computed, shallowRef } from 'vue'
import type { Account, SignInResult } from '../../shared/contract/accounts.ts'
import type { Failure } from '../../shared/errors.ts'
import { failureOf } from '../failed.ts'
import { useAccountsStore } from '../stores/accounts.ts'

type Done = Extract<SignInResult, { step: 'done' }>

const done = (account: Account): Done => ({ step: 'done', account, kept: false })

/** `finished` is called once signed in. Nothing that was typed is kept here. */
export function useSignInSteps(finished: (result: Done) => unknown) {
  const accounts = useAccountsStore()
  const state = shallowRef<'idle' | 'working'>('idle')
  const failure = shallowRef<Failure | null>(null)
  const challenge = shallowRef<string | null>(null)
  const step = computed(() => (challenge.value === null ? 'credentials' : 'code'))

  async function run(attempt: () => Promise<SignInResult>) {
    if (state.value === 'working') return
    state.value = 'working'
    failure.value = null
    try {
      const result = await attempt()
      if (result.step === 'code') challenge.value = result.challenge
      else await finished(result)
    } catch (error) {
      failure.value = failureOf(error)
      // The server gave this attempt up; another code would not help.
      if (challenge.value !== null && failure.value.code === 'signIn.needed') challenge.value = null
    } finally {
      state.value = 'idle'
    }
  }

  return {
    state,
    failure,
    step,
    signIn: (...input: Parameters<typeof accounts.signIn>) => run(() => accounts.signIn(...input)),
    signInAgain: (...input: Parameters<typeof accounts.signInAgain>) =>
      run(() => accounts.signInAgain(...input)),
    /** The Docker CLI's session needs no second step. */
    useDockerSession: (...input: Parameters<typeof accounts.useDockerSession>) =>
      run(async () => done(await accounts.useDockerSession(...input))),
    renewDockerSession: (accountId: string) =>
      run(async () => done(await accounts.renewDockerSession(accountId))),
    submitCode: (code: string) => run(() => accounts.submitCode(challenge.value ?? '', code)),
    startOver() {
      challenge.value = null
      failure.value = null
    },
  }
}

// Signing in again in the middle of something else, as a promise: `if (await again(accountId)) retry()`.
// SignInAgainDialog draws it over the page, so that nothing beneath is lost.
import { computed, shallowRef } from 'vue'
import type { Failure } from '../../shared/errors.ts'
import { failureOf } from '../failed.ts'
import { useAccountsStore } from '../stores/accounts.ts'

interface Open {
  accountId: string
  answer: (signedIn: boolean) => void
}

const open = shallowRef<Open | null>(null)
/** Why the Docker CLI's session could not be read just now. */
const failure = shallowRef<Failure | null>(null)
let running: { accountId: string; promise: Promise<boolean> } | null = null

/** Asks for the password, reads the Docker CLI's session again, or just restarts the demo. True once the account is signed in, false when it was cancelled. */
function again(accountId: string): Promise<boolean> {
  // Several calls may fail at once; they all wait for the one dialog.
  if (running?.accountId === accountId) return running.promise
  open.value?.answer(false)
  const promise = ask(accountId).finally(() => {
    if (running?.promise === promise) running = null
  })
  running = { accountId, promise }
  return promise
}

async function ask(accountId: string): Promise<boolean> {
  const accounts = useAccountsStore()
  if (accounts.find(accountId)?.kind === 'demo') {
    const started = await accounts.startDemo().catch(() => null)
    return started !== null
  }
  if (accounts.find(accountId)?.dockerConfig) {
    // It may have been renewed by then; the dialog says why it was not.
    const renewed = await accounts.renewDockerSession(accountId).catch(failureOf)
    if (!('code' in renewed)) return true
    failure.value = renewed
  } else failure.value = null
  return new Promise((resolve) => {
    open.value = {
      accountId,
      answer: (signedIn) => {
        open.value = null
        resolve(signedIn)
      },
    }
  })
}

export function useSignIn() {
  const account = computed(() => useAccountsStore().find(open.value?.accountId ?? ''))
  return { again, open, account, failure }
}

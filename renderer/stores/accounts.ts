// Who is signed in where. Passwords and codes pass through to main and are not kept here.
import { defineStore } from 'pinia'
import { shallowRef } from 'vue'
import type { Account, ServerChoice, SignInResult } from '../../shared/contract/accounts.ts'
import type { Failure } from '../../shared/errors.ts'
import { api } from '../api.ts'
import { failureOf } from '../failed.ts'

export interface Credentials {
  server: ServerChoice
  username: string
  secret: string
  keep: boolean
}

export const useAccountsStore = defineStore('accounts', () => {
  const accounts = shallowRef<readonly Account[]>([])
  const state = shallowRef<'loading' | 'ready' | 'failed'>('loading')
  const failure = shallowRef<Failure | null>(null)

  api.accounts.on.changed(() => void load())

  async function load() {
    try {
      accounts.value = await api.accounts.list()
      state.value = 'ready'
    } catch (error) {
      failure.value = failureOf(error)
      state.value = 'failed'
    }
  }

  const find = (accountId: string): Account | undefined =>
    accounts.value.find((account) => account.id === accountId)

  /** Milliseconds to add to this computer's clock to have the account's server's. */
  const clockOffset = (accountId: string): number => find(accountId)?.clockOffset ?? 0
  /** The server's time (Unix milliseconds). */
  const serverNow = (accountId: string): number => Date.now() + clockOffset(accountId)

  async function startDemo(): Promise<Account> {
    const account = await api.accounts.startDemo()
    await load()
    return account
  }

  /** Every way of signing in ends here, so that the list is right before a page opens on it. */
  async function settled(result: SignInResult): Promise<SignInResult> {
    if (result.step === 'done') await load()
    return result
  }

  const signIn = async (credentials: Credentials) => settled(await api.accounts.signIn(credentials))
  const submitCode = async (challenge: string, code: string) =>
    settled(await api.accounts.submitCode({ challenge, code }))
  const signInAgain = async (accountId: string, secret: string, keep: boolean) =>
    settled(await api.accounts.signInAgain({ accountId, secret, keep }))

  /** Signs in with the session that the Docker CLI left; `configFolder` null means Docker's own. */
  async function useDockerSession(server: ServerChoice, configFolder: string | null): Promise<Account> {
    const account = await api.accounts.useDockerSession({ server, configFolder })
    await load()
    return account
  }

  /** Reads that session again, after `docker login` was run anew. */
  async function renewDockerSession(accountId: string): Promise<Account> {
    const account = await api.accounts.renewDockerSession({ accountId })
    await load()
    return account
  }

  async function signOut(accountId: string) {
    await api.accounts.signOut({ accountId })
    await load()
  }

  const chooseCaFile = () => api.accounts.chooseCaFile()

  return {
    accounts,
    state,
    failure,
    load,
    find,
    clockOffset,
    serverNow,
    startDemo,
    signIn,
    submitCode,
    signInAgain,
    useDockerSession,
    renewDockerSession,
    signOut,
    chooseCaFile,
  }
})

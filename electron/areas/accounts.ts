// The calls about accounts.
import type { accounts as contract } from '../../shared/contract/accounts.ts'
import type { Handlers } from '../../shared/contract/define.ts'
import { Failed } from '../../shared/errors.ts'
import type { Accounts } from '../accounts/accounts.ts'
import type { DemoHubAccess } from '../accounts/addresses.ts'

export interface AccountsParts {
  accounts: Accounts
  /** Starts the Local Hub, or answers with the one that runs. Fails with `hub.failed`. */
  startDemoHub(): Promise<DemoHubAccess>
  /** Whether another account may be connected at all. @throws Failed administrator.unreadable */
  holdNewAccount(): void
  /** Whether nothing would be lost if this account were signed out now. */
  mayForget(accountId: string): boolean
  /** The system's file dialog; null when it was cancelled. */
  chooseCaFile(): Promise<string | null>
  /** The Docker config folder that the page named. Throws `input.invalid`. */
  dockerFolderOf(configFolder: string | null): string
}

export const accountsArea = ({
  accounts,
  startDemoHub,
  holdNewAccount,
  mayForget,
  chooseCaFile,
  dockerFolderOf,
}: AccountsParts): Handlers<typeof contract> => ({
  list: () => accounts.list(),
  startDemo: async () => accounts.useDemo(await startDemoHub()),
  signIn(input) {
    holdNewAccount()
    return accounts.signIn(input)
  },
  submitCode: (input) => accounts.submitCode(input),
  signInAgain: (input) => accounts.signInAgain(input),
  useDockerSession({ server, configFolder }) {
    holdNewAccount()
    return accounts.useCliSession({ server, configFolder: dockerFolderOf(configFolder) })
  },
  renewDockerSession: ({ accountId }) => accounts.readCliSessionAgain(accountId),
  async signOut({ accountId }) {
    if (!mayForget(accountId)) throw new Failed('signOut.secretUnkept')
    await accounts.signOut(accountId)
  },
  chooseCaFile: () => chooseCaFile(),
})

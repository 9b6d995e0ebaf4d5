// An owner's API client on a Local Hub in memory, with answers that can be lost and something done between two requests.
import { openAccounts } from '../../electron/accounts/accounts.ts'
import { noAccounts } from '../../electron/accounts/stored.ts'
import type { HubClient } from '../../electron/dockerhub/client.ts'
import type { TestHub } from '../../hub/test-hub.ts'
import { memoryKeychain } from './memory-keychain.ts'
import { noCliSession } from './no-cli-session.ts'

export interface OwnerClient {
  accountId: string
  client: HubClient
  /** Requests so far, such as `PATCH /v2/orgs/acme/access-tokens/1`. */
  asked: string[]
  /** Before a request is sent; may wait. */
  before: (method: string) => Promise<void> | void
  /** Whether the answer gets lost after the server has acted. */
  loses: (method: string) => boolean
}

export async function ownerClient(test: TestHub, username = 'robinhale'): Promise<OwnerClient> {
  const owner: Omit<OwnerClient, 'accountId' | 'client'> = { asked: [], before: () => {}, loses: () => false }
  const accounts = openAccounts({
    readCliSession: noCliSession,
    store: { read: () => noAccounts, write: () => {} },
    keychain: memoryKeychain(),
    fetchFor: () => async (url, init) => {
      const method = init.method ?? 'GET'
      owner.asked.push(`${method} ${new URL(url).pathname}`)
      await owner.before(method)
      const answer = await test.hub.request(url, init)
      if (owner.loses(method)) throw new TypeError('the connection was cut')
      return answer
    },
    onChanged: () => {},
    onSignedOut: () => {},
    now: test.now,
  })
  const server = { kind: 'server', url: 'http://localhost', caFile: null } as const
  const secret = test.passwordOf(username)
  const result = await accounts.signIn({ server, username, secret, keep: false })
  if (result.step !== 'done') throw new Error('a code was asked for')
  const accountId = result.account.id
  owner.asked.length = 0
  return Object.assign(owner, { accountId, client: accounts.client(accountId) })
}

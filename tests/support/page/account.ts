// The account that pages are tested with.
import type { Account } from '../../../shared/contract/accounts.ts'

export const account: Account = {
  id: 'hub',
  kind: 'demo',
  username: 'anna',
  serverName: 'Demo on this computer',
  serverUrl: 'http://127.0.0.1:1',
  registry: 'localhost:5000',
  state: 'signedIn',
  kept: true,
  dockerConfig: null,
  clockOffset: 0,
}

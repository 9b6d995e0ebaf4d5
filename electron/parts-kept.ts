// The part of electron/parts.ts about kept secrets: where each is filed, and which there are.
import type { TokenRef } from '../shared/contract/references.ts'
import type { Accounts } from './accounts/accounts.ts'
import type { Announcers } from './ipc/serve.ts'
import type { Keychain } from './keychain/keychain.ts'
import { tokenSecretName } from './keychain/names.ts'
import type { Log } from './log.ts'
import type { Stores } from './stores.ts'
import { type KeptIndex, openKeptIndex } from './tokens/kept-index.ts'

export interface KeptOptions {
  accounts: Pick<Accounts, 'find'>
  store: Stores['keptSecrets']
  keychain: Pick<Keychain, 'get'>
  announce: Announcers['secrets']
  log: Log
}

export interface KeptPart {
  index: KeptIndex
  /** Under which host an account's secrets are filed. */
  hostOf(accountId: string): string
  /** The keychain's name for a token's secret. */
  secretName(ref: TokenRef): string
  /** Writes down that the token's secret is kept. Never throws. */
  note(ref: TokenRef, label: string): Promise<void>
  /** Writes down that it is not. Never throws. */
  drop(ref: TokenRef): Promise<void>
  /** Asks the keychain and writes its answer down; null when it does not tell. */
  isKept(ref: TokenRef, label: string): Promise<boolean | null>
}

export function connectKept({ accounts, store, keychain, announce, log }: KeptOptions): KeptPart {
  const index = openKeptIndex({
    store,
    onChanged: () => announce('keptChanged', {}),
    onNotSaved: (error) => log.error('kept secrets not written down', {}, error),
  })
  const hostOf = (accountId: string) => serverHost(accounts.find(accountId))
  const secretName = (ref: TokenRef) => tokenSecretName({ ...ref, serverHost: hostOf(ref.accountId) })
  const placeOf = ({ accountId, organization, tokenId }: TokenRef) => ({
    serverHost: hostOf(accountId),
    organization,
    tokenId,
  })
  const note = (ref: TokenRef, label: string) => index.note([{ ...placeOf(ref), label }])
  const drop = (ref: TokenRef) => index.drop(placeOf(ref))
  return {
    index,
    hostOf,
    secretName,
    note,
    drop,
    async isKept(ref, label) {
      const { state } = await keychain.get(secretName(ref))
      if (state === 'found') await note(ref, label)
      if (state === 'missing') await drop(ref)
      return state === 'unknown' ? null : state === 'found'
    },
  }
}

/** The demo's port may change, so it has a name of its own. */
const serverHost = (account: { kind: string; serverUrl: string }): string =>
  account.kind === 'demo' ? 'demo' : new URL(account.serverUrl).host

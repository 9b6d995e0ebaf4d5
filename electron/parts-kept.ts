// The part of electron/parts.ts about kept secrets: where each is filed, and which there are.
import type { TokenRef } from '../shared/contract/references.ts'
import type { Accounts } from './accounts/accounts.ts'
import type { AreKept } from './inventory/kept.ts'
import type { Announcers } from './ipc/serve.ts'
import type { Keychain } from './keychain/keychain.ts'
import { tokenSecretName } from './keychain/names.ts'
import type { Log } from './log.ts'
import type { Stores } from './stores.ts'
import { type KeptIndex, openKeptIndex } from './tokens/kept-index.ts'

export interface KeptOptions {
  accounts: Pick<Accounts, 'find'>
  store: Stores['keptSecrets']
  keychain: Pick<Keychain, 'which'>
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
  /** Asks the keychain and writes its answers down. */
  areKept: AreKept
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
  const drop = (ref: TokenRef) => index.drop([placeOf(ref)])

  const areKept: AreKept = async (organization, tokens) => {
    const all = tokens.map(({ id, label }) => ({ ref: { ...organization, tokenId: id }, label }))
    const answers = await keychain.which(all.map(({ ref }) => secretName(ref)))
    if (answers === null) return null
    const isKept = (ref: TokenRef) => answers.get(secretName(ref)) === true
    const [there, missing] = [all.filter(({ ref }) => isKept(ref)), all.filter(({ ref }) => !isKept(ref))]
    await index.note(there.map(({ ref, label }) => ({ ...placeOf(ref), label })))
    await index.drop(missing.map(({ ref }) => placeOf(ref)))
    return new Map(all.map(({ ref }) => [ref.tokenId, isKept(ref)]))
  }

  return {
    index,
    hostOf,
    secretName,
    note,
    drop,
    areKept,
  }
}

/** The demo's port may change, so it has a name of its own. */
const serverHost = (account: { kind: string; serverUrl: string }): string =>
  account.kind === 'demo' ? 'demo' : new URL(account.serverUrl).host

// The part of electron/parts.ts about what is done to tokens and to their secrets.
import type { OrganizationRef, TokenRef } from '../shared/contract/references.ts'
import type { Policy } from '../shared/tokens/policy.ts'
import type { Accounts } from './accounts/accounts.ts'
import { secretsArea } from './areas/secrets.ts'
import { tokensArea } from './areas/tokens.ts'
import type { SecretClipboard } from './clipboard.ts'
import { askRegistry } from './dockerhub/registry.ts'
import {
  changeAccessToken,
  createAccessToken,
  deleteAccessToken,
  getAccessToken,
  listAccessTokens,
} from './dockerhub/tokens.ts'
import type { AllHandlers, Announcers } from './ipc/serve.ts'
import type { Keychain } from './keychain/keychain.ts'
import type { KeptPart } from './parts-kept.ts'
import type { KnownPart } from './parts-known.ts'
import type { Presence } from './presence.ts'
import { registryOf, repositoriesFor } from './registry.ts'
import type { Stores } from './stores.ts'
import { type ChangeParts, readToken } from './tokens/change.ts'
import type { CheckParts } from './tokens/check.ts'
import { type KeptParts, readSecret, releaseSecret } from './tokens/kept.ts'
import type { SecretMemory } from './tokens/memory.ts'

export interface TokensOptions {
  accounts: Accounts
  stores: Pick<Stores, 'journal'>
  organizations: Pick<AllHandlers['organizations'], 'list'>
  known: Pick<KnownPart, 'inventories' | 'refresh'>
  kept: KeptPart
  keychain: Keychain
  memory: SecretMemory
  clipboard: SecretClipboard
  presence: Presence
  announce: Announcers['secrets']
  /** The rules that hold now. @throws Failed administrator.unreadable */
  policy(): Policy
  /** The time as the account's server has it, Unix milliseconds. */
  serverNow(accountId: string): number
}

export interface TokensPart extends Pick<AllHandlers, 'secrets' | 'tokens'> {
  /** Fails like electron/tokens/kept.ts. */
  readSecret(ref: TokenRef): Promise<string>
}

export function connectTokens(options: TokensOptions): TokensPart {
  const { accounts, stores, organizations, keychain, memory, presence, serverNow } = options
  const { journal } = stores
  const { inventories } = options.known
  const { secretName, hostOf, note: noteKept, drop: dropKept, index } = options.kept
  const client = (ref: OrganizationRef) => accounts.client(ref.accountId)
  const username = (accountId: string) => accounts.find(accountId).username
  const get = (ref: TokenRef) => getAccessToken(client(ref), ref.organization, ref.tokenId)

  const findToken = async (ref: TokenRef) =>
    (await inventories.read(ref)).tokens.find(({ id }) => id === ref.tokenId)
  const mark = async (ref: TokenRef, isKept: boolean) => {
    if (isKept) await noteKept(ref, (await findToken(ref))?.label ?? '')
    await inventories.markKept(ref, isKept)
    // Last: the list of kept secrets puts back what the inventory still says is kept.
    if (!isKept) await dropKept(ref)
  }
  async function forgetSecret(ref: TokenRef): Promise<void> {
    await keychain.remove(secretName(ref))
    await mark(ref, false)
  }
  const kept: KeptParts = { keychain, memory, journal, secretName, mark }

  const change: ChangeParts = {
    get,
    patch: (ref, body) => changeAccessToken(client(ref), ref.organization, ref.tokenId, body),
    note: inventories.note,
    noteGone: inventories.noteGone,
  }
  const check: CheckParts = {
    async token(ref) {
      const known = await findToken(ref)
      return known?.resources ? known : readToken(change, ref)
    },
    ...repositoriesFor(client),
    labelOf: async (ref) => (await findToken(ref))?.label ?? null,
    ask: (ref, secret, wishes, onProgress) =>
      askRegistry(
        { ...registryOf(accounts.find(ref.accountId)), fetch: accounts.fetch(ref.accountId) },
        { username: ref.organization, secret },
        wishes,
        onProgress,
      ),
    registry: (accountId) => new URL(registryOf(accounts.find(accountId)).url).host,
    testing: (ref, asked, total) => options.announce('testing', { ...ref, asked, total }),
    now: serverNow,
  }

  return {
    readSecret: (ref) => readSecret(kept, ref),
    secrets: secretsArea({
      ...kept,
      keychain,
      clipboard: options.clipboard,
      labelOf: async (ref) => (await findToken(ref))?.label ?? ref.tokenId,
      check,
      presence,
      list: {
        index,
        serverHost: hostOf,
        organizations: async (accountId) => (await organizations.list({ accountId })).map(({ name }) => name),
        siblings: (accountId) =>
          accounts
            .list()
            .map(({ id }) => id)
            .filter((other) => other !== accountId && hostOf(other) === hostOf(accountId)),
        inventory: inventories.read,
      },
    }),
    tokens: tokensArea({
      inventories: { ...inventories, refresh: options.known.refresh },
      journal,
      create: {
        keychain,
        journal,
        memory,
        list: async (ref) => (await listAccessTokens(client(ref), ref.organization)).tokens,
        create: (ref, body) => createAccessToken(client(ref), ref.organization, body),
        add: inventories.add,
        noteKept(ref, label) {
          presence.made(ref)
          return noteKept(ref, label)
        },
        secretName,
        username,
        now: serverNow,
      },
      orphans: {
        journal,
        keychain,
        memory,
        inventory: inventories.read,
        markKept: (ref) => mark(ref, true),
        secretName,
        username,
      },
      change,
      gone: {
        find: findToken,
        readSecret: (ref) => keychain.get(secretName(ref)),
        noteKept,
        forgetSecret,
        remove: inventories.takeOff,
      },
      delete: {
        get,
        remove: (ref) => deleteAccessToken(client(ref), ref.organization, ref.tokenId),
        noteGone: inventories.remove,
        find: findToken,
        forgetSecret,
        release: (ref) => releaseSecret(kept, ref),
      },
      policy: options.policy,
    }),
  }
}

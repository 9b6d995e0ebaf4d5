// Creates the parts that main is made of and connects them: who gets what from whom, in one place.
import type { OrganizationRef, TokenRef } from '../shared/contract/references.ts'
import { slotLimits } from '../shared/tokens/slots.ts'
import { type Accounts, openAccounts } from './accounts/accounts.ts'
import { accountsArea } from './areas/accounts.ts'
import { type AppParts, appArea } from './areas/app.ts'
import { type DockerAreaOptions, dockerArea } from './areas/docker.ts'
import { draftsArea, forgetDrafts } from './areas/drafts.ts'
import { organizationsArea } from './areas/organizations.ts'
import { repositoriesArea } from './areas/repositories.ts'
import { secretsArea } from './areas/secrets.ts'
import { tokensArea } from './areas/tokens.ts'
import type { SecretClipboard } from './clipboard.ts'
import type { Fetch } from './dockerhub/exchange.ts'
import {
  changeAccessToken,
  createAccessToken,
  deleteAccessToken,
  getAccessToken,
  listAccessTokens,
} from './dockerhub/tokens.ts'
import type { DemoHub } from './hub.ts'
import { openInventories } from './inventory/inventory.ts'
import { openSealedDocuments } from './inventory/sealed.ts'
import type { AllHandlers, Announcers } from './ipc/serve.ts'
import type { Keychain } from './keychain/keychain.ts'
import { tokenSecretName } from './keychain/names.ts'
import type { Log } from './log.ts'
import type { Stores } from './stores.ts'
import { type KeptParts, readSecret, releaseSecret } from './tokens/kept.ts'
import { type SecretMemory, createSecretMemory } from './tokens/memory.ts'

export interface PartsOptions {
  stores: Stores
  keychain: Keychain
  clipboard: SecretClipboard
  demoHub: DemoHub
  log: Log
  /** Folder of the sealed inventory. */
  inventoryFolder: string
  fetchFor(server: { url: string; caFile: string | null }): Fetch
  announce: Announcers
  app: Omit<AppParts, 'settings' | 'notices'>
  docker: Omit<DockerAreaOptions, 'readSecret'>
  chooseCaFile(): Promise<string | null>
}

export interface Parts {
  accounts: Accounts
  memory: SecretMemory
  handlers: AllHandlers
}

export function connectParts(options: PartsOptions): Parts {
  const { stores, keychain, clipboard, demoHub, log, announce } = options
  const { journal } = stores
  const now = Date.now
  const memory = createSecretMemory()
  const documents = openSealedDocuments({
    folder: options.inventoryFolder,
    keychain,
    onSetAside: stores.noteSetAside,
  })

  const accounts = openAccounts({
    store: stores.accounts,
    keychain,
    fetchFor: options.fetchFor,
    onChanged: () => announce.accounts('changed', {}),
    async onSignedOut(accountId) {
      await inventories.forget(accountId)
      await documents.remove(`organizations/${accountId}`)
      await forgetDrafts(stores.drafts, accountId)
    },
    onNotSaved: (error) => log.error('accounts not saved', {}, error),
  })
  const client = (ref: OrganizationRef) => accounts.client(ref.accountId)
  const get = (ref: TokenRef) => getAccessToken(client(ref), ref.organization, ref.tokenId)
  const secretName = (ref: TokenRef) =>
    tokenSecretName({ ...ref, serverHost: serverHost(accounts.find(ref.accountId)) })

  const username = (accountId: string) => accounts.find(accountId).username

  const organizations = organizationsArea({ accounts, documents, announce: announce.organizations, now })

  async function slotLimit(ref: OrganizationRef): Promise<number | null> {
    const known = await organizations.list({ accountId: ref.accountId })
    const plan = known.find(({ name }) => name === ref.organization)?.plan
    return plan ? slotLimits[plan] : null
  }

  const inventories = openInventories({
    documents,
    list: (ref) => listAccessTokens(client(ref), ref.organization),
    get,
    async isKept(ref) {
      const { state } = await keychain.get(secretName(ref))
      return state === 'unknown' ? null : state === 'found'
    },
    limit: slotLimit,
    changed: ({ accountId, organization }) => announce.tokens('changed', { accountId, organization }),
    now,
  })

  const kept: KeptParts = { keychain, memory, journal, secretName, mark: inventories.markKept }
  const findToken = async (ref: TokenRef) =>
    (await inventories.read(ref)).tokens.find(({ id }) => id === ref.tokenId)
  const labelOf = async (ref: TokenRef) => (await findToken(ref))?.label ?? ref.tokenId

  const handlers: AllHandlers = {
    accounts: accountsArea({
      accounts,
      startDemoHub: () => demoHub.start(),
      mayForget: (accountId) => !memory.holdsFor(accountId),
      chooseCaFile: options.chooseCaFile,
    }),
    app: appArea({ ...options.app, settings: stores.settings, notices: stores.notices }),
    docker: dockerArea({ ...options.docker, readSecret: (ref) => readSecret(kept, ref) }),
    drafts: draftsArea({ store: stores.drafts }),
    organizations,
    repositories: repositoriesArea({ accounts }),
    secrets: secretsArea({ ...kept, keychain, clipboard, labelOf }),
    tokens: tokensArea({
      inventories,
      journal,
      create: {
        keychain,
        journal,
        memory,
        list: async (ref) => (await listAccessTokens(client(ref), ref.organization)).tokens,
        create: (ref, body) => createAccessToken(client(ref), ref.organization, body),
        add: inventories.add,
        secretName,
        username,
        now,
      },
      orphans: {
        journal,
        keychain,
        memory,
        inventory: inventories.read,
        markKept: (ref) => inventories.markKept(ref, true),
        secretName,
        username,
      },
      change: {
        get,
        patch: (ref, body) => changeAccessToken(client(ref), ref.organization, ref.tokenId, body),
        note: inventories.note,
        noteGone: inventories.remove,
      },
      delete: {
        get,
        remove: (ref) => deleteAccessToken(client(ref), ref.organization, ref.tokenId),
        noteGone: inventories.remove,
        find: findToken,
        forgetSecret: (ref) => keychain.remove(secretName(ref)),
        release: (ref) => releaseSecret(kept, ref),
      },
    }),
  }
  return { accounts, memory, handlers }
}

/** Under which host a token's secret is filed; the demo's port may change, so it has a name of its own. */
const serverHost = (account: { kind: string; serverUrl: string }): string =>
  account.kind === 'demo' ? 'demo' : new URL(account.serverUrl).host

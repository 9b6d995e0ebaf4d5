// Creates the parts that main is made of and connects them: who gets what from whom, in one place.
import type { OrganizationRef, TokenRef } from '../shared/contract/references.ts'
import { slotLimits } from '../shared/tokens/slots.ts'
import { type Accounts, openAccounts } from './accounts/accounts.ts'
import { openActivity } from './activity/activity.ts'
import { type Exports, openExports } from './activity/export.ts'
import { accountsArea } from './areas/accounts.ts'
import { activityArea } from './areas/activity.ts'
import { type AppParts, appArea } from './areas/app.ts'
import { dockerArea } from './areas/docker.ts'
import { draftsArea, forgetDrafts } from './areas/drafts.ts'
import { forgetAcceptances, insightsArea } from './areas/insights.ts'
import { membersArea } from './areas/members.ts'
import { type NotificationsParts, notificationsArea } from './areas/notifications.ts'
import { organizationsArea } from './areas/organizations.ts'
import { forgetReplacements, replacementsArea } from './areas/replacements.ts'
import { reportsArea } from './areas/reports.ts'
import { repositoriesArea } from './areas/repositories.ts'
import { secretsArea } from './areas/secrets.ts'
import { syncArea } from './areas/sync.ts'
import { snapshotsArea } from './areas/snapshots.ts'
import { templatesArea } from './areas/templates.ts'
import { tokensArea } from './areas/tokens.ts'
import { viewsArea } from './areas/views.ts'
import type { SecretClipboard } from './clipboard.ts'
import { dockerFolders } from './docker/folders.ts'
import type { Environment } from './docker/path.ts'
import { readCliSession } from './docker/session.ts'
import { readAuditPage } from './dockerhub/audit-logs.ts'
import { sleep } from './dockerhub/clock.ts'
import type { Fetch } from './dockerhub/exchange.ts'
import { askRegistry } from './dockerhub/registry.ts'
import { doAll } from './disk/do-all.ts'
import { writeDurably } from './disk/durable.ts'
import { registryOf, repositoriesFor } from './registry.ts'
import {
  changeAccessToken,
  createAccessToken,
  deleteAccessToken,
  getAccessToken,
  listAccessTokens,
} from './dockerhub/tokens.ts'
import type { DemoHub } from './hub.ts'
import { createComeback } from './inventory/comeback.ts'
import { openInventories } from './inventory/inventory.ts'
import { createSync } from './inventory/sync.ts'
import { openSealedDocuments } from './inventory/sealed.ts'
import { openSnapshots } from './inventory/snapshots.ts'
import type { AllHandlers, Announcers } from './ipc/serve.ts'
import type { Keychain } from './keychain/keychain.ts'
import { tokenSecretName } from './keychain/names.ts'
import type { Log } from './log.ts'
import { type TouchId, createPresence } from './presence.ts'
import { type ReportsParts, openReports } from './reports/reports.ts'
import type { Stores } from './stores.ts'
import { type ChangeParts, readToken } from './tokens/change.ts'
import type { CheckParts } from './tokens/check.ts'
import { openKeptIndex } from './tokens/kept-index.ts'
import { type KeptParts, readSecret, releaseSecret } from './tokens/kept.ts'
import { type SecretMemory, createSecretMemory } from './tokens/memory.ts'

/** Milliseconds for a credential helper, which may ask the owner to unlock something. */
const helperDeadline = 60_000

/** Milliseconds without a change after which a snapshot of an organization is taken. */
const snapshotQuiet = 3_000

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
  app: Omit<AppParts, 'settings' | 'notices' | 'presence'>
  notifications: NotificationsParts
  /** Null where the system has none. */
  touchId: TouchId | null
  docker: {
    env: Environment
    /** The owner's home folder, absolute. */
    home: string
    /** Aborted when the app quits. */
    signal: AbortSignal
    /** The system's folder dialog; null when it was cancelled. */
    chooseFolder(): Promise<string | null>
  }
  chooseCaFile(): Promise<string | null>
  reports: Pick<ReportsParts, 'chooseFile' | 'paper'> & {
    /** Shows a file in the system's file manager. */
    showFile(file: string): void
  }
}

export interface Parts {
  accounts: Accounts
  memory: SecretMemory
  /** Resolves when nothing of the inventory waits to be written any more. */
  settled(): Promise<void>
  exports: Pick<Exports, 'close'>
  handlers: AllHandlers
}

export function connectParts(options: PartsOptions): Parts {
  const { stores, keychain, clipboard, demoHub, log, announce } = options
  const { journal } = stores
  const now = Date.now
  const memory = createSecretMemory()
  const presence = createPresence(options.touchId, () => stores.settings.read().askPresence)
  const documents = openSealedDocuments({
    folder: options.inventoryFolder,
    keychain,
    onSetAside: stores.noteSetAside,
  })

  const { env, signal } = options.docker
  const { platform } = process
  const folders = dockerFolders({ ...options.docker, platform })

  const accounts = openAccounts({
    store: stores.accounts,
    keychain,
    readCliSession: (where) => readCliSession({ ...where, env, platform, signal, deadline: helperDeadline }),
    fetchFor: options.fetchFor,
    onChanged: () => announce.accounts('changed', {}),
    async onSignedOut(accountId) {
      comeback.forget(accountId)
      // What is being written for it ends first.
      await doAll([inventories, snapshots, activity].map((part) => part.forget(accountId)))
      await doAll([
        documents.forget(accountId),
        forgetDrafts(stores.drafts, accountId),
        forgetAcceptances(stores.accepted, accountId),
        forgetReplacements(stores.replacements, accountId),
      ])
    },
    onHeld: (accountId, seconds) => sync.held(accountId, seconds),
    onNotSaved: (error) => log.error('accounts not saved', {}, error),
  })
  const client = (ref: OrganizationRef) => accounts.client(ref.accountId)
  const get = (ref: TokenRef, signal?: AbortSignal) =>
    getAccessToken(client(ref), ref.organization, ref.tokenId, signal)
  /** The time as the account's server has it. */
  const serverNow = (accountId: string) => now() + accounts.find(accountId).clockOffset
  const hostOf = (accountId: string) => serverHost(accounts.find(accountId))
  const secretName = (ref: TokenRef) => tokenSecretName({ ...ref, serverHost: hostOf(ref.accountId) })

  const keptIndex = openKeptIndex({
    store: stores.keptSecrets,
    onChanged: () => announce.secrets('keptChanged', {}),
    onNotSaved: (error) => log.error('kept secrets not written down', {}, error),
  })
  const indexed = ({ accountId, organization, tokenId }: TokenRef) => ({
    serverHost: hostOf(accountId),
    organization,
    tokenId,
  })
  const noteKept = (ref: TokenRef, label: string) => keptIndex.note([{ ...indexed(ref), label }])

  const username = (accountId: string) => accounts.find(accountId).username

  const activity = openActivity({
    documents,
    client,
    server: (accountId) => accounts.find(accountId).serverUrl,
    learnt: ({ accountId, organization }) => announce.activity('learnt', { accountId, organization }),
    now,
  })

  const organizations = organizationsArea({ accounts, documents, announce: announce.organizations, now })

  async function slotLimit(ref: OrganizationRef): Promise<number | null> {
    const known = await organizations.list({ accountId: ref.accountId })
    const plan = known.find(({ name }) => name === ref.organization)?.plan
    return plan ? slotLimits[plan] : null
  }

  const inventories = openInventories({
    documents,
    list: (ref, signal) => listAccessTokens(client(ref), ref.organization, signal),
    log: (ref, page, signal) => readAuditPage(client(ref), ref.organization, {}, page, signal && { signal }),
    get,
    async isKept(ref, label) {
      const { state } = await keychain.get(secretName(ref))
      if (state === 'found') await noteKept(ref, label)
      if (state === 'missing') await keptIndex.drop(indexed(ref))
      return state === 'unknown' ? null : state === 'found'
    },
    limit: slotLimit,
    changed({ accountId, organization }) {
      announce.tokens('changed', { accountId, organization })
      snapshots.noteChanged({ accountId, organization })
    },
    now,
  })
  const snapshots = openSnapshots({
    documents,
    inventory: inventories.read,
    changed: (ref) => announce.snapshots('changed', ref),
    quiet: snapshotQuiet,
    now: serverNow,
  })

  /** Minutes: what was not synced since the server went away. */
  const missedWhileAway = 15
  const comeback = createComeback({
    refresh: inventories.refresh,
    back: () => sync.start(missedWhileAway),
    sleep,
    signal,
  })
  /** One organization of each account is enough to find out that its server is back. */
  async function awaitServers(): Promise<void> {
    for (const { id: accountId } of accounts.list()) {
      const [first] = await organizations.list({ accountId })
      if (first) comeback.noted({ accountId, organization: first.name }, true)
    }
  }

  const sync = createSync({
    accounts: accounts.list,
    async organizations(accountId, anew) {
      const known = anew ? [] : await organizations.list({ accountId })
      const all = known.length > 0 ? known : await organizations.refresh({ accountId })
      return all.filter(({ blocked }) => blocked === null).map(({ name }) => name)
    },
    sync: inventories.sync,
    learn: activity.learn,
    syncedAt: inventories.syncedAt,
    announce(state) {
      announce.sync('progressed', state)
      if (state.phase === 'idle' && state.last?.ended === 'offline') awaitServers().catch(() => undefined)
    },
    now,
    sleep,
  })

  const mark = async (ref: TokenRef, isKept: boolean) => {
    if (isKept) await noteKept(ref, (await findToken(ref))?.label ?? '')
    await inventories.markKept(ref, isKept)
    // Last: the list of kept secrets puts back what the inventory still says is kept.
    if (!isKept) await keptIndex.drop(indexed(ref))
  }
  const kept: KeptParts = { keychain, memory, journal, secretName, mark }
  const findToken = async (ref: TokenRef) =>
    (await inventories.read(ref)).tokens.find(({ id }) => id === ref.tokenId)
  const labelOf = async (ref: TokenRef) => (await findToken(ref))?.label ?? ref.tokenId

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
    testing: (ref, asked, total) => announce.secrets('testing', { ...ref, asked, total }),
    now: serverNow,
  }

  async function forgetKept(ref: TokenRef): Promise<void> {
    await keychain.remove(secretName(ref))
    await mark(ref, false)
  }

  const exports = openExports({
    client,
    server: (accountId) => accounts.find(accountId).serverUrl,
    labels: async (ref) => new Map((await inventories.read(ref)).tokens.map(({ id, label }) => [id, label])),
    chooseFile: options.reports.chooseFile,
    progressed: (progress) => announce.activity('exported', progress),
    now,
  })

  const handlers: AllHandlers = {
    accounts: accountsArea({
      accounts,
      startDemoHub: () => demoHub.start(),
      mayForget: (accountId) => !memory.holdsFor(accountId),
      chooseCaFile: options.chooseCaFile,
      dockerFolderOf: folders.folderOf,
    }),
    activity: activityArea(activity, exports),
    app: appArea({ ...options.app, presence, settings: stores.settings, notices: stores.notices }),
    docker: dockerArea({
      folders,
      env,
      signal,
      readSecret: (ref) => readSecret(kept, ref),
      beforeSecret: presence.beforeSecret,
    }),
    drafts: draftsArea({ store: stores.drafts }),
    insights: insightsArea({ store: stores.accepted, announce: announce.insights, now }),
    members: membersArea({ accounts, documents, announce: announce.members, now }),
    notifications: notificationsArea(options.notifications),
    organizations,
    replacements: replacementsArea({ store: stores.replacements, announce: announce.replacements, now }),
    reports: reportsArea({
      showFile: options.reports.showFile,
      reports: openReports({
        ...options.reports,
        inventory: inventories.read,
        compare: snapshots.compare,
        account: accounts.find,
        madeWith: `Granary ${options.app.version}`,
        write: writeDurably,
        progressed: (progress) => announce.reports('progressed', progress),
        now,
      }),
    }),
    repositories: repositoriesArea({ accounts }),
    secrets: secretsArea({
      ...kept,
      keychain,
      clipboard,
      labelOf,
      check,
      presence,
      list: {
        index: keptIndex,
        serverHost: hostOf,
        organizations: async (accountId) => (await organizations.list({ accountId })).map(({ name }) => name),
        siblings: (accountId) =>
          accounts
            .list()
            .filter((other) => other.id !== accountId && serverHost(other) === hostOf(accountId))
            .map(({ id }) => id),
        inventory: inventories.read,
      },
    }),
    sync: syncArea(sync),
    snapshots: snapshotsArea({ snapshots }),
    templates: templatesArea({ store: stores.templates }),
    views: viewsArea({ store: stores.views }),
    tokens: tokensArea({
      inventories: {
        ...inventories,
        async refresh(ref) {
          const found = await inventories.refresh(ref)
          comeback.noted(ref, found.offline)
          // An addition that nobody waits for; it is tried again with the next refresh.
          if (!found.offline) activity.learn(ref).catch(() => undefined)
          return found
        },
      },
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
        forgetSecret: forgetKept,
        remove: inventories.remove,
      },
      delete: {
        get,
        remove: (ref) => deleteAccessToken(client(ref), ref.organization, ref.tokenId),
        noteGone: inventories.remove,
        find: findToken,
        forgetSecret: forgetKept,
        release: (ref) => releaseSecret(kept, ref),
      },
      policy: () => stores.settings.read().policy,
    }),
  }
  return { accounts, memory, exports, settled: inventories.settled, handlers }
}

/** Under which host a token's secret is filed; the demo's port may change, so it has a name of its own. */
const serverHost = (account: { kind: string; serverUrl: string }): string =>
  account.kind === 'demo' ? 'demo' : new URL(account.serverUrl).host

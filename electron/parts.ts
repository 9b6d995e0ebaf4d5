// Creates the parts that main is made of and connects them: who gets what from whom, in one place. What is known of
// the organizations, what is done to tokens and which secrets are kept each have a file of their own beside it.
import type { Administration } from '../shared/administration.ts'
import { type Accounts, openAccounts } from './accounts/accounts.ts'
import { type Exports, openExports } from './activity/export.ts'
import { heldPolicy, holdReadable, holdServer } from './administration.ts'
import { accountsArea } from './areas/accounts.ts'
import { activityArea } from './areas/activity.ts'
import { type AppParts, appArea } from './areas/app.ts'
import { dockerArea } from './areas/docker.ts'
import { draftsArea, forgetDrafts } from './areas/drafts.ts'
import { forgetAcceptances, insightsArea } from './areas/insights.ts'
import { membersArea } from './areas/members.ts'
import { type NotificationsParts, notificationsArea } from './areas/notifications.ts'
import { organizationsArea } from './areas/organizations.ts'
import { proxiesArea } from './areas/proxies.ts'
import { forgetReplacements, replacementsArea } from './areas/replacements.ts'
import { reportsArea } from './areas/reports.ts'
import { repositoriesArea } from './areas/repositories.ts'
import { syncArea } from './areas/sync.ts'
import { snapshotsArea } from './areas/snapshots.ts'
import { templatesArea } from './areas/templates.ts'
import { updatesArea } from './areas/updates.ts'
import { viewsArea } from './areas/views.ts'
import type { SecretClipboard } from './clipboard.ts'
import { doAll } from './disk/do-all.ts'
import { writeDurably } from './disk/durable.ts'
import { dockerFolders } from './docker/folders.ts'
import type { Environment } from './docker/path.ts'
import { readCliSession } from './docker/session.ts'
import type { Fetch } from './dockerhub/exchange.ts'
import type { DemoHub } from './hub.ts'
import { type SealedDocuments, openSealedDocuments } from './inventory/sealed.ts'
import type { AllHandlers, Announcers } from './ipc/serve.ts'
import type { Keychain } from './keychain/keychain.ts'
import type { Log } from './log.ts'
import { connectKept } from './parts-kept.ts'
import { connectKnown } from './parts-known.ts'
import { connectTokens } from './parts-tokens.ts'
import { type TouchId, createPresence } from './presence.ts'
import type { Proxies } from './proxies.ts'
import { type ReportsParts, openReports } from './reports/reports.ts'
import type { Stores } from './stores.ts'
import { type SecretMemory, createSecretMemory } from './tokens/memory.ts'
import type { Updates } from './updates/updates.ts'

/** Milliseconds for a credential helper, which may ask the owner to unlock something. */
const helperDeadline = 60_000

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
  /** What the administrator of this computer decides. */
  administration: Administration
  app: Omit<AppParts, 'administration' | 'settings' | 'notices' | 'presence'>
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
  updates: Updates
  proxies: Proxies
  reports: Pick<ReportsParts, 'chooseFile' | 'paper'> & {
    /** Shows a file in the system's file manager. */
    showFile(file: string): void
  }
}

export interface Parts {
  accounts: Accounts
  memory: SecretMemory
  documents: Pick<SealedDocuments, 'open'>
  /** Asks the servers soon whether they can be reached. */
  lookAgain(): void
  /** Resolves when nothing of the inventory waits to be written any more. */
  settled(): Promise<void>
  exports: Pick<Exports, 'close'>
  handlers: AllHandlers
}

export function connectParts(options: PartsOptions): Parts {
  const { stores, keychain, clipboard, demoHub, log, announce, administration } = options
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
    fetchFor(server) {
      holdServer(administration, server.url)
      return options.fetchFor(server)
    },
    onChanged: () => announce.accounts('changed', {}),
    async onSignedOut(accountId) {
      // What is being written for it ends first.
      await known.forget(accountId)
      await doAll([
        documents.forget(accountId),
        forgetDrafts(stores.drafts, accountId),
        forgetAcceptances(stores.accepted, accountId),
        forgetReplacements(stores.replacements, accountId),
      ])
    },
    onHeld: (accountId, seconds) => known.sync.held(accountId, seconds),
    onNotSaved: (error) => log.error('accounts not saved', {}, error),
  })
  const serverNow = (accountId: string) => now() + accounts.find(accountId).clockOffset

  const organizations = organizationsArea({ accounts, documents, announce: announce.organizations, now })
  const kept = connectKept({ accounts, store: stores.keptSecrets, keychain, announce: announce.secrets, log })
  const known = connectKnown({
    accounts,
    documents,
    organizations,
    areKept: kept.areKept,
    announce,
    log,
    signal,
    serverNow,
  })
  const { inventories, snapshots, activity, sync } = known
  const tokens = connectTokens({
    accounts,
    stores,
    organizations,
    known,
    kept,
    keychain,
    memory,
    clipboard,
    presence,
    announce: announce.secrets,
    policy: () => heldPolicy(administration, stores.settings.read().policy),
    serverNow,
  })

  const exports = openExports({
    client: (ref) => accounts.client(ref.accountId),
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
      holdNewAccount: () => holdReadable(administration),
      mayForget: (accountId) => !memory.holdsFor(accountId),
      chooseCaFile: options.chooseCaFile,
      dockerFolderOf: folders.folderOf,
    }),
    activity: activityArea(activity, exports),
    app: appArea({
      ...options.app,
      administration,
      presence,
      settings: stores.settings,
      notices: stores.notices,
    }),
    docker: dockerArea({
      folders,
      env,
      signal,
      readSecret: tokens.readSecret,
      beforeSecret: presence.beforeSecret,
    }),
    drafts: draftsArea({ store: stores.drafts }),
    insights: insightsArea({ store: stores.accepted, announce: announce.insights, now }),
    members: membersArea({ accounts, documents, announce: announce.members, now }),
    notifications: notificationsArea(options.notifications),
    organizations,
    proxies: proxiesArea(options.proxies),
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
    secrets: tokens.secrets,
    sync: syncArea(sync),
    snapshots: snapshotsArea({ snapshots }),
    templates: templatesArea({ store: stores.templates }),
    updates: updatesArea(options.updates),
    tokens: tokens.tokens,
    views: viewsArea({ store: stores.views }),
  }
  const { lookAgain } = known
  return { accounts, memory, documents, exports, lookAgain, settled: inventories.settled, handlers }
}

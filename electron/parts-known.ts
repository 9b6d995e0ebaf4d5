// The part of electron/parts.ts about what is known of the organizations, and how it is kept up to date.
import type { OrganizationRef } from '../shared/contract/references.ts'
import type { Inventory } from '../shared/contract/tokens.ts'
import { slotLimits } from '../shared/tokens/slots.ts'
import type { Accounts } from './accounts/accounts.ts'
import { type Activity, openActivity } from './activity/activity.ts'
import { doAll } from './disk/do-all.ts'
import { readAuditPage } from './dockerhub/audit-logs.ts'
import { sleep } from './dockerhub/clock.ts'
import { getAccessToken, listAccessTokens } from './dockerhub/tokens.ts'
import { createComeback } from './inventory/comeback.ts'
import { type Inventories, openInventories } from './inventory/inventory.ts'
import type { SealedDocuments } from './inventory/sealed.ts'
import { type Snapshots, openSnapshots } from './inventory/snapshots.ts'
import { type Sync, createSync } from './inventory/sync.ts'
import type { AllHandlers, Announcers } from './ipc/serve.ts'
import type { Log } from './log.ts'
import type { KeptPart } from './parts-kept.ts'

/** Milliseconds without a change after which a snapshot of an organization is taken. */
const snapshotQuiet = 3_000

/** Minutes: what was not synced since the server went away. */
const missedWhileAway = 15

export interface KnownOptions {
  accounts: Pick<Accounts, 'client' | 'find' | 'list'>
  documents: SealedDocuments
  organizations: AllHandlers['organizations']
  areKept: KeptPart['areKept']
  announce: Announcers
  log: Log
  /** Aborted when the app quits. */
  signal: AbortSignal
  /** The time as the account's server has it, Unix milliseconds. */
  serverNow(accountId: string): number
}

export interface KnownPart {
  inventories: Inventories
  snapshots: Snapshots
  activity: Activity
  sync: Sync
  /** As the owner asks for it: a server that is away is asked again by itself, one that is there tells its activity. */
  refresh(ref: OrganizationRef): Promise<Inventory>
  /** Asks the servers soon whether they can be reached, as after a time without a way to them. */
  lookAgain(): void
  /** Ends what is under way for an account that is signed out. */
  forget(accountId: string): Promise<void>
}

export function connectKnown(options: KnownOptions): KnownPart {
  const { accounts, documents, organizations, announce, log, signal, serverNow } = options
  const now = Date.now
  const client = (ref: OrganizationRef) => accounts.client(ref.accountId)

  const activity = openActivity({
    documents,
    client,
    server: (accountId) => accounts.find(accountId).serverUrl,
    learnt: ({ accountId, organization }) => announce.activity('learnt', { accountId, organization }),
    now,
  })

  async function slotLimit(ref: OrganizationRef): Promise<number | null> {
    const known = await organizations.list({ accountId: ref.accountId })
    const plan = known.find(({ name }) => name === ref.organization)?.plan
    return plan ? slotLimits[plan] : null
  }

  const inventories = openInventories({
    documents,
    list: (ref, signal) => listAccessTokens(client(ref), ref.organization, signal),
    log: (ref, page, signal) => readAuditPage(client(ref), ref.organization, {}, page, signal && { signal }),
    get: (ref, signal) => getAccessToken(client(ref), ref.organization, ref.tokenId, signal),
    areKept: options.areKept,
    limit: slotLimit,
    serverNow,
    dropped: (_ref, count) => log.info('tokens gone for over a year left the list', { count }),
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

  const comeback = createComeback({
    // While nothing answers there, no secret is read from the keychain for it and no helper of Docker's is run.
    refresh: async (ref) =>
      (await client(ref).isReachable()) ? inventories.refresh(ref) : { offline: true },
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

  return {
    inventories,
    snapshots,
    lookAgain: () => void awaitServers().catch(() => undefined),
    activity,
    sync,
    async refresh(ref) {
      const found = await inventories.refresh(ref)
      comeback.noted(ref, found.offline)
      // An addition that nobody waits for; it is tried again with the next refresh.
      if (!found.offline) activity.learn(ref).catch(() => undefined)
      return found
    },
    async forget(accountId) {
      comeback.forget(accountId)
      await doAll([inventories, snapshots, activity].map((part) => part.forget(accountId)))
    },
  }
}

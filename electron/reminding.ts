// Connects the watch over the tokens with what it knows of them and with what it shows: notifications and the tray.
import { powerMonitor } from 'electron'
import type { OrganizationRef } from '../shared/contract/references.ts'
import type { Token } from '../shared/contract/tokens.ts'
import { type Watched, soonDays } from '../shared/tokens/reminders.ts'
import type { Announcers } from './ipc/serve.ts'
import { knownOrganizations } from './known-organizations.ts'
import type { Log } from './log.ts'
import type { Places } from './notifications/places.ts'
import { canNotify, showNotification } from './notifications/show.ts'
import { type Watch, createWatch } from './notifications/watch.ts'
import type { Parts } from './parts.ts'
import type { Stores } from './stores.ts'
import { createTray } from './tray.ts'

export interface RemindingParts {
  parts: Pick<Parts, 'accounts' | 'handlers'>
  stores: Pick<Stores, 'settings' | 'told' | 'accounts'>
  places: Places
  log: Log
  /** The folder of the tray's icons. */
  icons: string
  /** Shows the window, or opens it. */
  bringUp(): void
}

export function startReminding({ parts, stores, places, log, icons, bringUp }: RemindingParts): Watch {
  const { accounts, handlers } = parts
  const tray = createTray({
    icons,
    open: bringUp,
    showSoon: () => places.choose({ kind: 'ending', ref: null, days: soonDays }),
    syncAll: () => void handlers.sync.start({ olderThan: 0 }),
    openSettings: () => places.choose({ kind: 'settings' }),
  })
  const watch = createWatch({
    accounts: () => (stores.accounts.trouble === null ? new Set(accounts.list().map(({ id }) => id)) : null),
    async organizations() {
      const known = await knownOrganizations(parts)
      return known
        .filter(({ blocked }) => !blocked)
        .map(({ accountId, organization }) => ({ accountId, organization }))
    },
    async tokens(ref) {
      const { tokens, syncedAt } = await handlers.tokens.inventory(ref)
      if (syncedAt === null) return null
      const unusual = latestOf(await handlers.activity.unusual(ref))
      return tokens.map((token) => watched(token, unusual.get(token.id) ?? null))
    },
    serverNow: (accountId) => Date.now() + accounts.find(accountId).clockOffset,
    settings: stores.settings.read,
    told: stores.told,
    canShow: canNotify,
    show: (notice) => showNotification(notice, () => places.choose(notice.place)),
    onSoon: tray.count,
    onProblem: (error) => log.warn('notifications', {}, error),
  })
  const follow = () => {
    tray.show(stores.settings.read().tray)
    watch.lookAgain()
  }
  stores.settings.onChange(follow)
  powerMonitor.on('resume', watch.lookAgain)
  follow()
  watch.start()
  return watch
}

/** Shows what a notification looks like here, and answers whether the system did. */
export const showTestNotification = (places: Places): Promise<boolean> =>
  showNotification(
    {
      title: 'Notifications work',
      body: 'This is how Granary tells you that a token expires.',
    },
    () => places.choose({ kind: 'settings' }),
  )

/** The latest unusual use of each token. */
function latestOf(uses: readonly { tokenId: string; at: string }[]): Map<string, string> {
  const latest = new Map<string, string>()
  for (const { tokenId, at } of uses)
    if (Date.parse(at) > Date.parse(latest.get(tokenId) ?? '1970-01-01')) latest.set(tokenId, at)
  return latest
}

const watched = (
  { id, label, createdAt, expiresAt, isActive, lastUsedAt, previouslyUsedAt, quietUntil, goneAt }: Token,
  unusualAt: string | null,
): Watched => ({
  id,
  label,
  createdAt,
  expiresAt,
  isActive,
  lastUsedAt,
  previouslyUsedAt,
  quietUntil,
  goneAt,
  unusualAt,
})

/** The announcers, with `watch` told of what concerns it. */
export const overheard = (announce: Announcers, watch: () => Watch): Announcers => ({
  ...announce,
  tokens(name, payload) {
    announce.tokens(name, payload)
    // The area's only event.
    watch().changed(payload as OrganizationRef)
  },
  activity(name, payload) {
    announce.activity(name, payload)
    // The area's only event.
    watch().changed(payload as OrganizationRef)
  },
  organizations(name, payload) {
    announce.organizations(name, payload)
    watch().lookAgain()
  },
  accounts(name, payload) {
    announce.accounts(name, payload)
    watch().lookAgain()
  },
})

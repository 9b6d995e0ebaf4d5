// The commands that no page has to offer, their keys, and what the native menu is told of them all. Once, in App.vue.
import { computed, watch } from 'vue'
import { type RouteLocationRaw, useRoute, useRouter } from 'vue-router'
import { type CommandId, numberedMaximum } from '../../shared/commands.ts'
import type { OrganizationRef } from '../../shared/contract/references.ts'
import { actualSize, nextZoom } from '../../shared/zoom.ts'
import {
  activityOf,
  allTokens,
  compareOf,
  connectPage,
  generateIn,
  insightsOf,
  inventoryOf,
  settingsPage,
} from '../routes.ts'
import { useAccountsStore } from '../stores/accounts.ts'
import { useAppStore } from '../stores/app.ts'
import { useOrganizationsStore } from '../stores/organizations.ts'
import { useSyncStore } from '../stores/sync.ts'
import { useUpdatesStore } from '../stores/updates.ts'
import { attempt } from './useAttempt.ts'
import { useCommand, useCommandKeys, useCommands } from './useCommand.ts'
import { useOverlay } from './useOverlay.ts'
import { useManageable } from './useReview.ts'

/** Those with a number, in the order of the sidebar. */
export function useNumberedOrganizations() {
  const accounts = useAccountsStore()
  const lists = useOrganizationsStore()
  return computed((): OrganizationRef[] =>
    accounts.accounts
      .flatMap(({ id }) =>
        lists.listOf(id).organizations.map(({ name }) => ({ accountId: id, organization: name })),
      )
      .slice(0, numberedMaximum),
  )
}

export function useAppCommands() {
  const router = useRouter()
  const organizations = useNumberedOrganizations()
  offerPages()
  offerMoving()
  offerActs()
  offerGenerating()
  useCommandKeys((place) => {
    const ref = organizations.value[place - 1]
    if (ref) void router.push(inventoryOf(ref.accountId, ref.organization))
  })

  const { runnable } = useCommands()
  const app = useAppStore()
  watch(
    () => JSON.stringify({ commands: runnable.value, organizations: organizations.value }),
    (offer) => void app.offer(JSON.parse(offer)),
    { immediate: true },
  )
}

function offerPages() {
  const router = useRouter()
  const accounts = useAccountsStore()
  const signedIn = () => accounts.accounts.length > 0
  const lead = (id: CommandId, to: RouteLocationRaw, can?: () => boolean) =>
    useCommand(id, () => void router.push(to), can)
  lead('connect', connectPage)
  lead('settings', settingsPage)
  lead('all', allTokens(), signedIn)
  lead('insights', insightsOf(null), signedIn)
  lead('compare', compareOf(null), signedIn)
  lead('activity', activityOf(null), signedIn)
}

function offerMoving() {
  const router = useRouter()
  const route = useRoute()
  const overlay = useOverlay()
  // The address is read so that the answer is asked for anew when it changes.
  const has = (way: 'back' | 'forward') => route.fullPath !== '' && Boolean(window.history.state?.[way])
  useCommand('back', router.back, () => has('back'))
  useCommand('forward', router.forward, () => has('forward'))
  useCommand('palette', () => (overlay.value = 'palette'))
  useCommand('shortcuts', () => (overlay.value = 'shortcuts'))
  useCommand('about', () => (overlay.value = 'about'))
}

function offerActs() {
  const router = useRouter()
  const app = useAppStore()
  const sync = useSyncStore()
  const accounts = useAccountsStore()
  const zoom = (percent: number) => attempt(() => app.changeSettings({ zoom: percent }))
  const now = () => app.settings.zoom
  useCommand(
    'zoomIn',
    () => zoom(nextZoom(now(), 'larger')),
    () => nextZoom(now(), 'larger') !== now(),
  )
  useCommand(
    'zoomOut',
    () => zoom(nextZoom(now(), 'smaller')),
    () => nextZoom(now(), 'smaller') !== now(),
  )
  useCommand(
    'zoomReset',
    () => zoom(actualSize),
    () => now() !== actualSize,
  )
  useCommand(
    'sync',
    () => attempt(() => sync.start(0)),
    () => accounts.accounts.length > 0 && sync.state.phase === 'idle',
  )
  useCommand('documentation', () => attempt(() => app.openDocumentation('organizationAccessTokens')))
  useCommand('dataFolder', () => attempt(app.openDataFolder))
  useCommand('updates', () => {
    void router.push({ ...settingsPage, hash: '#updates' })
    void attempt(useUpdatesStore().check)
  })
}

/** Where no page offers it: in the organization that the page is about, in the only one, or in the one that is asked for. */
function offerGenerating() {
  const router = useRouter()
  const route = useRoute()
  const overlay = useOverlay()
  const all = useManageable()
  const here = () => {
    const organization = route.params['organization'] ?? route.query['organization']
    const account = route.params['accountId'] ?? route.query['account']
    return all.value.find(({ ref }) => ref.organization === organization && ref.accountId === account)
  }
  useCommand(
    'generate',
    () => {
      const { ref } = here() ?? (all.value.length === 1 ? all.value[0] : undefined) ?? {}
      if (ref) void router.push(generateIn(ref.accountId, ref.organization))
      else overlay.value = 'generate'
    },
    () => all.value.length > 0 && route.name !== 'generate',
  )
}

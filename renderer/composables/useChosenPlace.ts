// Opens what was chosen outside the page: in a notification, the tray, the native menu or a link.
import { watch } from 'vue'
import { isNavigationFailure, NavigationFailureType, type RouteLocationRaw, useRouter } from 'vue-router'
import type { Place } from '../../shared/contract/notifications.ts'
import type { OrganizationRef } from '../../shared/contract/references.ts'
import type { Criteria } from '../../shared/tokens/criteria.ts'
import { allTokens, generateIn, insightsOf, inventoryOf, settingsPage, tokenOf } from '../routes.ts'
import { usePlacesStore } from '../stores/places.ts'
import { criteriaQuery } from '../tableAddress.ts'
import { useCommands } from './useCommand.ts'
import { dismissToast, toast } from './useToasts.ts'

export function useChosenPlace() {
  const router = useRouter()
  const places = usePlacesStore()
  const { run, dialogOpen } = useCommands()
  let waits: number | null = null

  /** What lies over the page, and an edit that the owner stays with, come first; the way there is not lost. */
  async function go(to: RouteLocationRaw) {
    const failure = await router.push(to)
    if (!isNavigationFailure(failure, NavigationFailureType.aborted)) return
    const action = { label: 'Go there', run: () => void go(to) }
    toast({ tone: 'info', title: 'You stayed here', text: 'What you chose can still be opened.', action })
  }

  watch(
    [() => places.chosen, dialogOpen] as const,
    ([place]) => {
      if (place === null) return
      if (dialogOpen.value && place.kind !== 'command') {
        waits ??= toast({
          tone: 'info',
          title: 'Opens when you are done here',
          text: 'What you chose elsewhere waits until this dialog is closed.',
        })
        return
      }
      if (waits !== null) dismissToast(waits)
      waits = null
      places.chosen = null
      if (place.kind === 'command') run(place.id)
      else if (place.kind === 'nowhere') tellNowhere(place.organization)
      else void go(routeOf(place))
    },
    { flush: 'post' },
  )
  void places.take()
}

function tellNowhere(organization: string | null) {
  toast({
    tone: 'danger',
    title: 'This link leads nowhere',
    text: organization
      ? `No account here has an organization called “${organization}”. Connect one that has, then open the link again.`
      : 'Granary does not know such a link. Nothing was done. Ask whoever sent it for another.',
  })
}

function routeOf(place: Exclude<Place, { kind: 'command' | 'nowhere' }>): RouteLocationRaw {
  switch (place.kind) {
    case 'token':
      return tokenOf(place.ref.accountId, place.ref.organization, place.ref.tokenId)
    case 'ending':
      return listOf(place.ref, { status: 'active', expiringIn: place.days })
    case 'expired':
      return listOf(place.ref, { status: 'expired' })
    case 'used':
      return insightsOf(place.ref)
    case 'settings':
      return settingsPage
    case 'organization':
      return inventoryOf(place.ref.accountId, place.ref.organization)
    case 'generate': {
      const { ref, template } = place
      const from = template === null ? undefined : { kind: 'built-in' as const, id: template }
      return generateIn(ref.accountId, ref.organization, from)
    }
  }
}

const listOf = (ref: OrganizationRef | null, criteria: Partial<Criteria>): RouteLocationRaw =>
  ref ? inventoryOf(ref.accountId, ref.organization, criteriaQuery(criteria)) : allTokens(criteria)

// Opens what was chosen outside the page: in a notification, the tray or the native menu.
import { watch } from 'vue'
import { type RouteLocationRaw, useRouter } from 'vue-router'
import type { OrganizationRef } from '../../shared/contract/references.ts'
import type { Place } from '../../shared/contract/notifications.ts'
import type { Criteria } from '../../shared/tokens/criteria.ts'
import { allTokens, insightsOf, inventoryOf, settingsPage, tokenOf } from '../routes.ts'
import { usePlacesStore } from '../stores/places.ts'
import { criteriaQuery } from '../tableAddress.ts'

export function useChosenPlace() {
  const router = useRouter()
  const places = usePlacesStore()
  watch(
    () => places.chosen,
    (place) => {
      if (place === null) return
      places.chosen = null
      void router.push(routeOf(place))
    },
  )
  void places.take()
}

function routeOf(place: Place): RouteLocationRaw {
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
    case 'updates':
      return { ...settingsPage, hash: '#updates' }
  }
}

const listOf = (ref: OrganizationRef | null, criteria: Partial<Criteria>): RouteLocationRaw =>
  ref ? inventoryOf(ref.accountId, ref.organization, criteriaQuery(criteria)) : allTokens(criteria)

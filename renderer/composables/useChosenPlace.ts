// Opens what was chosen outside the page: in a notification, the tray or the native menu.
import { watch } from 'vue'
import { type RouteLocationRaw, useRouter } from 'vue-router'
import type { Place } from '../../shared/contract/notifications.ts'
import { inventoryOf, settingsPage, tokenOf } from '../routes.ts'
import { usePlacesStore } from '../stores/places.ts'

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
  if (place.kind === 'token') return tokenOf(place.ref.accountId, place.ref.organization, place.ref.tokenId)
  if (place.kind === 'organization') return inventoryOf(place.ref.accountId, place.ref.organization)
  return place.kind === 'settings' ? settingsPage : { name: 'home' }
}

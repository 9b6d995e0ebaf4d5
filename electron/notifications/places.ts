// Where the owner asked to go from outside the page. The page may not be there yet: it takes the place when it is.
import type { Place } from '../../shared/contract/notifications.ts'

export interface Places {
  choose(place: Place): void
  /** Answers once with what was chosen last, or null. */
  take(): Place | null
}

/** `bringUp` shows the window, or opens it; `announce` tells a page that is there. */
export function createPlaces(parts: { bringUp(): void; announce(): void }): Places {
  let chosen: Place | null = null
  return {
    choose(place) {
      chosen = place
      parts.bringUp()
      parts.announce()
    },
    take() {
      const place = chosen
      chosen = null
      return place
    },
  }
}

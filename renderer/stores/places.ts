// Where the owner asked to go from outside the page: a notification, the tray or the native menu.
import { defineStore } from 'pinia'
import { shallowRef } from 'vue'
import type { Place } from '../../shared/contract/notifications.ts'
import { api } from '../api.ts'
import { failureOf } from '../failed.ts'

export const usePlacesStore = defineStore('places', () => {
  const chosen = shallowRef<Place | null>(null)

  api.notifications.on.placeChosen(() => void take())

  /** Also at the start: the window may have been opened by what was chosen. */
  async function take() {
    try {
      chosen.value = (await api.notifications.takePlace()) ?? chosen.value
    } catch (error) {
      console.warn(failureOf(error).code)
    }
  }

  const support = () => api.notifications.support()
  const showTest = () => api.notifications.showTest()

  return { chosen, take, support, showTest }
})

// The app's own settings and what it runs on.
import { defineStore } from 'pinia'
import { computed, shallowRef } from 'vue'
import { type Administration, policyOf } from '../../shared/administration.ts'
import type { DocumentationPage, Offer } from '../../shared/contract/app.ts'
import { defaultSettings, type Settings } from '../../shared/settings.ts'
import { joinPolicies } from '../../shared/tokens/policy.ts'
import { api } from '../api.ts'
import { failureOf } from '../failed.ts'

type Information = Awaited<ReturnType<typeof api.app.information>>

export const useAppStore = defineStore('app', () => {
  const settings = shallowRef<Settings>({ ...defaultSettings })
  const information = shallowRef<Information | null>(null)
  /** What the administrator of this computer decides. */
  const administration = computed(
    (): Administration => information.value?.administration ?? { state: 'none' },
  )
  /** The rules that hold: the owner's own, which the settings have, and the administrator's. */
  const policy = computed(() => joinPolicies(settings.value.policy, policyOf(administration.value)))
  const dismissedNotices = shallowRef<readonly string[]>([])

  api.app.on.settingsChanged((now) => (settings.value = now))
  api.app.on.noticed(({ notices }) => {
    if (information.value) information.value = { ...information.value, notices }
  })

  async function load() {
    settings.value = await api.app.settings()
    information.value = await api.app.information()
  }

  /** Shows the change at once and takes it back when main could not keep it. */
  async function changeSettings(change: Partial<Settings>) {
    const before = settings.value
    settings.value = { ...before, ...change }
    try {
      settings.value = await api.app.changeSettings(change)
    } catch (error) {
      settings.value = before
      throw error
    }
  }

  /** Where the owner was is nice to have: failing to keep it is no reason to interrupt. */
  async function rememberRoute(lastRoute: string) {
    if (lastRoute === settings.value.lastRoute || lastRoute.length > 500) return
    await changeSettings({ lastRoute }).catch((error: unknown) => console.warn(failureOf(error).code))
  }

  function dismissNotice(text: string) {
    dismissedNotices.value = [...dismissedNotices.value, text]
  }

  const openDocumentation = (page: DocumentationPage) => api.app.openDocumentation({ page })

  /** The native menu is a picture of what can be done: failing to draw it is no reason to interrupt. */
  const offer = (now: Offer) =>
    api.app.offer(now).catch((error: unknown) => console.warn(failureOf(error).code))

  const openDataFolder = () => api.app.openDataFolder()

  return {
    settings,
    information,
    administration,
    policy,
    dismissedNotices,
    load,
    changeSettings,
    rememberRoute,
    dismissNotice,
    openDocumentation,
    offer,
    openDataFolder,
  }
})

// Builds the app: stores, routes, and a last net for what nobody caught.
import { createPinia } from 'pinia'
import { createApp, watch } from 'vue'
import App from './App.vue'
import { failureOf } from './failed.ts'
import { toast } from './composables/useToasts.ts'
import { failureWords } from './messages.ts'
import { createAppRouter } from './router.ts'
import { useAccountsStore } from './stores/accounts.ts'
import { useAppStore } from './stores/app.ts'

function reportUncaught(error: unknown) {
  const { title, text } = failureWords(failureOf(error))
  toast({ tone: 'danger', title, text })
}

export async function start() {
  const app = createApp(App)
  app.use(createPinia())
  app.config.errorHandler = reportUncaught
  window.addEventListener('unhandledrejection', (event) => reportUncaught(event.reason))

  const about = useAppStore()
  // The stylesheet reads it; 'system' leaves the choice to the computer.
  watch(
    () => about.settings.theme,
    (theme) => (document.documentElement.dataset['theme'] = theme),
    { immediate: true },
  )
  const settings = about.load().catch((error: unknown) => console.warn(failureOf(error).code))
  await Promise.all([settings, useAccountsStore().load()])

  const router = createAppRouter()
  app.use(router)
  await router.isReady().catch(reportUncaught)
  app.mount('#app')
}

// Short news that need no answer. ToastHost in App.vue draws them.
import { shallowRef } from 'vue'

export interface Toast {
  id: number
  tone: 'success' | 'info' | 'warning' | 'danger'
  title: string
  text?: string
  action?: { label: string; run: () => void }
}

/** Long enough to read two lines twice; what needs an answer belongs in a banner. */
const stayMilliseconds = 6000

const toasts = shallowRef<readonly Toast[]>([])
let lastId = 0

/** Shows one, and answers with its id. Problems stay until they are closed. */
export function toast(news: Omit<Toast, 'id'>): number {
  const id = ++lastId
  toasts.value = [...toasts.value.slice(-3), { ...news, id }]
  if (news.tone !== 'danger' && !news.action) setTimeout(() => dismissToast(id), stayMilliseconds)
  return id
}

export function dismissToast(id: number) {
  toasts.value = toasts.value.filter((entry) => entry.id !== id)
}

export function useToasts() {
  return { toasts, toast, dismissToast }
}

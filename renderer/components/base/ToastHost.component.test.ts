// Short news can be read from the first moment to the last: they come and go by the clock, under anybody's eyes.
import axe from 'axe-core'
import { afterEach, expect, it, vi } from 'vitest'
import { type App, createApp, nextTick } from 'vue'
import '../../styles/base.css'
import { useToasts } from '../../composables/useToasts.ts'
import ToastHost from './ToastHost.vue'

const { toasts, toast, dismissToast } = useToasts()
const tones = ['success', 'info', 'warning', 'danger'] as const

let app: App | null = null

afterEach(() => {
  for (const { id } of toasts.value) dismissToast(id)
  delete document.documentElement.dataset['theme']
  app?.unmount()
  document.body.replaceChildren()
})

async function violations() {
  const found = await axe.run('[data-toasts]')
  return found.violations.map(({ id, nodes }) => `${id}: ${nodes.map(({ html }) => html).join(' ')}`)
}

function holdEarly() {
  for (const animation of document.getAnimations()) {
    animation.pause()
    animation.currentTime = Number(animation.effect?.getComputedTiming().endTime) / 4
  }
}

it.each(['light', 'dark'])('have contrast while they come, stay and go, %s', async (theme) => {
  document.documentElement.dataset['theme'] = theme
  app = createApp(ToastHost)
  app.mount(document.body.appendChild(document.createElement('div')))
  for (const tone of tones)
    toast({ tone, title: `News of ${tone}`, text: 'What it means', action: { label: 'Undo', run: vi.fn() } })
  await vi.waitUntil(() => document.getAnimations().length > 0)
  holdEarly()
  expect(await violations()).toEqual([])

  for (const animation of document.getAnimations()) animation.finish()
  await nextTick()
  expect(await violations()).toEqual([])
  expect(document.querySelectorAll('.toast')).toHaveLength(tones.length)

  for (const { id } of toasts.value) dismissToast(id)
  await nextTick()
  holdEarly()
  expect(await violations()).toEqual([])
})

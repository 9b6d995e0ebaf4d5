// The countdown of a copied secret: seen every second, said once.
import { afterEach, beforeEach, expect, it, vi } from 'vitest'
import { type App, createApp, h, nextTick, reactive } from 'vue'
import CopyState from './CopyState.vue'

let app: App

const props = reactive<{ clearsAt: string | null; cleared: boolean }>({ clearsAt: null, cleared: false })
const inSeconds = (seconds: number) => new Date(Date.now() + seconds * 1000).toISOString()
const seen = () => document.querySelector('[aria-hidden="true"]')?.textContent.trim() ?? ''
const said = () => document.querySelector('[role="status"]')?.textContent ?? ''

beforeEach(() => {
  vi.useFakeTimers()
  Object.assign(props, { clearsAt: null, cleared: false })
  app = createApp({ render: () => h(CopyState, props) })
  app.mount(document.body.appendChild(document.createElement('div')))
})

afterEach(() => {
  app.unmount()
  vi.useRealTimers()
  document.body.replaceChildren()
})

it('says nothing while nothing was copied', () => {
  expect(seen()).toBe('')
  expect(said()).toBe('')
})

it('counts for the eye and tells a screen reader once', async () => {
  props.clearsAt = inSeconds(60)
  await nextTick()
  const atFirst = said()
  expect(seen()).toBe('Copied. The clipboard is cleared in 60 s')
  expect(atFirst).toContain('60 seconds')

  await vi.advanceTimersByTimeAsync(3000)
  expect(seen()).toBe('Copied. The clipboard is cleared in 57 s')
  expect(said()).toBe(atFirst)
})

it('starts over with a second copy', async () => {
  props.clearsAt = inSeconds(60)
  await vi.advanceTimersByTimeAsync(30_000)
  props.clearsAt = inSeconds(60)
  await nextTick()
  expect(seen()).toBe('Copied. The clipboard is cleared in 60 s')
})

it('says that the clipboard was cleared', async () => {
  props.clearsAt = inSeconds(5)
  await vi.advanceTimersByTimeAsync(5000)
  Object.assign(props, { clearsAt: null, cleared: true })
  await nextTick()
  expect(seen()).toBe('')
  expect(said()).toBe('Clipboard cleared')
})

it('does not claim a clearing when something else was copied over the secret', async () => {
  props.clearsAt = inSeconds(5)
  await vi.advanceTimersByTimeAsync(10_000)
  expect(seen()).toBe('')
  expect(said()).toBe('The token is not on the clipboard any more.')
})

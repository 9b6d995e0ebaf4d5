// Notifications that the system shows, refuses, has no service for, or says nothing about.
import { EventEmitter } from 'node:events'
import { afterEach, beforeEach, expect, it, vi } from 'vitest'

let system = { supported: true, says: 'show' as 'show' | 'failed' | null }

const drawn: string[] = []

class FakeNotification extends EventEmitter {
  static isSupported = () => system.supported
  constructor({ title }: { title: string }) {
    super()
    drawn.push(title)
  }
  show() {
    if (system.says) this.emit(system.says, {})
  }
}
vi.mock('electron', () => ({ Notification: FakeNotification }))
const { canNotify, showNotification } = await import('./show.ts')

const words = { title: 'A token expires', body: 'In 7 days' }
const show = () => showNotification(words, () => undefined)

beforeEach(() => {
  vi.useFakeTimers()
  system = { supported: true, says: 'show' }
})
afterEach(() => {
  vi.useRealTimers()
})

it('can be shown until the system refuses one, and again once one was shown', async () => {
  expect(await show()).toBe(true)
  system.says = 'failed'
  expect(await show()).toBe(false)
  expect(canNotify()).toBe(false)
  system.says = 'show'
  expect(await show()).toBe(true)
  expect(canNotify()).toBe(true)
})

it('counts as shown where the desktop says nothing', async () => {
  system.says = null
  const shown = show()
  vi.runAllTimers()
  expect(await shown).toBe(true)
})

it('is not even tried without a service for it', async () => {
  system = { supported: false, says: null }
  expect(canNotify()).toBe(false)
  expect(await show()).toBe(false)
})

it('keeps a name that runs from right to left from turning the line around', async () => {
  await showNotification({ title: '“שלום” ends in 7 days, “CI” does not', body: '' }, () => undefined)
  expect(drawn.at(-1)).toBe('“\u2068שלום\u2069” ends in 7 days, “CI” does not')
})

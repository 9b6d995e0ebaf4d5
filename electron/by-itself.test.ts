// Syncing behind the owner's back: each hour, and after a sleep.
import { afterEach, beforeEach, expect, it, vi } from 'vitest'
import { syncByItself } from './by-itself.ts'

const minute = 60_000

beforeEach(() => void vi.useFakeTimers({ now: Date.parse('2027-01-01T00:00:00Z') }))
afterEach(() => void vi.useRealTimers())

it('comes each hour, for what is about an hour old', () => {
  const sync = vi.fn()
  syncByItself(sync)
  vi.advanceTimersByTime(59 * minute)
  expect(sync).not.toHaveBeenCalled()
  vi.advanceTimersByTime(minute)
  expect(sync.mock.calls).toEqual([[45]])
  vi.advanceTimersByTime(5 * 60 * minute)
  expect(sync).toHaveBeenCalledTimes(6)
})

it('comes when the computer wakes up, and an hour after that', () => {
  const sync = vi.fn()
  const woken = syncByItself(sync)
  // Timers stand still while the computer sleeps; the clock does not.
  vi.setSystemTime(Date.now() + 8 * 60 * minute)
  woken()
  expect(sync).toHaveBeenCalledTimes(1)
  vi.advanceTimersByTime(59 * minute)
  expect(sync).toHaveBeenCalledTimes(1)
  vi.advanceTimersByTime(minute)
  expect(sync).toHaveBeenCalledTimes(2)
})

// Waiting for moments beyond what setTimeout can, over sleep and over a clock that is set.
import { afterEach, beforeEach, expect, it, vi } from 'vitest'
import { atMoment } from './timers.ts'

const day = 86_400_000

beforeEach(() => void vi.useFakeTimers({ now: Date.parse('2027-01-01T00:00:00Z') }))
afterEach(() => void vi.useRealTimers())

it('does not fire at once for a moment beyond 2^31 milliseconds', () => {
  const run = vi.fn()
  atMoment(Date.now() + 40 * day, run)
  // What setTimeout alone does with such a delay.
  const naive = vi.fn()
  setTimeout(naive, 40 * day)
  vi.advanceTimersByTime(1000)
  expect([run.mock.calls.length, naive.mock.calls.length]).toEqual([0, 1])
  vi.advanceTimersByTime(40 * day - 1001)
  expect(run).not.toHaveBeenCalled()
  vi.advanceTimersByTime(1)
  expect(run).toHaveBeenCalledTimes(1)
  vi.advanceTimersByTime(80 * day)
  expect(run).toHaveBeenCalledTimes(1)
})

it('asks the real setTimeout for nothing it takes for "at once"', () => {
  const asked = vi.spyOn(globalThis, 'setTimeout')
  const stop = atMoment(Date.now() + 400 * day, () => undefined)
  vi.advanceTimersByTime(day)
  stop()
  expect(Math.max(...asked.mock.calls.map(([, delay]) => delay ?? 0))).toBeLessThan(2 ** 31)
})

it('is there soon after a sleep that went past its moment', () => {
  const run = vi.fn()
  atMoment(Date.now() + 8 * 3_600_000, run)
  // Timers stand still while the computer sleeps; the clock does not.
  vi.setSystemTime(Date.now() + 12 * 3_600_000)
  vi.advanceTimersByTime(10 * 60_000)
  expect(run).toHaveBeenCalledTimes(1)
})

it('waits on when the clock was set back', () => {
  const run = vi.fn()
  const moment = Date.now() + 60_000
  atMoment(moment, run)
  vi.setSystemTime(Date.now() - day)
  vi.advanceTimersByTime(60_000)
  expect(run).not.toHaveBeenCalled()
  vi.advanceTimersByTime(day)
  expect(run).toHaveBeenCalledTimes(1)
})

it('runs for a moment that has passed, but not within the call, and can be called off', () => {
  const run = vi.fn()
  atMoment(Date.now() - 1, run)
  expect(run).not.toHaveBeenCalled()
  vi.advanceTimersByTime(0)
  expect(run).toHaveBeenCalledTimes(1)
  atMoment(Date.now() + 5, run)()
  vi.advanceTimersByTime(day)
  expect(run).toHaveBeenCalledTimes(1)
})

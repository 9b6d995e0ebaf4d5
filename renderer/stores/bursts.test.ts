import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { inBursts, oneAtATime } from './bursts.ts'

beforeEach(() => void vi.useFakeTimers())
afterEach(() => void vi.useRealTimers())

describe('bursts', () => {
  it('tell the first at once and the rest together', () => {
    let told = 0
    const tell = inBursts(() => (told += 1))
    for (let count = 0; count < 100; count += 1) tell()
    expect(told).toBe(1)
    vi.runAllTimers()
    expect(told).toBe(2)
    tell()
    expect(told).toBe(3)
  })

  it('go on as long as more comes, and end', () => {
    let told = 0
    const tell = inBursts(() => (told += 1))
    for (let count = 0; count < 10; count += 1) {
      tell()
      vi.advanceTimersByTime(60)
    }
    expect(told).toBeLessThan(7)
    vi.runAllTimers()
    expect(vi.getTimerCount()).toBe(0)
  })
})

describe('one reading at a time', () => {
  it('reads once more for all who asked meanwhile, and apart for each key', async () => {
    const ends: (() => void)[] = []
    const asked: string[] = []
    const read = oneAtATime((key) => {
      asked.push(key)
      return new Promise<void>((resolve) => ends.push(resolve))
    })
    const first = read('a')
    const later = [read('a'), read('a')]
    void read('b')
    expect(asked).toEqual(['a', 'b'])
    ends[0]?.()
    await first
    await vi.waitFor(() => expect(asked).toEqual(['a', 'b', 'a']))
    ends[2]?.()
    await Promise.all(later)
    void read('a')
    expect(asked).toEqual(['a', 'b', 'a', 'a'])
  })
})

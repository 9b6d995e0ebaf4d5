// Budgets by themselves: windows, what is refused, a clock that jumps, and memory that stays bounded.
import fc from 'fast-check'
import { beforeEach, describe, expect, test } from 'vitest'
import { createClock } from '../clock.ts'
import { createBudgets } from './budgets.ts'

const second = 1000
const windowSeconds = 60
const start = Date.parse('2027-03-10T12:00:00Z')

let time: number
beforeEach(() => void (time = start))
const clock = createClock(() => time)
const budgets = (limit: number, kept?: number) =>
  createBudgets(clock, { limit, windowSeconds, ...(kept !== undefined && { kept }) })

describe('a window', () => {
  test('begins with the first use, not on the minute, and gives everything back at its end', () => {
    const { take } = budgets(3)
    time += 17 * second
    const resetAt = time + windowSeconds * second
    expect(take('a', 1)).toEqual({ taken: true, limit: 3, remaining: 2, resetAt })
    time += 40 * second
    expect(take('a', 2)).toEqual({ taken: true, limit: 3, remaining: 0, resetAt })
    time = resetAt - 1
    expect(take('a', 1)).toEqual({ taken: false, limit: 3, remaining: 0, resetAt })
    time = resetAt
    expect(take('a', 1)).toMatchObject({
      taken: true,
      remaining: 2,
      resetAt: resetAt + windowSeconds * second,
    })
  })

  test('is not made longer by being refused', () => {
    const { take } = budgets(1)
    take('a', 1)
    for (let passed = 0; passed < 59; passed++) {
      time += second
      expect(take('a', 1).taken).toBe(false)
    }
    time += second
    expect(take('a', 1).taken).toBe(true)
  })

  test('is another one for every key', () => {
    const { take } = budgets(1)
    expect(take('a', 1).taken).toBe(true)
    expect(take('b', 1).taken).toBe(true)
    expect([take('a', 1).taken, take('b', 1).taken]).toEqual([false, false])
  })

  test('gives an amount whole or not at all, and nothing for a look', () => {
    const { take } = budgets(5)
    take('a', 3)
    expect(take('a', 3)).toMatchObject({ taken: false, remaining: 2 })
    expect(take('a', 0)).toMatchObject({ taken: true, remaining: 2 })
    expect(take('a', 2)).toMatchObject({ taken: true, remaining: 0 })
    expect(take('a', 0)).toMatchObject({ taken: true, remaining: 0 })
  })
})

describe('a clock that is put back', () => {
  test.each([second, 3600 * second, 365 * 86_400 * second])('by %i ms locks nobody out', (back) => {
    const { take } = budgets(1)
    take('a', 1)
    time -= back
    expect(take('a', 1)).toMatchObject({ taken: true, resetAt: time + windowSeconds * second })
    expect(take('a', 1).taken).toBe(false)
    time += windowSeconds * second
    expect(take('a', 1).taken).toBe(true)
  })
})

describe('memory', () => {
  test('keeps the newest windows only, whoever comes along', () => {
    const { take } = budgets(1, 3)
    for (let key = 0; key < 1000; key++) take(`key ${key}`, 1)
    const known = (key: number) => !take(`key ${key}`, 1).taken
    expect([999, 998, 997].map(known)).toEqual([true, true, true])
    expect(known(0)).toBe(false)
  })

  test('is not taken by who only looks or is refused', () => {
    const { take } = budgets(1, 3)
    take('a', 1)
    for (let key = 0; key < 1000; key++) {
      take(`looks ${key}`, 0)
      take(`refused ${key}`, 2)
    }
    expect(take('a', 1).taken).toBe(false)
  })

  test('is taken from the window that began first, and one begun anew is new', () => {
    const { take } = budgets(1, 3)
    const known = (key: string) => !take(key, 1).taken
    take('began anew', 1)
    time += 10 * second
    take('oldest', 1)
    time += 55 * second
    for (const key of ['began anew', 'third', 'fourth']) take(key, 1)
    expect(['began anew', 'third', 'fourth'].map(known)).toEqual([true, true, true])
    expect(known('oldest')).toBe(false)
  })
})

test('whatever happens, no window gives more than the limit, and who is refused had too little left', () => {
  const steps = fc.array(
    fc.record({
      key: fc.constantFrom('a', 'b', 'c'),
      amount: fc.integer({ min: 0, max: 6 }),
      pass: fc.integer({ min: 0, max: 40 * second }),
    }),
    { maxLength: 60 },
  )
  fc.assert(
    fc.property(steps, (list) => {
      time = start
      const { take } = budgets(5)
      const given = new Map<string, number>()
      for (const { key, amount, pass } of list) {
        time += pass
        const { taken, remaining, resetAt } = take(key, amount)
        const window = `${key} until ${resetAt}`
        const before = given.get(window) ?? 0
        given.set(window, before + (taken ? amount : 0))
        expect(taken).toBe(before + amount <= 5)
        expect(remaining).toBe(5 - (given.get(window) ?? 0))
        expect(resetAt).toBeGreaterThan(time)
        expect(resetAt).toBeLessThanOrEqual(time + windowSeconds * second)
      }
    }),
  )
})

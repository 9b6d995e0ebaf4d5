// What owners are told of their tokens: each thing once, the nearest one, and nothing that is nobody's news.
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import {
  type ReminderRules,
  type Told,
  type Watched,
  afterTelling,
  dueOf,
  endsWithin,
  nextMoment,
  nothingTold,
} from './reminders.ts'

const day = 86_400_000
const end = Date.parse('2027-06-30T23:59:59Z')
const rules: ReminderRules = { days: [30, 7, 1], use: true }
const at = (moment: number) => new Date(moment).toISOString()

const token = (change: Partial<Watched> = {}): Watched => ({
  id: 't1',
  label: 'Deploy',
  createdAt: at(end - 365 * day),
  expiresAt: at(end),
  isActive: true,
  lastUsedAt: null,
  previouslyUsedAt: null,
  goneAt: null,
  unusualAt: null,
  ...change,
})

const due = (now: number, told: Told = nothingTold, change: Partial<Watched> = {}) =>
  dueOf(token(change), told, rules, now)
const ends = (days: number) => [{ kind: 'ends', days }]
const toldOf = (days: number): Told => ({ ...nothingTold, end: { at: at(end), days } })

describe('the end of a token', () => {
  it('is told of as each threshold is passed, to the millisecond', () => {
    expect(due(end - 30 * day - 1)).toEqual([])
    expect(due(end - 30 * day)).toEqual(ends(30))
    expect(due(end - 7 * day, toldOf(30))).toEqual(ends(7))
    expect(due(end - 7 * day - 1, toldOf(30))).toEqual([])
    expect(due(end - day, toldOf(7))).toEqual(ends(1))
    expect(due(end - 1, toldOf(1))).toEqual([])
    expect(due(end, toldOf(1))).toEqual(ends(0))
    expect(due(end, toldOf(0))).toEqual([])
  })

  it('that was missed while the computer was off is told once, by the nearest threshold', () => {
    expect(due(end - 2 * day)).toEqual(ends(7))
    expect(due(end - 2 * day, toldOf(7))).toEqual([])
    expect(due(end + 3 * day, toldOf(30))).toEqual(ends(0))
    expect(due(end + 8 * day, toldOf(30))).toEqual([])
  })

  it('is not told of to whoever has just made the token', () => {
    const young = { createdAt: at(end - 7 * day - 3_600_000) }
    expect(due(end - 7 * day, nothingTold, young)).toEqual([])
    expect(due(end - day, nothingTold, young)).toEqual(ends(1))
    // "30 days" end with their last day: the same day's evening is thirty days before it.
    expect(due(end - 30 * day, nothingTold, { createdAt: at(end - 30.6 * day) })).toEqual([])
  })

  it('of one that is inactive, gone, or has none is told to nobody', () => {
    for (const change of [{ isActive: false }, { goneAt: at(end - 40 * day) }, { expiresAt: null }])
      for (const now of [end - 20 * day, end - 1, end, end + day])
        expect(due(now, nothingTold, change)).toEqual([])
  })
})

describe('use', () => {
  const used = {
    lastUsedAt: at(end - 40 * day),
    previouslyUsedAt: at(end - 130 * day),
    quietUntil: at(end - 40 * day),
  }

  it('after a quiet time is told of once', () => {
    const now = end - 39 * day
    expect(due(now, nothingTold, used)).toEqual([{ kind: 'usedAgain', quietDays: 90 }])
    const told = afterTelling(token(used), nothingTold, due(now, nothingTold, used))
    expect(due(now, told, used)).toEqual([])
  })

  it('is no news after less than 90 quiet days, long ago, when it was the first, or when switched off', () => {
    const now = end - 39 * day
    expect(due(now, nothingTold, { ...used, previouslyUsedAt: at(end - 129.9 * day) })).toEqual([])
    // It was looked at a month before: what happened since is not known.
    expect(due(now, nothingTold, { ...used, quietUntil: at(end - 70 * day) })).toEqual([])
    expect(due(end - 33 * day, nothingTold, used)).toEqual([])
    expect(due(now, nothingTold, { ...used, previouslyUsedAt: null })).toEqual([])
    expect(dueOf(token(used), nothingTold, { ...rules, use: false }, now)).toEqual([])
  })

  it('out of its pattern is told of once for each', () => {
    const now = end - 39 * day
    const unusual = { unusualAt: at(now - 60_000) }
    expect(due(now, nothingTold, unusual)).toEqual([{ kind: 'usedUnusually' }])
    const told: Told = { ...nothingTold, unusualAt: at(now - 60_000) }
    expect(due(now, told, unusual)).toEqual([])
    expect(due(now, told, { unusualAt: at(now - 1) })).toEqual([{ kind: 'usedUnusually' }])
  })
})

const someRules = fc.record({
  days: fc.uniqueArray(fc.integer({ min: 1, max: 365 }), { maxLength: 5 }),
  use: fc.constant(false),
})
const someToken = fc
  .record({ lived: fc.integer({ min: 1, max: 500 * day }), isActive: fc.constant(true) })
  .map(({ lived }) => token({ createdAt: at(end - lived) }))
const moments = fc.array(fc.integer({ min: -400 * day, max: 20 * day }), { maxLength: 40 })

it('nothing is ever told twice, whatever the clock does', () => {
  fc.assert(
    fc.property(someToken, someRules, moments, (one, given, offsets) => {
      let told = nothingTold
      const heard: number[] = []
      for (const offset of offsets) {
        const now = dueOf(one, told, given, end + offset)
        heard.push(...now.map((occasion) => (occasion.kind === 'ends' ? occasion.days : -1)))
        told = afterTelling(one, told, now)
      }
      expect(heard).toEqual([...new Set(heard)].sort((a, b) => b - a))
    }),
  )
})

it('whoever looks at each next moment misses nothing, and in between nothing is due', () => {
  fc.assert(
    fc.property(someToken, someRules, fc.double({ min: 0, max: 1, noNaN: true }), (one, given, part) => {
      let told = nothingTold
      const heard: number[] = []
      let now = Date.parse(one.createdAt)
      for (let next: number | null = now; next !== null; next = nextMoment(one, given, now)) {
        const between = now + Math.floor((next - now) * part)
        if (between < next) expect(dueOf(one, told, given, between)).toEqual([])
        now = next
        const found = dueOf(one, told, given, now)
        heard.push(...found.map((occasion) => (occasion.kind === 'ends' ? occasion.days : -1)))
        told = afterTelling(one, told, found)
      }
      const lived = (end - Date.parse(one.createdAt)) / day
      const wanted = given.days.filter((days) => lived - days >= 1).sort((a, b) => b - a)
      expect(heard).toEqual([...wanted, 0])
    }),
  )
})

it('what ends soon is counted while it works', () => {
  expect(endsWithin(token(), 7, end - 7 * day)).toBe(true)
  expect(endsWithin(token(), 7, end - 7 * day - 1)).toBe(false)
  expect(endsWithin(token(), 7, end)).toBe(false)
  expect(endsWithin(token({ isActive: false }), 7, end - day)).toBe(false)
  expect(endsWithin(token({ goneAt: at(0) }), 7, end - day)).toBe(false)
})

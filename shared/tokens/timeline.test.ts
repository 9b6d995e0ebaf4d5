// The bars of the charts: every active token is in exactly one of them, whatever the dates are.
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { expiryTimeline, lastUses } from './timeline.ts'

const now = Date.parse('2026-11-24T10:00:00Z')
const token = (
  change: { expiresAt?: string | null; lastUsedAt?: string | null; isActive?: boolean } = {},
) => ({
  isActive: true,
  expiresAt: null,
  lastUsedAt: null,
  goneAt: null,
  ...change,
})
const sum = (bars: readonly { count: number }[]) => bars.reduce((all, { count }) => all + count, 0)

describe('the expiry timeline', () => {
  it('begins with this month and ends a year later, in UTC', () => {
    const ends = [
      '2026-11-30T23:59:59Z',
      '2026-12-01T00:00:00Z',
      '2027-10-31T23:59:59Z',
      '2027-11-01T00:00:00Z',
    ]
    const { months, later } = expiryTimeline(
      ends.map((expiresAt) => token({ expiresAt })),
      now,
    )
    expect(months.map(({ label }) => label).join(' ')).toBe('Nov Dec Jan Feb Mar Apr May Jun Jul Aug Sep Oct')
    expect(months.map(({ count }) => count)).toEqual([1, 1, 0, 0, 0, 0, 0, 0, 0, 0, 0, 1])
    expect([months[0]?.words, months[2]?.words, later]).toEqual(['November 2026', 'January 2027', 1])
    expect([months[0]?.month, months[2]?.month]).toEqual(['2026-11', '2027-01'])
  })

  it('tells those without an end and those that have ended apart, and leaves out who signs nobody in', () => {
    const tokens = [
      token(),
      token({ expiresAt: '2026-11-24T09:59:59Z' }),
      token({ isActive: false }),
      { ...token(), goneAt: '2026-11-01T00:00:00Z' },
    ]
    const { months, never, expired } = expiryTimeline(tokens, now)
    expect([sum(months), never, expired]).toEqual([0, 1, 1])
  })
})

it('counts the last use by how long ago it was', () => {
  const ago = (days: number) => token({ lastUsedAt: new Date(now - days * 86_400_000).toISOString() })
  const bars = lastUses([ago(0), ago(7), ago(7.1), ago(30), ago(31), ago(90), ago(91), token()], now)
  expect(bars.map(({ words, count }) => [words, count])).toEqual([
    ['In the last 7 days', 2],
    ['8 to 30 days ago', 2],
    ['31 to 90 days ago', 2],
    ['More than 90 days ago', 1],
    ['Never used', 1],
  ])
})

it('has every active token once', () => {
  const moment = fc
    .date({ min: new Date('2020-01-01'), max: new Date('2040-01-01'), noInvalidDate: true })
    .map((date) => date.toISOString())
  const any = fc.record({
    isActive: fc.boolean(),
    expiresAt: fc.option(moment),
    lastUsedAt: fc.option(moment),
    goneAt: fc.constant(null),
  })
  fc.assert(
    fc.property(fc.array(any), fc.integer({ min: now - 1e11, max: now + 1e11 }), (tokens, at) => {
      const ended = tokens.filter(({ expiresAt }) => expiresAt !== null && Date.parse(expiresAt) <= at)
      const active = tokens.filter((one) => one.isActive && !ended.includes(one))
      const { months, later, never, expired } = expiryTimeline(tokens, at)
      expect([sum(months) + later + never, expired]).toEqual([active.length, ended.length])
      expect(sum(lastUses(tokens, at))).toBe(active.length)
    }),
  )
})

// Dates of tokens: the spelling Docker Hub keeps, days that exist, and words people use.
import fc from 'fast-check'
import { expect, test } from 'vitest'
import { timestampPattern } from '../hub/access-tokens.ts'
import { expiresAt, expiryDays, isFutureDate, longDate, relativeDate } from './expiry.ts'

const day = 86_400_000
const now = Date.parse('2026-11-24T10:00:00Z')
const at = (offset: number) => new Date(now + offset).toISOString()

test('a choice becomes the last second of its day, or null for none', () => {
  expect(expiresAt({ kind: 'days', days: 30 }, now)).toBe('2026-12-24T23:59:59Z')
  expect(expiresAt({ kind: 'date', date: '2027-02-28' }, now)).toBe('2027-02-28T23:59:59Z')
  expect(expiresAt({ kind: 'none' }, now)).toBeNull()
})

test('days count from the day in UTC, however late it is', () => {
  const late = Date.parse('2027-12-31T23:59:59.999Z')
  expect(expiresAt({ kind: 'days', days: 60 }, late)).toBe('2028-02-29T23:59:59Z')
})

test('every choice has the accepted spelling, is in the future, and at most a day longer than it says', () => {
  const moment = fc.date({ min: new Date('2020-01-01'), max: new Date('2100-01-01'), noInvalidDate: true })
  fc.assert(
    fc.property(moment, fc.constantFrom(...expiryDays), (date, days) => {
      const start = date.getTime()
      const wire = expiresAt({ kind: 'days', days }, start) ?? ''
      expect(wire).toMatch(timestampPattern)
      expect(Date.parse(wire) - start).toBeGreaterThan((days - 1) * day)
      expect(Date.parse(wire) - start).toBeLessThan((days + 1) * day)
      expect(isFutureDate(wire.slice(0, 10), start)).toBe(true)
    }),
  )
})

test.each([
  ['2026-11-24', true],
  ['2026-11-23', false],
  ['2028-02-29', true],
  ['2027-02-29', false],
  ['2027-13-01', false],
  ['2027-1-01', false],
  ['', false],
  ['next year', false],
  ['2027-01-01T00:00:00Z', false],
])('"%s" can be chosen: %s', (date, expected) => {
  expect(isFutureDate(date, now)).toBe(expected)
})

test('a day stops being in the future with its last second, in UTC', () => {
  const end = Date.parse('2026-11-24T23:59:59Z')
  expect(isFutureDate('2026-11-24', end - 1)).toBe(true)
  expect(isFutureDate('2026-11-24', end)).toBe(false)
})

test.each([
  [12 * day, 'in 12 days'],
  [day, 'tomorrow'],
  [-day, 'yesterday'],
  [-3 * day, '3 days ago'],
  [45 * day, 'in 45 days'],
  [90 * day, 'in 3 months'],
  [-125 * day, '4 months ago'],
  [400 * day, 'in 13 months'],
  [1000 * day, 'in 3 years'],
  [5 * 3_600_000, 'in 5 hours'],
  [-90_000, '1 minute ago'],
  [20_000, 'just now'],
  [-20_000, 'just now'],
])('%d ms away is "%s"', (offset, words) => {
  expect(relativeDate(at(offset), now)).toBe(words)
})

test('a date in words names the day it ends in UTC, not in the time zone of the computer', () => {
  expect(longDate('2026-12-24T23:59:59Z')).toBe('Thursday, 24 December 2026')
  expect(longDate('2026-12-24T00:00:00Z')).toBe('Thursday, 24 December 2026')
})

// Quiet hours on the wall clock: over midnight, and on days of 23 and of 25 hours.
import fc from 'fast-check'
import { afterEach, describe, expect, it } from 'vitest'
import { isQuiet, quietUntil } from './quiet-hours.ts'

const own = process.env['TZ']
/** Node reads it anew each time it is set. */
const inZone = (zone: string) => (process.env['TZ'] = zone)
afterEach(() => {
  if (own === undefined) delete process.env['TZ']
  else process.env['TZ'] = own
})

const night = { from: '22:00', to: '07:00' }
const until = (local: string, hours = night) => {
  const end = quietUntil(new Date(local).getTime(), hours)
  return end === null ? null : new Date(end).toISOString()
}

describe('over midnight', () => {
  it.each([
    ['2027-01-15T21:59:59', null],
    ['2027-01-15T22:00:00', '2027-01-16T06:00:00.000Z'],
    ['2027-01-15T23:59:59', '2027-01-16T06:00:00.000Z'],
    ['2027-01-16T00:00:00', '2027-01-16T06:00:00.000Z'],
    ['2027-01-16T06:59:59', '2027-01-16T06:00:00.000Z'],
    ['2027-01-16T07:00:00', null],
  ])('%s in Berlin is quiet until %s', (local, end) => {
    inZone('Europe/Berlin')
    expect(until(local)).toBe(end)
  })
})

it('a night with an hour less or more ends when the clock on the wall says so', () => {
  inZone('Europe/Berlin')
  expect(until('2027-03-27T22:30:00')).toBe('2027-03-28T05:00:00.000Z')
  expect(until('2027-10-30T22:30:00')).toBe('2027-10-31T06:00:00.000Z')
  inZone('America/New_York')
  expect(until('2027-03-13T22:30:00')).toBe('2027-03-14T11:00:00.000Z')
  expect(until('2027-11-06T22:30:00')).toBe('2027-11-07T12:00:00.000Z')
  // Half an hour, in the south.
  inZone('Australia/Lord_Howe')
  expect(until('2027-04-03T22:30:00')).toBe('2027-04-03T20:30:00.000Z')
})

it('times that a day does not have, or has twice, do no harm', () => {
  inZone('Europe/Berlin')
  // 02:30 is skipped on this day: quiet lasts until the clock jumps over it.
  expect(until('2027-03-28T01:00:00', { from: '00:30', to: '02:30' })).toBe('2027-03-28T01:00:00.000Z')
  // 02:15 comes twice on this one, and so does what is quiet before it.
  const twice = { from: '01:30', to: '02:15' }
  expect(quietUntil(Date.parse('2027-10-31T00:05:00Z'), twice)).toBe(Date.parse('2027-10-31T00:15:00Z'))
  expect(quietUntil(Date.parse('2027-10-31T00:30:00Z'), twice)).toBeNull()
  expect(quietUntil(Date.parse('2027-10-31T01:05:00Z'), twice)).toBe(Date.parse('2027-10-31T01:15:00Z'))
})

it('the same time twice means never', () => {
  expect(isQuiet(Date.now(), { from: '08:00', to: '08:00' })).toBe(false)
})

it('ends at the first minute that is not quiet, in any zone and on any day', () => {
  const zones = ['UTC', 'Europe/Berlin', 'America/New_York', 'Asia/Kathmandu', 'Pacific/Apia', 'Africa/Cairo']
  const time = fc.integer({ min: 0, max: 1439 }).map((minutes) => {
    const two = (part: number) => String(part).padStart(2, '0')
    return `${two(Math.floor(minutes / 60))}:${two(minutes % 60)}`
  })
  const moment = fc.integer({ min: Date.parse('2027-01-01'), max: Date.parse('2028-12-31') })
  fc.assert(
    fc.property(fc.constantFrom(...zones), moment, time, time, (zone, now, from, to) => {
      inZone(zone)
      const end = quietUntil(now, { from, to })
      expect(isQuiet(now, { from, to })).toBe(end !== null)
      expect(end ?? Infinity).toBeGreaterThan(now)
      for (let at = now; at < (end ?? 0); at += 60_000) expect(isQuiet(at, { from, to })).toBe(true)
      expect(end !== null && isQuiet(end, { from, to })).toBe(false)
    }),
  )
})

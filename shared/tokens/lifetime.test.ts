// The lifetime that a successor is offered is the one the old token had.
import { expect, it } from 'vitest'
import { expiresAt } from './expiry.ts'
import { sameLifetime } from './lifetime.ts'
import { expiryOf, expiryProblems } from './validation.ts'

const now = Date.parse('2027-03-10T12:00:00Z')
const form = (expiryChoice: string, expiryDate = '') => ({
  expiryChoice,
  expiryDate,
  noExpiryConfirmed: false,
})

it.each([
  ['2026-01-10T08:00:00.123456Z', '2026-04-10T23:59:59Z', form('90')],
  ['2026-01-10T23:59:59Z', '2027-01-10T23:59:59Z', form('365')],
  ['2026-01-10T08:00:00Z', '2026-01-24T23:59:59Z', form('date', '2027-03-24')],
  ['2026-01-10T08:00:00Z', null, form('none')],
  ['2026-01-10T08:00:00Z', '2026-01-10T23:59:59Z', form('')],
  ['2026-01-10T08:00:00Z', '2025-01-10T23:59:59Z', form('')],
  ['2026-01-10T08:00:00Z', 'soon', form('')],
  ['0001-01-10T08:00:00Z', '9998-01-10T23:59:59Z', form('')],
])('from %s to %s', (createdAt, end, expected) => {
  expect(sameLifetime({ createdAt, expiresAt: end }, now)).toEqual(expected)
})

it('of every choice is that choice, and can be sent as it is', () => {
  for (const days of [1, 29, 30, 60, 90, 364, 365, 400]) {
    const createdAt = '2026-07-01T23:30:00Z'
    const end = new Date(Date.parse('2026-07-01T23:59:59Z') + days * 86_400_000).toISOString()
    const proposed = sameLifetime({ createdAt, expiresAt: end }, now)
    expect(expiryProblems(proposed, now)).toEqual([])
    const expiry = expiryOf(proposed)
    const wire = expiry && expiresAt(expiry, now)
    expect(wire?.slice(0, 10)).toBe(new Date(now + days * 86_400_000).toISOString().slice(0, 10))
  }
})

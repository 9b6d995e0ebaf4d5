// A token's status from what the Hub said and the clock.
import fc from 'fast-check'
import { expect, test } from 'vitest'
import { isGone, stillThere, tokenStatus } from './status.ts'

const end = Date.parse('2026-12-24T23:59:59Z')
const token = (isActive: boolean, expiresAt: string | null = '2026-12-24T23:59:59Z') => ({
  isActive,
  expiresAt,
})

test('a token expires with the very second of its date', () => {
  expect(tokenStatus(token(true), end - 1)).toBe('active')
  expect(tokenStatus(token(true), end)).toBe('expired')
})

test('expired wins over inactive: an expired token cannot come back', () => {
  expect(tokenStatus(token(false), end - 1)).toBe('inactive')
  expect(tokenStatus(token(false), end)).toBe('expired')
})

test('what the server does not have is gone, whatever else it was', () => {
  const goneAt = '2026-10-01T00:00:00Z'
  expect(tokenStatus({ ...token(true, null), goneAt }, end)).toBe('gone')
  expect(tokenStatus({ ...token(false), goneAt }, end)).toBe('gone')
  expect(tokenStatus({ ...token(true, null), goneAt: null }, end)).toBe('active')
  expect(isGone({})).toBe(false)
  expect(stillThere([{ id: 1, goneAt }, { id: 2, goneAt: null }, { id: 3 }])).toEqual([
    { id: 2, goneAt: null },
    { id: 3 },
  ])
})

test('a token without date never expires', () => {
  expect(tokenStatus(token(true, null), Number.MAX_SAFE_INTEGER)).toBe('active')
  expect(tokenStatus(token(false, null), Number.MAX_SAFE_INTEGER)).toBe('inactive')
})

test('fractions of seconds, as other clients send them, count', () => {
  expect(tokenStatus(token(true, '2026-12-24T23:59:59.500000Z'), end)).toBe('active')
})

test('once expired, always expired', () => {
  fc.assert(
    fc.property(fc.boolean(), fc.nat(), fc.nat(), (isActive, before, after) => {
      expect(tokenStatus(token(isActive), end - 1 - before)).not.toBe('expired')
      expect(tokenStatus(token(isActive), end + after)).toBe('expired')
    }),
  )
})

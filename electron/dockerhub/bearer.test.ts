import * as fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { bearerLifetime, isBearer } from './bearer.ts'

const now = Date.UTC(2026, 0, 1)
const jwt = (claims: unknown) =>
  ['e30', Buffer.from(JSON.stringify(claims)).toString('base64url'), 'sig'].join('.')

describe('bearerLifetime', () => {
  it('is measured by the server’s time', () => {
    expect(bearerLifetime(jwt({ exp: now / 1000 + 600 }), now)).toBe(600)
  })

  it.each([
    ['ended already', jwt({ exp: now / 1000 - 1 })],
    ['has no end', jwt({})],
    ['has a text for an end', jwt({ exp: String(now / 1000 + 600) })],
    ['is null inside', jwt(null)],
    ['is not a JSON Web Token', 'opaque'],
  ])('is unknown for one that %s', (_what, bearer) => {
    expect(bearerLifetime(bearer, now)).toBeNull()
  })

  it('is bounded and never throws', () => {
    expect(bearerLifetime(jwt({ exp: 1e300 }), now)).toBe(31 * 24 * 3600)
    fc.assert(fc.property(fc.string(), (text) => void bearerLifetime(text, now)))
  })
})

it('accepts only bearers that fit in a header', () => {
  expect(isBearer(jwt({ exp: 1 }))).toBe(true)
  for (const bad of ['', 'a b', 'a\r\nx: y', 'é', 'x'.repeat(20_000)]) expect(isBearer(bad)).toBe(false)
})

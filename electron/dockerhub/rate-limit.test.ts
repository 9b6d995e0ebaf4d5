import { describe, expect, it } from 'vitest'
import { retryAfterSeconds } from './rate-limit.ts'

const serverNow = Date.UTC(2026, 3, 1, 12, 0, 0)
const unix = serverNow / 1000

describe('retryAfterSeconds', () => {
  it.each([
    ['retry-after', '7', 7],
    ['retry-after', '0', 1],
    ['retry-after', '-5', 1],
    ['retry-after', '1.2', 2],
    ['retry-after', '99999', 300],
    ['retry-after', new Date(serverNow + 40_000).toUTCString(), 40],
    ['retry-after', new Date(serverNow - 40_000).toUTCString(), 1],
    ['x-retry-after', String(unix + 30), 30],
    ['x-retry-after', String(unix - 30), 1],
    ['x-retry-after', String(unix + 10 * 365 * 86_400), 300],
    ['x-retry-after', '12', 12],
    ['x-ratelimit-reset', String(unix + 9), 9],
    ['retry-after', 'abc', 10],
    ['retry-after', '', 10],
    ['server', 'none', 10],
  ])('reads %s: %s as %i s', (name, value, seconds) => {
    const headers = new Headers({ [name]: value, date: new Date(serverNow).toUTCString() })
    // This computer's clock is ten years off, which the answer's own Date makes up for.
    expect(retryAfterSeconds(headers, serverNow - 10 * 365 * 86_400_000)).toBe(seconds)
  })

  it('prefers Retry-After and falls through what it cannot read', () => {
    expect(retryAfterSeconds(new Headers({ 'retry-after': '5', 'x-retry-after': '50' }), serverNow)).toBe(5)
    expect(retryAfterSeconds(new Headers({ 'retry-after': 'soon', 'x-retry-after': '50' }), serverNow)).toBe(
      50,
    )
  })

  it('uses this clock when the answer has no Date', () => {
    expect(retryAfterSeconds(new Headers({ 'x-retry-after': String(unix + 25) }), serverNow)).toBe(25)
  })
})

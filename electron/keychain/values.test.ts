// How values are stored: token secrets as they are, everything else in a form no keychain alters.
import * as fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { decodeValue, encodeValue } from './values.ts'

describe('values', () => {
  it('come back exactly, whatever a password is made of, halves of surrogate pairs included', () => {
    const units = fc.array(fc.nat(0xffff), { minLength: 1, maxLength: 300 })
    fc.assert(
      fc.property(units, (codes) => {
        const value = String.fromCharCode(...codes)
        const stored = encodeValue('account/a', value)
        expect(stored).toMatch(/^[\x20-\x7e]+$/)
        expect(decodeValue(stored)).toBe(value)
      }),
      { numRuns: 1000 },
    )
  })

  it('of printable ASCII are stored as they are, so that other programs can read them', () => {
    for (const value of ['token-secret_1', '{"username":"ada"}', ' ~'])
      expect([encodeValue('token/h/o/1', value), encodeValue('account/a', value)]).toEqual([value, value])
  })

  it('that look encoded are encoded', () => {
    expect(decodeValue(encodeValue('account/a', 'utf16:YQA'))).toBe('utf16:YQA')
  })

  it('of a token are refused when no token looks like that', () => {
    for (const value of ['', 'a\0b', 'line\n', 'ä', 'x'.repeat(1025)])
      expect(() => encodeValue('token/h/o/1', value)).toThrow()
    expect(encodeValue('token/h/o/1', 'x'.repeat(1024))).toHaveLength(1024)
  })

  it('may be as long as the longest sign-in', () => {
    expect(decodeValue(encodeValue('account/a', '€'.repeat(4096)))).toBe('€'.repeat(4096))
    expect(() => encodeValue('account/a', 'x'.repeat(40_000))).toThrow()
  })

  it('that were altered are not passed on', () => {
    expect(() => decodeValue('utf16:')).toThrow()
    expect(() => decodeValue('utf16:YQ')).toThrow()
  })
})

// Sealing: only the same key, name and bytes open it, and no two sealings look alike.
import { randomBytes } from 'node:crypto'
import * as fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { keyMark, seal, unseal } from './cipher.ts'

const key = randomBytes(32)

describe('a sealed text', () => {
  it('opens with its key and name to what it was', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'grapheme' }), fc.string({ unit: 'grapheme' }), (about, text) => {
        expect(unseal(key, about, seal(key, about, text))).toBe(text)
      }),
    )
  })

  it('never looks the same twice and shows nothing of the text', () => {
    const sealed = new Set(Array.from({ length: 200 }, () => seal(key, 'tokens/a/acme', 'acme')))
    const nonces = new Set([...sealed].map((one) => one.slice(0, 16)))
    expect([sealed.size, nonces.size]).toEqual([200, 200])
    for (const one of sealed) expect(Buffer.from(one, 'base64').includes('acme')).toBe(false)
  })

  it('does not open under another key or name', () => {
    const sealed = seal(key, 'tokens/a/acme', '{}')
    expect(() => unseal(randomBytes(32), 'tokens/a/acme', sealed)).toThrow()
    expect(() => unseal(key, 'tokens/a/other', sealed)).toThrow()
  })

  it('does not open with any bit changed or any end cut off', () => {
    const bytes = Buffer.from(seal(key, 'a', 'some text'), 'base64')
    for (let bit = 0; bit < bytes.length * 8; bit += 1) {
      const flipped = Buffer.from(bytes)
      flipped.writeUInt8(flipped.readUInt8(bit >> 3) ^ (1 << (bit & 7)), bit >> 3)
      expect(() => unseal(key, 'a', flipped.toString('base64'))).toThrow()
    }
    for (let length = 0; length < bytes.length; length += 1)
      expect(() => unseal(key, 'a', bytes.subarray(0, length).toString('base64'))).toThrow()
  })
})

it('marks a key without telling it', () => {
  expect(keyMark(key)).toMatch(/^[0-9a-f]{16}$/)
  expect(keyMark(key)).not.toBe(keyMark(randomBytes(32)))
})

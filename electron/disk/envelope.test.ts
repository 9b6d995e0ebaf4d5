// The envelope: round trip, damage and newer files told apart.
import * as fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { unwrap, wrap } from './envelope.ts'

const textOf = (data: unknown, version = 1, revision = 7) => JSON.stringify(wrap(data, version, revision))

describe('an envelope', () => {
  it('gives back any JSON, and with it the revision', () => {
    fc.assert(
      fc.property(fc.json(), fc.nat(), (json, revision) => {
        const data: unknown = JSON.parse(json)
        const unwrapped = unwrap(textOf(data, 1, revision), 1)
        expect(unwrapped).toEqual({ state: 'good', data: JSON.parse(JSON.stringify(data)), revision })
      }),
    )
  })

  it('reads every changed bit as damage, never as a newer file or other data', () => {
    const original = textOf({ label: 'ci', count: 3, nested: [null, true] })
    const bytes = Buffer.from(original)
    for (let bit = 0; bit < bytes.length * 8; bit += 1) {
      const flipped = Buffer.from(bytes)
      flipped.writeUInt8(flipped.readUInt8(bit >> 3) ^ (1 << (bit & 7)), bit >> 3)
      const unwrapped = unwrap(flipped.toString('utf8'), 1)
      expect([bit, unwrapped.state]).toEqual([bit, 'corrupt'])
    }
  })

  it('knows an intact file of a newer version', () => {
    expect(unwrap(textOf({}, 2), 1)).toEqual({ state: 'newer' })
    expect(unwrap(textOf({}, 2).replace('"version":2', '"version":3'), 1)).toEqual({ state: 'corrupt' })
    expect(unwrap(textOf({}, 1), 2).state).toBe('good')
  })

  it('takes hostile files for damage', () => {
    const deep = '['.repeat(100_000) + ']'.repeat(100_000)
    for (const text of [
      '',
      'null',
      '[]',
      '{}',
      '\ufeff{}',
      deep,
      `{"version":1,"revision":1,"checksum":"","data":${deep}}`,
    ])
      expect(unwrap(text, 1)).toEqual({ state: 'corrupt' })
  })

  it('keeps a key called __proto__ what it is: a key', () => {
    const unwrapped = unwrap(textOf(JSON.parse('{"__proto__":{"polluted":true}}')), 1)
    expect(unwrapped.state).toBe('good')
    expect(({} as Record<string, unknown>)['polluted']).toBeUndefined()
  })
})

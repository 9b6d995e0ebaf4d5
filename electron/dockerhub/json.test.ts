import * as fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { parseJson } from './json.ts'

describe('parseJson', () => {
  it('reads what JSON.parse reads', () => {
    fc.assert(
      // The one name it leaves out has a test of its own.
      fc.property(fc.json(), (text) => {
        fc.pre(!/__proto__|\\u005f/i.test(text))
        expect(parseJson(text)).toEqual(JSON.parse(text))
      }),
    )
  })

  it.each(['{"__proto__": {"admin": true}, "a": 1}', '{"\\u005f_proto__": {"admin": true}, "a": 1}'])(
    'leaves the prototype alone in %s',
    (text) => {
      const value = parseJson(text) as object
      expect(Object.keys(value)).toEqual(['a'])
      expect(Object.assign({}, value)).not.toHaveProperty('admin')
    },
  )

  it('refuses deep nesting and allows brackets in text', () => {
    expect(() => parseJson('['.repeat(10_000) + ']'.repeat(10_000))).toThrow(SyntaxError)
    expect(() => parseJson('{"a":'.repeat(65) + '1' + '}'.repeat(65))).toThrow(SyntaxError)
    expect(parseJson(JSON.stringify('[{"\\'.repeat(1000)))).toBe('[{"\\'.repeat(1000))
    expect(parseJson(`[${'[],'.repeat(1000)}[]]`)).toHaveLength(1001)
  })
})

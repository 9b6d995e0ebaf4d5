import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { createSlots } from './rowSlots.ts'

const span = (from: number, count: number) => Array.from({ length: count }, (_, at) => from + at)

describe('the places of drawn lines', () => {
  it('go from lines that left to lines that came', () => {
    const slots = createSlots()
    const before = slots(span(0, 10))
    const after = slots(span(7, 10))
    expect(new Set(after.values())).toEqual(new Set(before.values()))
  })

  it('are all different, and a line that stays keeps its own, wherever the others go', () => {
    const step = fc.record({ from: fc.nat(60), count: fc.integer({ min: 0, max: 40 }), apart: fc.nat(500) })
    fc.assert(
      fc.property(fc.array(step, { minLength: 1 }), (steps) => {
        const slots = createSlots()
        let before: ReadonlyMap<number, number> = new Map()
        for (const { from, count, apart } of steps) {
          const indexes = [...new Set([...span(from, count), apart])]
          const places = slots(indexes)
          expect(new Set(places.values()).size).toBe(indexes.length)
          for (const index of indexes)
            if (before.has(index)) expect(places.get(index)).toBe(before.get(index))
          before = places
        }
      }),
    )
  })
})

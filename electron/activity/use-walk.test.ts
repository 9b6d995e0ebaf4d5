// Walking the use of tokens: against a model, while uses arrive in front and late; and from a moment on.
import * as fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { type UseCursor, type UseWalk, seekUse, walkUse } from './use-walk.ts'

interface Row {
  at: string
  id: string
}
const at = (second: number) => new Date(Date.parse('2027-03-01T00:00:00Z') + second * 1000).toISOString()

function list(size: number) {
  const rows: Row[] = []
  const asked: number[] = []
  const walk: UseWalk<Row> = {
    size,
    markOf: ({ id }) => id,
    async read(page) {
      asked.push(page)
      const all = [...rows].sort((one, other) => (one.at < other.at ? 1 : one.at > other.at ? -1 : 0))
      const found = all.slice((page - 1) * size, page * size)
      return { rows: found, unreadable: 0, total: rows.length, more: page * size < rows.length }
    },
  }
  // The newest of one moment first, as the server has them.
  const add = (second: number) => rows.unshift({ at: at(second), id: String(rows.length) })
  return { rows, asked, walk, add }
}

async function walkAll(
  walk: UseWalk<Row>,
  from: UseCursor | null,
  between: (step: number) => void = () => {},
) {
  const found: Row[] = []
  let cursor = from
  for (let step = 0; step < 1000; step++) {
    const { rows, next } = await walkUse(walk, cursor)
    found.push(...rows)
    if (next === null) return found
    cursor = JSON.parse(JSON.stringify(next)) as UseCursor
    between(step)
  }
  throw new Error('it does not end')
}

const seconds = (maxLength: number) => fc.array(fc.nat(30), { maxLength })

describe('a walk', () => {
  it('reads every use once, whatever arrives meanwhile', async () => {
    await fc.assert(
      fc.asyncProperty(seconds(60), fc.array(seconds(9), { maxLength: 12 }), async (before, arriving) => {
        const { rows, walk, add } = list(5)
        before.forEach(add)
        const there = rows.map(({ id }) => id)
        const found = (await walkAll(walk, null, (step) => arriving[step]?.forEach(add))).map(({ id }) => id)
        expect(new Set(found).size).toBe(found.length)
        expect(there.filter((id) => !found.includes(id))).toEqual([])
      }),
      { numRuns: 300 },
    )
  })

  it('finds its place by the count when much came in front', async () => {
    const { walk, add, asked } = list(10)
    for (let second = 0; second < 100; second++) add(second)
    const first = await walkUse(walk, null)
    for (let second = 100; second < 600; second++) add(second)
    asked.length = 0
    const { rows } = await walkUse(walk, first.next)
    expect(rows[0]?.at).toBe(at(89))
    expect(asked.length).toBeLessThan(5)
  })

  it('begins at any moment, in a few steps', async () => {
    await fc.assert(
      fc.asyncProperty(seconds(60), fc.integer({ min: -1, max: 31 }), async (all, from) => {
        const { rows, walk, add } = list(5)
        all.forEach(add)
        const found = await walkAll(walk, await seekUse(walk, at(from)))
        const expected = rows.filter((row) => row.at <= at(from))
        expect(found.map(({ id }) => id).sort()).toEqual(expected.map(({ id }) => id).sort())
      }),
    )
    const { walk, add, asked } = list(10)
    for (let second = 0; second < 10_000; second++) add(second)
    const { rows } = await walkUse(walk, await seekUse(walk, at(100)))
    expect(rows[0]?.at).toBe(at(100))
    expect(asked.length).toBeLessThan(16)
  })
})

// How far a clock is off, in words that people use.
import { expect, it } from 'vitest'
import { clockWords } from './clockWords.ts'

const minute = 60_000

it.each([
  [5 * minute, '5 minutes behind'],
  [-59 * minute, '1 hour ahead'],
  [3 * 60 * minute + 4000, '3 hours behind'],
  [-25 * 60 * minute, '1 day ahead'],
  [-10 * 365.25 * 24 * 60 * minute, '10 years ahead'],
])('%d ms is "%s"', (offset, words) => {
  expect(clockWords(offset, 'Docker Hub')?.title).toBe(`This computer’s clock is ${words}`)
})

it('a few minutes are nobody’s concern', () => {
  expect(clockWords(5 * minute - 1, 'Docker Hub')).toBeNull()
  expect(clockWords(0, 'Docker Hub')).toBeNull()
})

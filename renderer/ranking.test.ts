// The order of what the command palette finds.
import { expect, it } from 'vitest'
import { prepare, rank } from './ranking.ts'

const entry = (label: string, words = '') => ({ id: label, label, words })
const found = (labels: ReturnType<typeof entry>[], typed: string, recent: string[] = []) =>
  rank(prepare(labels), typed, recent, 50).entries.map(({ label }) => label)

it('puts the beginning before a word inside, that before a part of one, and those before other words', () => {
  const entries = [entry('Sync', 'build'), entry('Rebuild'), entry('CI build'), entry('Build server')]
  expect(found(entries, 'build')).toEqual(['Build server', 'CI build', 'Rebuild', 'Sync'])
})

it('wants every word, whatever the capitals, accents and order', () => {
  const entries = [entry('Zürich production'), entry('Zurich staging'), entry('Production')]
  expect(found(entries, 'PROD zurich')).toEqual(['Zürich production'])
  expect(found(entries, 'nothing')).toEqual([])
})

it('puts what was chosen lately first among those that fit as well', () => {
  const entries = [entry('Alpha'), entry('Beta'), entry('Gamma')]
  expect(found(entries, '', ['Gamma', 'Beta'])).toEqual(['Gamma', 'Beta', 'Alpha'])
})

it('shows some of 10,000 and says how many more there are', () => {
  const many = prepare(Array.from({ length: 10_000 }, (_, at) => entry(`Token ${at}`, 'harborline')))
  const { entries, more } = rank(many, 'token harbor', [], 50)
  expect(entries).toHaveLength(50)
  expect(more).toBe(9_950)
})

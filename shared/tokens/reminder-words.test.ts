// Notifications in words: one line each, whatever a token is called, and no name when names are hidden.
import { expect, it } from 'vitest'
import { type NewsKind, discreetWords, newsWords } from './reminder-words.ts'

const now = Date.parse('2027-05-03T09:00:00Z')
const news = (label: string, expiresAt: string | null = '2027-05-10T23:59:59Z') => ({
  label,
  expiresAt,
  quietDays: 120,
})
const kinds: readonly NewsKind[] = ['ends', 'ended', 'used', 'unusual']

it.each([
  [
    'ends',
    '“Deploy” expires in 7 days',
    'acme · If it is still needed, rotate it before Monday, 10 May 2027 is over.',
  ],
  ['ended', '“Deploy” has expired', 'acme · Whatever uses it is refused now. Deleting it frees its slot.'],
  ['used', '“Deploy” was used again after 120 quiet days', 'acme · If that was none of you, deactivate it.'],
] as const)('of one that %s', (kind, title, body) => {
  expect(newsWords(kind, 'acme', [news('Deploy')], now)).toEqual({ title, body })
})

it('of several names three and counts the rest', () => {
  const several = ['A', 'B', 'C', 'D', 'E'].map((label) => news(label))
  expect(newsWords('ended', 'acme', several, now)).toEqual({
    title: '5 tokens of acme have expired',
    body: '“A”, “B”, “C” and 2 more. Whatever uses them is refused now.',
  })
  expect(newsWords('used', 'acme', several.slice(0, 2), now).body).toBe(
    '“A” and “B”. Deactivate those that none of you used.',
  )
})

it('a label of many lines, or far too long, stays one short line', () => {
  const hostile = `Deploy\n\u202Eyou won\u0000 ${'x'.repeat(500)} 👩‍🌾`
  for (const kind of kinds) {
    const { title } = newsWords(kind, 'acme', [news(hostile)], now)
    expect(title).toMatch(/^“Deploy you won x+…” /)
    expect([...title].length).toBeLessThan(110)
    expect(title).not.toMatch(/\p{C}/u)
  }
})

it('without names says how many and nothing else', () => {
  for (const kind of kinds)
    for (const count of [1, 3]) {
      const { title, body } = discreetWords(kind, count)
      expect(title).toMatch(count === 1 ? /^A token (expires|has|was) / : /^3 tokens (expire|have|were) /)
      expect(body).toBe('Open Granary to see more.')
    }
})

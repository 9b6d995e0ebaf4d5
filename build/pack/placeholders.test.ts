// Whether addresses that nobody can reach are told from real ones.
import { expect, test } from 'vitest'
import packageJson from '../../package.json' with { type: 'json' }
import { placeholders } from './placeholders.ts'

const fields = (homepage: string, email: string) =>
  placeholders({ ...packageJson, homepage, author: { ...packageJson.author, email } })

test('reserved names are placeholders, in the homepage and in the address', () => {
  expect(fields('https://granary.example/', 'granary@localhost')).toEqual(['homepage', 'author.email'])
  expect(fields('https://www.example.com/', 'a@b.invalid')).toEqual(['homepage', 'author.email'])
})

test('names that somebody can own are not', () => {
  expect(fields('https://github.com/somebody/example', 'test@contest.org')).toEqual([])
})

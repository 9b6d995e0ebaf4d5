import { expect, it } from 'vitest'
import { createChallenges } from './challenges.ts'

it('finds what waits, until it is closed', () => {
  const challenges = createChallenges<string>(() => 0)
  const [one, two] = [challenges.open('one'), challenges.open('two')]
  expect(one).not.toBe(two)
  expect(challenges.find(one)).toBe('one')
  challenges.close(one)
  expect(() => challenges.find(one)).toThrow('signIn.needed')
  expect(challenges.find(two)).toBe('two')
  challenges.drop((pending) => pending === 'two')
  expect(() => challenges.find(two)).toThrow('signIn.needed')
  expect(() => challenges.find('made up')).toThrow('signIn.needed')
})

it('ends after five minutes', () => {
  let time = 0
  const challenges = createChallenges<string>(() => time)
  const handle = challenges.open('one')
  time = 5 * 60_000 - 1
  expect(challenges.find(handle)).toBe('one')
  time += 1
  expect(() => challenges.find(handle)).toThrow('signIn.needed')
})

it('keeps ten at most, the newest', () => {
  const challenges = createChallenges<number>(() => 0)
  const handles = Array.from({ length: 12 }, (_, at) => challenges.open(at))
  expect(() => challenges.find(handles[1] ?? '')).toThrow('signIn.needed')
  expect(challenges.find(handles[2] ?? '')).toBe(2)
  expect(challenges.find(handles[11] ?? '')).toBe(11)
})

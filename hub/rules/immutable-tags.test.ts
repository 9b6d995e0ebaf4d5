// Rules for immutable tags: what they match, and that no expression can hold the server up.
import { expect, test } from 'vitest'
import { isImmutable, isRule, matchTags } from './immutable-tags.ts'

test('a rule matches the whole tag', () => {
  const tags = ['v1.0', 'v2', 'dev', '1.0-RELEASE', 'RELEASE']
  expect(matchTags(['v.*'], tags)).toEqual(['v1.0', 'v2'])
  expect(matchTags(['v.*', '.*-RELEASE'], tags)).toEqual(['v1.0', 'v2', '1.0-RELEASE'])
  expect(matchTags(['dev|v2'], tags)).toEqual(['v2', 'dev'])
  expect(matchTags(['e'], tags)).toEqual([])
  expect(matchTags([], tags)).toEqual([])
})

test.each(['v*', 'prod-*', '.*', '\\d+(\\.\\d+)*', '[a-z]{2,5}'])('%s is a rule', (rule) => {
  expect(isRule(rule)).toBe(true)
})

test.each(['*', '(', '[', 'a)|(b', 'a{2,1}', '\\', '(?<n>a)(?<n>b)'])('%s is none', (rule) => {
  expect(isRule(rule)).toBe(false)
})

test('an expression that never ends is given up', () => {
  expect(matchTags(['(a+)+'], [`${'a'.repeat(100)}!`])).toBeNull()
})

test('a rule is never run as a program', () => {
  const rule = `'); this.constructor.constructor('return process')().exit(3); ('`
  expect(matchTags([rule], ['a'])).toBeNull()
  expect(matchTags(["'.'"], ["'a'"])).toEqual(["'a'"])
})

test('protects what a rule matches, or what a rule cannot be tried on, and only when switched on', () => {
  expect(isImmutable({ enabled: true, rules: ['v.*'] }, 'v1')).toBe(true)
  expect(isImmutable({ enabled: true, rules: ['v.*'] }, 'dev')).toBe(false)
  expect(isImmutable({ enabled: false, rules: ['v.*'] }, 'v1')).toBe(false)
  expect(isImmutable({ enabled: true, rules: ['(a+)+'] }, `${'a'.repeat(100)}!`)).toBe(true)
})

// The owner's policy: what breaks it, whatever the dates are, and how its rules are named.
import fc from 'fast-check'
import { describe, expect, it, test } from 'vitest'
import { type Expiry, expiryDays } from './expiry.ts'
import {
  type Policy,
  choiceBreaks,
  expiryBreaks,
  hasRules,
  isAdministrators,
  joinPolicies,
  lastDay,
  noPolicy,
  policySentences,
  pushesToAll,
  ruleWords,
  rulesBroken,
  rulesInWords,
} from './policy.ts'

const now = Date.parse('2026-11-24T10:00:00Z')
const policy = (change: Partial<Policy>): Policy => ({ ...noPolicy, ...change })
const repository = (path: string, ...scopes: string[]) => [{ type: 'TYPE_REPO', path, scopes }]

test.each<[string, Partial<Policy>, Expiry, string | null]>([
  ['no rule, no end', {}, { kind: 'none' }, null],
  ['90 days within 90', { longestDays: 90 }, { kind: 'days', days: 90 }, null],
  ['90 days within 89', { longestDays: 89 }, { kind: 'days', days: 90 }, 'lifetime'],
  ['the last day', { longestDays: 10 }, { kind: 'date', date: '2026-12-04' }, null],
  ['a day more', { longestDays: 10 }, { kind: 'date', date: '2026-12-05' }, 'lifetime'],
  ['no end where a lifetime is limited', { longestDays: 3650 }, { kind: 'none' }, 'noExpiry'],
  ['no end where each has one', { noNeverExpiring: true }, { kind: 'none' }, 'noExpiry'],
  ['a far end where each has one', { noNeverExpiring: true }, { kind: 'date', date: '2099-01-01' }, null],
])('%s', (_, change, expiry, expected) => {
  expect(choiceBreaks(policy(change), expiry, now)).toBe(expected)
})

describe('pushing to all repositories', () => {
  it('is every scope that includes pushing, in every spelling, and nothing less', () => {
    for (const scope of ['scope-image-push', 'scope-image-delete', 'image-push', 'repo-push'])
      expect(pushesToAll(repository('acme/*', scope)), scope).toBe(true)
    expect(pushesToAll(repository('acme/*', 'scope-image-pull', 'scope-tag-admin'))).toBe(false)
    expect(pushesToAll(repository('acme/web', 'scope-image-push'))).toBe(false)
    expect(pushesToAll([{ type: 'TYPE_ORG', path: 'acme/*', scopes: ['scope-image-push'] }])).toBe(false)
  })

  it('breaks the policy that forbids it; access that was not read breaks nothing', () => {
    const token = { createdAt: '2026-11-01T00:00:00Z', expiresAt: null }
    const strict = policy({ noPushToAll: true, noNeverExpiring: true })
    const resources = repository('acme/*', 'scope-image-push')
    expect(rulesBroken(strict, { ...token, resources })).toEqual(['noExpiry', 'pushToAll'])
    expect(rulesBroken(strict, { ...token, resources: null })).toEqual(['noExpiry'])
    expect(rulesBroken(noPolicy, { ...token, resources })).toEqual([])
  })
})

it('names its rules', () => {
  expect(ruleWords('lifetime', policy({ longestDays: 90 }))).toBe('Your policy: at most 90 days')
  expect(ruleWords('noExpiry', policy({ longestDays: 1 }))).toBe('Your policy: at most 1 day')
  expect(ruleWords('noExpiry', policy({ noNeverExpiring: true }))).toContain('has an expiration date')
  expect(rulesInWords({ longestDays: 30, noNeverExpiring: true, noPushToAll: true })).toEqual([
    'at most 30 days',
    'no push to all repositories',
  ])
  expect([hasRules(noPolicy), rulesInWords(noPolicy)]).toEqual([false, []])
})

const anyPolicy: fc.Arbitrary<Policy> = fc.record({
  longestDays: fc.option(fc.integer({ min: 1, max: 3650 })),
  noNeverExpiring: fc.boolean(),
  noPushToAll: fc.boolean(),
})
const anyMoment = fc.date({ min: new Date('2026-01-01'), max: new Date('2040-01-01'), noInvalidDate: true })

describe('whatever the moment is', () => {
  it('the last day is within the policy and the day after is not', () => {
    fc.assert(
      fc.property(anyPolicy, anyMoment, (any, moment) => {
        const date = lastDay(any, moment.getTime())
        expect(date === null).toBe(any.longestDays === null)
        if (date === null) return
        const after = new Date(Date.parse(date) + 86_400_000).toISOString().slice(0, 10)
        expect(choiceBreaks(any, { kind: 'date', date }, moment.getTime())).toBeNull()
        expect(choiceBreaks(any, { kind: 'date', date: after }, moment.getTime())).toBe('lifetime')
      }),
    )
  })

  it('a built-in choice is within it exactly when it is no longer than allowed, and so is the token it makes', () => {
    fc.assert(
      fc.property(anyPolicy, anyMoment, fc.constantFrom(...expiryDays), (any, moment, days) => {
        const made = moment.toISOString()
        const ends = `${new Date(moment.getTime() + days * 86_400_000).toISOString().slice(0, 10)}T23:59:59Z`
        const breaks = any.longestDays !== null && days > any.longestDays
        expect(choiceBreaks(any, { kind: 'days', days }, moment.getTime())).toBe(breaks ? 'lifetime' : null)
        expect(expiryBreaks(any, ends, made)).toBe(breaks ? 'lifetime' : null)
      }),
    )
  })
})

describe('with the administrator’s rules', () => {
  const choices = fc.oneof(
    fc.record({ kind: fc.constant('days' as const), days: fc.constantFrom(...expiryDays) }),
    fc.constant({ kind: 'none' as const }),
  )

  it('whatever either of the two forbids is forbidden, and nothing else', () => {
    fc.assert(
      fc.property(anyPolicy, anyPolicy, anyMoment, choices, (own, theirs, moment, choice) => {
        const at = moment.getTime()
        const both = joinPolicies(own, theirs)
        const breaks = [own, theirs].some((one) => choiceBreaks(one, choice, at) !== null)
        expect(choiceBreaks(both, choice, at) !== null).toBe(breaks)
        expect(both.noPushToAll).toBe(own.noPushToAll || theirs.noPushToAll)
      }),
    )
  })

  it('a rule is named the administrator’s exactly when the owner alone could not lift it', () => {
    fc.assert(
      fc.property(anyPolicy, anyPolicy, anyMoment, choices, (own, theirs, moment, choice) => {
        const both = joinPolicies(own, theirs)
        const rule = choiceBreaks(both, choice, moment.getTime())
        if (rule === null || !isAdministrators(rule, both)) return
        expect(choiceBreaks(joinPolicies(noPolicy, theirs), choice, moment.getTime())).not.toBeNull()
        expect(ruleWords(rule, both)).toMatch(/^Your administrator: /)
      }),
    )
  })

  it('says whose each is', () => {
    const theirs = policy({ longestDays: 90, noPushToAll: true })
    expect(policySentences(policy({ longestDays: 30 }), theirs)).toEqual([
      'Your policy: at most 30 days.',
      'Your administrator: at most 90 days, no push to all repositories.',
    ])
    expect(policySentences(noPolicy, noPolicy)).toEqual(['You have no policy of your own yet.'])
    expect(ruleWords('lifetime', joinPolicies(policy({ longestDays: 30 }), theirs))).toBe(
      'Your policy: at most 30 days',
    )
    expect(ruleWords('lifetime', joinPolicies(policy({ longestDays: 90 }), theirs))).toBe(
      'Your administrator: at most 90 days',
    )
  })
})

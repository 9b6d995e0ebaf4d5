// The insights: what each kind of finding needs, that none contradicts another, and that each has an act one may do.
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { actsFor } from './acts.ts'
import { type Examined, type Judge, findingsOf } from './insights.ts'
import { markMaximum } from './insights.ts'
import { noPolicy, rulesBroken } from './policy.ts'
import { tokenStatus } from './status.ts'

const now = Date.parse('2026-11-24T10:00:00Z')
const ago = (days: number) => new Date(now - days * 86_400_000).toISOString()
const token = (change: Partial<Examined> = {}): Examined => ({
  id: 't1',
  label: 'CI of web',
  createdBy: 'anna',
  createdAt: ago(40),
  expiresAt: ago(-60),
  lastUsedAt: ago(1),
  previouslyUsedAt: null,
  goneAt: null,
  isActive: true,
  resources: [{ type: 'TYPE_REPO', path: 'acme/web', scopes: ['scope-image-push'] }],
  ...change,
})
const judge = (change: Partial<Judge> = {}): Judge => ({
  now,
  policy: noPolicy,
  owners: ['Anna', 'ben'],
  unusual: [],
  ...change,
})
const told = (change: Partial<Examined>, by: Partial<Judge> = {}) =>
  findingsOf([token(change)], judge(by)).map(({ kind, act, fact }) => `${kind}, ${act}: ${fact}`)
const repositories = (path: string, ...scopes: string[]) => [{ type: 'TYPE_REPO', path, scopes }]
const management = [{ type: 'TYPE_ORG', path: 'acme', scopes: ['scope-member-edit', 'scope-invite-read'] }]

describe('the findings about a token', () => {
  it.each<[string, Partial<Examined>, Partial<Judge>, string[]]>([
    ['all is well', {}, {}, []],
    ['it ends in 30 days', { expiresAt: ago(-30) }, {}, ['expiring, rotate: Expires in 30 days']],
    ['it ends in 31 days', { expiresAt: ago(-31) }, {}, []],
    ['it ends today', { expiresAt: ago(-0.5) }, {}, ['expiring, rotate: Expires within a day']],
    ['it has ended', { expiresAt: ago(3) }, {}, ['expired, delete: Expired 3 days ago']],
    ['it was never used, and is new', { lastUsedAt: null, createdAt: ago(7) }, {}, []],
    [
      'it was never used',
      { lastUsedAt: null, createdAt: ago(8) },
      {},
      ['neverUsed, delete: Made 8 days ago, never used'],
    ],
    ['it is quiet', { lastUsedAt: ago(90) }, {}, ['unused, deactivate: Last used 3 months ago']],
    ['it is almost quiet', { lastUsedAt: ago(89.9) }, {}, []],
    ['it never ends', { expiresAt: null }, {}, ['noExpiry, rotate: Made 40 days ago, without an end']],
    [
      'it pushes to all',
      { resources: repositories('acme/*', 'repo-push') },
      {},
      ['pushToAll, edit: Can push to all repositories'],
    ],
    [
      'it deletes from all',
      { resources: repositories('acme/*', 'scope-image-delete') },
      {},
      ['pushToAll, edit: Can delete from and push to all repositories'],
    ],
    [
      'it pulls from all',
      { resources: repositories('acme/*', 'scope-image-pull') },
      {},
      ['pullFromAll, edit: Can pull from all repositories'],
    ],
    ['it reads what is public', { resources: repositories('*/*/public', 'scope-image-pull') }, {}, []],
    ['its access was not read', { resources: null }, {}, []],
    ['it manages and is used', { resources: management }, {}, []],
    [
      'it manages and never did',
      { resources: management, lastUsedAt: null },
      {},
      [
        'managementUnused, edit: 2 management scopes, never used',
        'neverUsed, delete: Made 40 days ago, never used',
      ],
    ],
    ['somebody else made it', { createdBy: 'zoe' }, {}, ['creatorGone, rotate: Made by zoe 40 days ago']],
    ['an owner of another spelling made it', { createdBy: 'BEN' }, {}, []],
    ['the owners are not known', { createdBy: 'zoe' }, { owners: null }, []],
    ['its maker is not known', { createdBy: '' }, {}, []],
    [
      'it was quiet before',
      { previouslyUsedAt: ago(95), quietUntil: ago(2) },
      {},
      ['usedAfterQuiet, activity: Used yesterday, after at least 93 days without any use'],
    ],
    ['it was quiet for less', { previouslyUsedAt: ago(90), quietUntil: ago(1) }, {}, []],
    ['nobody looked whether it was quiet', { previouslyUsedAt: ago(190), quietUntil: ago(150) }, {}, []],
    [
      'it lives too long',
      { expiresAt: ago(-51) },
      { policy: { ...noPolicy, longestDays: 90 } },
      ['againstPolicy, rotate: Lives longer than 90 days'],
    ],
    [
      'it never ends and pushes to all, and neither is allowed',
      { expiresAt: null, resources: repositories('acme/*', 'scope-image-push') },
      { policy: { longestDays: 30, noNeverExpiring: true, noPushToAll: true } },
      ['againstPolicy, edit: Never expires and can push to all repositories'],
    ],
    ['it is deactivated', { isActive: false, lastUsedAt: null, expiresAt: null, createdBy: 'zoe' }, {}, []],
    ['it is gone', { goneAt: ago(1), expiresAt: ago(2) }, {}, []],
  ])('when %s', (_, change, by, expected) => expect(told(change, by)).toEqual(expected))

  it('name the latest unusual use', () => {
    const use = (tokenId: string, days: number, address: string) => ({
      ...{
        tokenId,
        at: ago(days),
        address,
        repository: 'acme/web',
        client: 'docker/27',
        why: 'address' as const,
      },
    })
    const unusual = [use('t1', 2, '192.0.2.1'), use('t1', 1, '203.0.113.7'), use('t2', 0, '198.51.100.1')]
    expect(told({}, { unusual })).toEqual([
      'unusualUse, activity: It was used from 203.0.113.7, an address it never had before',
    ])
  })

  it('do not ask to rotate what has a successor', () => {
    const old = token({ expiresAt: ago(-3), createdBy: 'zoe' })
    const next = token({ id: 't2', label: 'CI of web (2)', createdAt: ago(1) })
    const acts = (...tokens: Examined[]) =>
      findingsOf(tokens, judge()).map(({ kind, act }) => `${kind} ${act}`)
    expect(acts(old, next)).toEqual(['creatorGone deactivate'])
    expect(acts(old, { ...next, isActive: false })).toEqual(['creatorGone rotate', 'expiring rotate'])
    // A label that looks alike by chance is no successor.
    expect(acts(old, { ...next, resources: management })).toContain('expiring rotate')
  })

  it('are urgent in the last week', () => {
    const severity = (days: number) => findingsOf([token({ expiresAt: ago(-days) })], judge())[0]?.severity
    expect([severity(7), severity(8)]).toEqual(['urgent', 'notable'])
  })
})

const anyDays = fc.integer({ min: -400, max: 400 })
const anyToken: fc.Arbitrary<Examined> = fc.record({
  id: fc.constantFrom('a', 'b', 'c', 'd'),
  label: fc.constantFrom('CI', 'CI (2)', 'web'),
  createdBy: fc.constantFrom('anna', 'zoe', ''),
  createdAt: fc.nat(800).map(ago),
  expiresAt: fc.option(anyDays.map(ago)),
  lastUsedAt: fc.option(fc.nat(400).map(ago)),
  previouslyUsedAt: fc.option(fc.nat(800).map(ago)),
  quietUntil: fc.option(fc.nat(400).map(ago), { nil: undefined }),
  goneAt: fc.option(fc.nat(10).map(ago)),
  isActive: fc.boolean(),
  resources: fc.option(
    fc.constantFrom(
      management,
      repositories('acme/*', 'scope-image-push'),
      repositories('acme/*', 'image-pull'),
    ),
  ),
})
const anyJudge: fc.Arbitrary<Judge> = fc.record({
  now: fc.constant(now),
  policy: fc.record({
    longestDays: fc.option(fc.integer({ min: 1, max: 400 })),
    noNeverExpiring: fc.boolean(),
    noPushToAll: fc.boolean(),
  }),
  owners: fc.option(fc.constant(['anna'])),
  unusual: fc.constant(null),
})

describe('whatever the tokens are', () => {
  const check = (each: (found: ReturnType<typeof findingsOf>, tokens: Examined[], judge: Judge) => void) =>
    fc.assert(
      fc.property(fc.uniqueArray(anyToken, { selector: ({ id }) => id }), anyJudge, (tokens, by) =>
        each(findingsOf(tokens, by), tokens, by),
      ),
      { numRuns: 500 },
    )

  it('a token has no two findings of a kind, and none that contradict each other', () => {
    check((found, tokens) => {
      for (const { id } of tokens) {
        const kinds = found.filter((one) => one.token.id === id).map(({ kind }) => kind)
        expect(new Set(kinds).size).toBe(kinds.length)
        const has = (...some: typeof kinds) => some.filter((kind) => kinds.includes(kind)).length
        expect(has('expired', 'expiring', 'noExpiry')).toBeLessThanOrEqual(1)
        expect(has('neverUsed', 'unused')).toBeLessThanOrEqual(1)
        expect(has('pushToAll', 'pullFromAll')).toBeLessThanOrEqual(1)
        if (kinds.includes('expired')) expect(kinds).toEqual(['expired'])
      }
    })
  })

  it('tokens that sign nobody in are left in peace', () => {
    check((found) => {
      for (const { token: one, kind } of found) {
        expect(one.goneAt).toBeNull()
        const status = tokenStatus(one, now)
        expect(status).toBe(kind === 'expired' ? 'expired' : 'active')
      }
    })
  })

  it('each act is one that the token can take, and each mark fits', () => {
    check((found) => {
      for (const { token: one, act, mark, fact } of found) {
        if (act !== 'activity') expect(actsFor(tokenStatus(one, now))).toContain(act)
        expect(mark.length).toBeLessThanOrEqual(markMaximum)
        expect(fact).toMatch(/^\S.*[^.]$/)
      }
    })
  })

  it('what the policy forbids is said once, as breaking it', () => {
    check((found, tokens, { policy }) => {
      for (const one of tokens.filter(
        (each) => each.goneAt === null && tokenStatus(each, now) === 'active',
      )) {
        const kinds = found.filter(({ token: about }) => about.id === one.id).map(({ kind }) => kind)
        const rules = rulesBroken(policy, one)
        expect(kinds.includes('againstPolicy')).toBe(rules.length > 0)
        if (rules.includes('noExpiry')) expect(kinds).not.toContain('noExpiry')
        if (rules.includes('pushToAll')) expect(kinds).not.toContain('pushToAll')
      }
    })
  })
})

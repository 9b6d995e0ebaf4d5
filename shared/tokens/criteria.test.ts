import { describe, expect, it } from 'vitest'
import { type Criteria, criteriaWords, type Judged, matching, noCriteria } from './criteria.ts'
import { reachOf } from './reach.ts'

const now = Date.parse('2027-03-28T00:30:00Z')
const day = 86_400_000
const repository = (path: string, ...scopes: string[]) => ({ type: 'TYPE_REPO', path, scopes })

const token = (change: Partial<Judged> = {}): Judged => ({
  haystack: 'release pipeline\nada\nacme/web',
  status: 'active',
  createdMs: now - 400 * day,
  lastUsedMs: now - 2 * day,
  expiresMs: now + 30 * day,
  reach: reachOf([repository('acme/web', 'scope-image-pull')]),
  secretKept: false,
  account: 'a1',
  organization: 'acme',
  ...change,
})
const fits = (criteria: Partial<Criteria>, change: Partial<Judged> = {}) =>
  matching({ ...noCriteria, ...criteria }, () => now)(token(change))

describe('criteria', () => {
  it('let every token through when nothing is asked', () => {
    expect(fits({})).toBe(true)
    expect(fits({}, { reach: null, expiresMs: null, lastUsedMs: null })).toBe(true)
  })

  it('find every word of the search, in any case and place', () => {
    expect(fits({ search: ' ACME release ' })).toBe(true)
    expect(fits({ search: 'acme grace' })).toBe(false)
  })

  it('count days to the end from now, the last one included, what has ended not', () => {
    expect(fits({ expiringIn: 30 })).toBe(true)
    expect(fits({ expiringIn: 29 })).toBe(false)
    expect(fits({ expiringIn: 30 }, { expiresMs: now })).toBe(false)
    expect(fits({ expiringIn: 30 }, { expiresMs: null })).toBe(false)
  })

  it('name the month that a token ends in, in UTC', () => {
    const ends = (iso: string) => fits({ endsIn: '2026-12' }, { expiresMs: Date.parse(iso) })
    const moments = [
      '2026-11-30T23:59:59Z',
      '2026-12-01T00:00:00Z',
      '2026-12-31T23:59:59Z',
      '2027-01-01T00:00:00Z',
    ]
    expect(moments.map(ends)).toEqual([false, true, true, false])
    expect(fits({ endsIn: '2026-12' }, { expiresMs: null })).toBe(false)
    expect(criteriaWords({ ...noCriteria, endsIn: '2026-12' })).toEqual(['Ends in December 2026'])
  })

  it('count days without use from the last use, or from the creation when there was none', () => {
    expect(fits({ unusedFor: 2 })).toBe(true)
    expect(fits({ unusedFor: 3 })).toBe(false)
    expect(fits({ unusedFor: 90 }, { lastUsedMs: null })).toBe(true)
    expect(fits({ unusedFor: 90 }, { lastUsedMs: null, createdMs: now - day })).toBe(false)
  })

  it('tell never used and never expires from the rest', () => {
    expect(fits({ neverUsed: true })).toBe(false)
    expect(fits({ neverUsed: true }, { lastUsedMs: null })).toBe(true)
    expect(fits({ neverExpires: true })).toBe(false)
    expect(fits({ neverExpires: true }, { expiresMs: null })).toBe(true)
  })

  it('judge by the access; one that was not read fits nothing', () => {
    const all = reachOf([
      repository('acme/*', 'scope-image-pull'),
      repository('acme/web', 'repo-push'),
      { type: 'TYPE_ORG', path: 'acme', scopes: ['scope-member-read'] },
    ])
    expect(fits({ canPush: true })).toBe(false)
    expect(fits({ canPush: true }, { reach: all })).toBe(true)
    expect(fits({ allRepositories: true }, { reach: all })).toBe(true)
    expect(fits({ management: true }, { reach: all })).toBe(true)
    expect(fits({ management: true })).toBe(false)
    expect(fits({ canPush: true }, { reach: null })).toBe(false)
    expect(fits({ management: true }, { reach: null })).toBe(false)
  })

  it('mean pushing to every repository where both are asked', () => {
    const pulls = [repository('acme/*', 'scope-image-pull'), repository('acme/web', 'scope-image-push')]
    const both = { canPush: true, allRepositories: true }
    expect(fits(both, { reach: reachOf(pulls) })).toBe(false)
    expect(fits(both, { reach: reachOf([repository('acme/*', 'scope-image-delete')]) })).toBe(true)
    // Any public repository of Docker Hub is not every repository of the organization.
    expect(
      fits({ allRepositories: true }, { reach: reachOf([repository('*/*/public', 'scope-image-pull')]) }),
    ).toBe(false)
  })

  it('combine: all of them must fit', () => {
    expect(fits({ secret: 'notKept', organization: 'acme', account: 'a1', status: 'active' })).toBe(true)
    expect(fits({ secret: 'kept', organization: 'acme' })).toBe(false)
    expect(fits({ organization: 'acme', account: 'a2' })).toBe(false)
  })

  it('read as people say them', () => {
    expect(criteriaWords(noCriteria)).toEqual([])
    expect(
      criteriaWords(
        {
          ...noCriteria,
          search: ' web ',
          status: 'expired',
          expiringIn: 1,
          unusedFor: 90,
          canPush: true,
          secret: 'kept',
          account: 'a1',
        },
        { account: () => 'anna' },
      ),
    ).toEqual([
      'Expired',
      'Expiring in 1 day',
      'Not used for 90 days',
      'Can push',
      'Secret kept here',
      'Account anna',
      'Search “web”',
    ])
  })
})

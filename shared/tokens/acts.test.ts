// Which acts a token's status allows, and what stopping it means.
import { describe, expect, it } from 'vitest'
import { actsFor, whatStops } from './acts.ts'

const now = Date.parse('2027-03-10T12:00:00Z')
const resources = Array.from({ length: 7 }, (_, index) => ({
  type: 'TYPE_REPO',
  path: `acme/app-${index}`,
  scopes: ['scope-image-pull'],
}))

describe('the acts', () => {
  it('leave an inactive and an expired token to be deleted only', () => {
    expect(actsFor('active')).toContain('deactivate')
    expect(actsFor('inactive')).toEqual(['delete'])
    expect(actsFor('expired')).toEqual(['delete'])
  })

  it('leave one that is gone to be taken off the list only', () => {
    expect(actsFor('gone')).toEqual(['forgetGone'])
    expect(whatStops({ lastUsedAt: null, resources }, 'gone', now)).toEqual([
      'The server does not have it any more.',
    ])
  })
})

describe('what stops', () => {
  it('names the last use and the access, and counts what does not fit', () => {
    const lines = whatStops({ lastUsedAt: '2027-03-07T12:00:00Z', resources }, 'active', now)
    expect(lines[0]).toBe('It was last used 3 days ago. Whatever uses it will be refused.')
    expect(lines[1]).toBe('It can no longer pull from acme/app-0.')
    expect(lines.at(-1)).toBe('And 2 more.')
    expect(lines).toHaveLength(7)
  })

  it('is nothing for a token that nobody can use', () => {
    expect(whatStops({ lastUsedAt: null, resources: null }, 'expired', now)).toHaveLength(1)
    expect(whatStops({ lastUsedAt: null, resources: null }, 'active', now)).toEqual(['It was never used.'])
  })
})

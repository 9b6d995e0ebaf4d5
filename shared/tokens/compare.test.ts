// Comparing two moments: the examples, and what holds for any two.
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { changeInWords } from './compare-words.ts'
import { longDate } from './expiry.ts'
import {
  type ComparedToken,
  type Difference,
  type Moment,
  changeKinds,
  compare,
  countChanges,
  kindsOf,
} from './compare.ts'

const resource = (path: string, ...scopes: string[]) => ({ type: 'TYPE_REPO', path, scopes })
const token = (id: string, change: Partial<ComparedToken> = {}): ComparedToken => ({
  id,
  label: `label of ${id}`,
  description: '',
  createdBy: 'ada',
  createdAt: '2026-01-01T00:00:00Z',
  expiresAt: null,
  lastUsedAt: null,
  isActive: true,
  resources: [resource('acme/web', 'scope-image-pull')],
  ...change,
})
const at = (date: string, ...tokens: ComparedToken[]): Moment => ({ at: Date.parse(date), tokens })
const everything = new Set(changeKinds)

describe('two moments', () => {
  it('tell what was created, deleted, changed, expired and used', () => {
    const before = at(
      '2026-10-01',
      token('gone'),
      token('same'),
      token('renamed'),
      token('wider'),
      token('stopped'),
      token('ended', { expiresAt: '2026-10-20T23:59:59Z' }),
      token('quiet', { lastUsedAt: '2026-09-01T00:00:00Z' }),
    )
    const after = at(
      '2026-11-01',
      token('new', { createdBy: 'robin' }),
      token('same'),
      token('renamed', { label: 'Another name', description: 'Pulls' }),
      token('wider', { resources: [resource('acme/web', 'scope-image-push')] }),
      token('stopped', { isActive: false }),
      token('ended', { expiresAt: '2026-10-20T23:59:59Z' }),
      token('quiet', { lastUsedAt: '2026-10-15T00:00:00Z' }),
    )
    const changes = compare(before, after)
    expect(changes.map(({ tokenId, fate }) => [tokenId, fate])).toEqual([
      ['new', 'created'],
      ['renamed', 'stayed'],
      ['wider', 'stayed'],
      ['stopped', 'stayed'],
      ['ended', 'stayed'],
      ['quiet', 'stayed'],
      ['gone', 'deleted'],
    ])
    expect(changes.map((change) => changeInWords(change, everything))).toEqual([
      ['Created by robin.'],
      ['Renamed: it was “label of renamed”.', 'Its description was changed to “Pulls”.'],
      ['It can now push to acme/web.'],
      ['Deactivated.'],
      [`Expired on ${longDate('2026-10-20')}.`],
      [`Used, last on ${longDate('2026-10-15')}.`],
      ['It is not on the server any more.'],
    ])
    expect(countChanges(changes)).toEqual({ created: 1, deleted: 1, changed: 3, expired: 1, used: 1 })
  })

  it('say nothing about access that was not read', () => {
    const unread = at('2026-10-01', token('a', { resources: null }))
    expect(compare(unread, at('2026-11-01', token('a')))).toEqual([])
    expect(compare(at('2026-10-01', token('a')), unread)).toEqual([])
  })

  it('tell apart the first use, and leave out what is not wanted', () => {
    const changes = compare(
      at('2026-10-01', token('a')),
      at('2026-11-01', token('a', { lastUsedAt: '2026-10-15T00:00:00Z', label: 'b' })),
    )
    expect(changes[0] && changeInWords(changes[0], new Set(['used']))).toEqual([
      `Used for the first time, last on ${longDate('2026-10-15')}.`,
    ])
  })
})

const stamps = fc
  .integer({ min: 0, max: 400 })
  .map((day) => new Date(Date.parse('2026-01-01T12:00:00Z') + day * 86_400_000).toISOString())
const scope = fc.constantFrom(
  'scope-image-pull',
  'scope-image-push',
  'scope-image-delete',
  'scope-tag-read',
  'new',
)
const tokens = fc.uniqueArray(
  fc.record({
    id: fc.constantFrom(...'abcdefgh'),
    label: fc.string({ maxLength: 4 }),
    description: fc.string({ maxLength: 4 }),
    createdBy: fc.constantFrom('ada', ''),
    createdAt: stamps,
    expiresAt: fc.option(stamps),
    lastUsedAt: fc.option(stamps),
    isActive: fc.boolean(),
    resources: fc.option(
      fc.array(
        fc.record({
          type: fc.constantFrom('TYPE_REPO', 'TYPE_ORG'),
          path: fc.constantFrom('acme/web', 'acme/api', 'acme/*', 'acme'),
          scopes: fc.array(scope, { maxLength: 3 }),
        }),
        { maxLength: 3 },
      ),
    ),
  }),
  { selector: ({ id }) => id, maxLength: 8 },
)
const moment = fc.record({ at: stamps.map((stamp) => Date.parse(stamp)), tokens })

/** The other way round, without what only the clock does. */
function mirrored(difference: Difference): Difference[] {
  switch (difference.what) {
    case 'expired':
    case 'used':
      return []
    case 'activated':
      return [{ what: 'deactivated' }]
    case 'deactivated':
      return [{ what: 'activated' }]
    case 'access':
      return [{ what: 'access', adds: difference.removes, removes: difference.adds }]
    case 'expiry':
      return [{ what: 'expiry', before: difference.after, after: difference.before }]
    default:
      return [{ what: difference.what, before: difference.after, after: difference.before }]
  }
}
const mirroredFate = { created: 'deleted', deleted: 'created', stayed: 'stayed' } as const

describe('any two moments', () => {
  it('are the same when they are one', () => {
    fc.assert(
      fc.property(moment, (one) => {
        expect(compare(one, one)).toEqual([])
      }),
    )
  })

  it('are mirrored when they change places', () => {
    const facts = (changes: ReturnType<typeof compare>, mirror: boolean) =>
      new Map(
        changes
          .map(({ tokenId, fate, differences }) => ({
            tokenId,
            fate: mirror ? mirroredFate[fate] : fate,
            differences: differences.flatMap((one) =>
              mirror ? mirrored(one) : mirrored(one).flatMap(mirrored),
            ),
          }))
          .filter(({ fate, differences }) => fate !== 'stayed' || differences.length > 0)
          .map(({ tokenId, ...fact }) => [tokenId, fact]),
      )
    fc.assert(
      fc.property(moment, moment, (one, other) => {
        expect(facts(compare(one, other), true)).toEqual(facts(compare(other, one), false))
      }),
    )
  })

  it('lead from the one to the other', () => {
    fc.assert(
      fc.property(moment, moment, (one, other) => {
        const changes = new Map(compare(one, other).map((change) => [change.tokenId, change]))
        const kept = one.tokens.filter(({ id }) => changes.get(id)?.fate !== 'deleted')
        const ids = new Set(kept.map(({ id }) => id))
        for (const change of changes.values()) if (change.fate === 'created') ids.add(change.tokenId)
        expect(ids).toEqual(new Set(other.tokens.map(({ id }) => id)))
        for (const before of kept) {
          const after = { ...before }
          for (const difference of changes.get(before.id)?.differences ?? [])
            if (difference.what === 'label' || difference.what === 'description')
              after[difference.what] = difference.after
            else if (difference.what === 'expiry') after.expiresAt = difference.after
            else if (difference.what === 'activated') after.isActive = true
            else if (difference.what === 'deactivated') after.isActive = false
          const { label, description, expiresAt, isActive } =
            other.tokens.find(({ id }) => id === before.id) ?? after
          expect(after).toMatchObject({ label, description, expiresAt, isActive })
        }
      }),
    )
  })

  it('give each change a kind and a sentence', () => {
    fc.assert(
      fc.property(moment, moment, (one, other) => {
        for (const change of compare(one, other)) {
          expect(kindsOf(change).length).toBeGreaterThan(0)
          expect(changeInWords(change, everything).length).toBeGreaterThan(0)
          expect(changeInWords(change, new Set())).toEqual([])
        }
      }),
    )
  })
})

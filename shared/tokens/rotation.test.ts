// How far a rotation is, by the clock and by what was used when.
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { type Rotatable, endsSoonWithin, quietAfter, remindersOf, rotationsWith } from './rotation.ts'
import { reminderWords, rotationWords } from './rotation-words.ts'

const day = 86_400_000
const now = Date.parse('2027-03-10T12:00:00Z')
const ago = (days: number) => new Date(now - days * day).toISOString()
const resources = [{ type: 'TYPE_REPO', path: 'acme/web', scopes: ['scope-image-pull'] }]

const old = (change: Partial<Rotatable> = {}): Rotatable => ({
  id: 'old',
  label: 'CI',
  createdAt: ago(100),
  expiresAt: null,
  lastUsedAt: ago(30),
  isActive: true,
  resources,
  ...change,
})
const next = (made: number, change: Partial<Rotatable> = {}): Rotatable => ({
  ...old({ id: 'next', label: 'CI (2)', createdAt: ago(made), lastUsedAt: null }),
  ...change,
})
function only(tokens: Rotatable[]) {
  const [rotation] = rotationsWith('old', tokens, now)
  if (!rotation) throw new Error('no rotation')
  return rotation
}

describe('a rotation', () => {
  it.each([
    ['waiting', old(), next(3), 'It was made three days ago'],
    ['waiting', old({ lastUsedAt: null }), next(3), 'never used'],
    ['quiet', old(), next(7), 'quiet for a week'],
    ['quiet', old({ lastUsedAt: ago(8) }), next(20), 'used since, but a week ago'],
    ['inUse', old({ lastUsedAt: ago(2) }), next(20), 'used since, lately'],
    ['retired', old({ isActive: false }), next(1), 'deactivated'],
    ['retired', old({ expiresAt: ago(1) }), next(1), 'expired'],
    ['stopped', old(), next(1, { isActive: false }), 'its successor deactivated'],
    ['over', old({ expiresAt: ago(1) }), next(1, { isActive: false }), 'both gone'],
  ] as const)('is %s, %#', (stage, one, other, _) => {
    expect(only([other, one]).stage).toBe(stage)
  })

  it('is quiet exactly when the time is over', () => {
    const at = (milliseconds: number) =>
      only([old(), next(0, { createdAt: new Date(now - milliseconds).toISOString() })]).stage
    expect([at(quietAfter - 1), at(quietAfter)]).toEqual(['waiting', 'quiet'])
  })

  it('is seen from both of its tokens, and a token in the middle of a row has two', () => {
    const row = [old(), next(9), next(2, { id: 'third', label: 'CI (3)' })]
    const seen = (id: string) => rotationsWith(id, row, now).map((one) => `${one.old.id} ${one.next.id}`)
    expect(seen('old')).toEqual(['old next'])
    expect(seen('next')).toEqual(['old next', 'next third'])
    expect(seen('third')).toEqual(['next third'])
    expect(seen('else')).toEqual([])
  })
})

describe('a reminder', () => {
  const why = (...tokens: Rotatable[]) => remindersOf(tokens, now).map((one) => one.why)
  const soon = new Date(now + endsSoonWithin).toISOString()
  const later = new Date(now + endsSoonWithin + 1).toISOString()

  it('comes when the old token is not used any more, and when it only takes a slot', () => {
    expect(why(old(), next(7))).toEqual(['deactivate'])
    expect(why(old({ isActive: false }), next(8))).toEqual(['delete'])
    expect(why(old({ isActive: false }), next(2))).toEqual([])
    expect(why(old({ expiresAt: ago(1) }), next(2))).toEqual(['delete'])
  })

  it('comes before the old one ends while it is needed', () => {
    expect(why(old({ expiresAt: soon }), next(2))).toEqual(['endsSoon'])
    expect(why(old({ expiresAt: later }), next(2))).toEqual([])
    expect(why(old({ expiresAt: soon, lastUsedAt: ago(1) }), next(2))).toEqual(['endsSoon'])
  })

  it('does not come for tokens known to differ, nor for a successor that does not work', () => {
    expect(why(old(), next(9, { resources: [] }))).toEqual([])
    expect(why(old(), next(9, { resources: null }))).toEqual([])
    expect(why(old(), next(9, { isActive: false }))).toEqual([])
  })
})

describe('the words', () => {
  it('say since when, and what to do', () => {
    const said = rotationWords(only([old(), next(9)]), now)
    expect(said.title).toBe('“CI” is not used any more')
    expect(said.text).toBe(
      'It has not been used since “CI (2)” was made 9 days ago. Deactivate it, then delete it to free its slot. “CI (2)” has not been used either: make sure that its secret is in place first.',
    )
    expect(rotationWords(only([old({ lastUsedAt: ago(2) }), next(9)]), now).text).toContain(
      'It was last used 2 days ago, after “CI (2)” was made.',
    )
    const [reminder] = remindersOf([old({ lastUsedAt: ago(8) }), next(9)], now)
    expect(reminder && reminderWords(reminder, now)).toBe(
      'It was last used 8 days ago. It can be deactivated and deleted.',
    )
  })

  it('are there for every state', () => {
    const moment = fc.integer({ min: -400, max: 400 }).map(ago)
    const state = fc.record({
      createdAt: moment,
      expiresAt: fc.option(moment),
      lastUsedAt: fc.option(moment),
      isActive: fc.boolean(),
    })
    fc.assert(
      fc.property(state, state, (one, other) => {
        const tokens = [old(one), next(0, other)]
        for (const rotation of rotationsWith('old', tokens, now)) {
          const { title, text } = rotationWords(rotation, now)
          expect(`${title} ${text}`).not.toMatch(/Invalid|NaN|undefined|null/)
        }
        for (const reminder of remindersOf(tokens, now))
          expect(reminderWords(reminder, now)).not.toMatch(/Invalid|NaN|undefined|null/)
      }),
    )
  })
})

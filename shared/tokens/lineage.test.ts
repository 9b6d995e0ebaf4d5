// A lineage is told by labels alone, whatever the labels are.
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { labelMaximum } from './limits.ts'
import { type Labelled, pairsOf, successorLabel } from './lineage.ts'

const pull = [{ type: 'TYPE_REPO', path: 'acme/web', scopes: ['scope-image-pull'] }]
const push = [{ type: 'TYPE_REPO', path: 'acme/web', scopes: ['scope-image-push'] }]

let made = 0
const token = (label: string, change: Partial<Labelled> = {}): Labelled => {
  made += 1
  const createdAt = new Date(Date.UTC(2027, 0, 1, 0, made)).toISOString()
  return { id: `t${made}`, label, createdAt, resources: null, ...change }
}
const labels = (tokens: readonly Labelled[]) =>
  pairsOf(tokens).map(({ old, next }) => [old.label, next.label])

describe('the label of a successor', () => {
  it.each([
    ['CI deploy', [], 'CI deploy (2)'],
    ['CI deploy (2)', [], 'CI deploy (3)'],
    ['CI deploy', ['CI deploy (2)', 'ci deploy (3) '], 'CI deploy (4)'],
    ['  CI ', [], 'CI (2)'],
    ['Backup (2026)', [], 'Backup (2026) (2)'],
    ['Proxy (443)', [], 'Proxy (443) (2)'],
    ['Job (1)', [], 'Job (1) (2)'],
    ['Job (02)', [], 'Job (02) (2)'],
    ['Job(2)', [], 'Job(2) (2)'],
    ['Job (99)', [], 'Job (99) (2)'],
    ['(2)', [], '(2) (2)'],
  ])('of %j beside %j is %j', (label, inUse, expected) => {
    expect(successorLabel(label, inUse)).toBe(expected)
  })

  it('has room for its number, and is cut between characters', () => {
    expect(successorLabel('x'.repeat(200), [])).toBe(`${'x'.repeat(labelMaximum - 4)} (2)`)
    const cut = successorLabel('🌾'.repeat(60), [])
    expect(cut).toBe(`${'🌾'.repeat(48)} (2)`)
  })
})

const anyLabel = fc.oneof(
  fc.string({ unit: 'binary', maxLength: 130 }),
  fc.constantFrom('CI', 'CI (2)', 'CI (98)', 'CI (99)', ' CI', '(2) (3)', `${'y '.repeat(50)}(9)`),
)
const visible = anyLabel.filter((label) => label.trim() !== '')

describe('whatever the label is', () => {
  it('the successor of a successor of … is recognized, and can be a label', () => {
    fc.assert(
      fc.property(
        visible,
        fc.array(anyLabel, { maxLength: 5 }),
        fc.integer({ min: 1, max: 120 }),
        (first, others, times) => {
          let current = token(first)
          for (let time = 0; time < times; time++) {
            const label = successorLabel(current.label, [current.label, ...others])
            expect(label.length).toBeLessThanOrEqual(labelMaximum)
            expect(label).toBe(label.trim())
            expect(label).not.toBe(current.label)
            const next = token(label)
            expect(pairsOf([next, current])).toEqual([{ old: current, next }])
            current = next
          }
        },
      ),
    )
  })

  it('nothing follows itself, two tokens never follow each other, and each follows one at most', () => {
    fc.assert(
      fc.property(fc.array(anyLabel, { maxLength: 12 }), (all) => {
        const pairs = pairsOf(all.map((label) => token(label)))
        expect(pairs.every(({ old, next }) => old.createdAt < next.createdAt)).toBe(true)
        expect(new Set(pairs.map(({ next }) => next.id)).size).toBe(pairs.length)
      }),
    )
  })
})

describe('the pairs of an organization', () => {
  it('are each token with the one before it', () => {
    const row = [token('CI'), token('CI (2)'), token('CI (3)'), token('Nightly')]
    expect(labels(row)).toEqual([
      ['CI', 'CI (2)'],
      ['CI (2)', 'CI (3)'],
    ])
  })

  it('pass over one that was deleted, and are none when there is nothing before', () => {
    expect(labels([token('CI'), token('CI (3)')])).toEqual([['CI', 'CI (3)']])
    expect(labels([token('CI (2)'), token('Else')])).toEqual([])
    expect(labels([])).toEqual([])
  })

  it('take no token that is younger than its successor', () => {
    const next = token('CI (2)')
    expect(labels([next, token('CI')])).toEqual([])
  })

  it('choose among several the one with the same access, then the nearest, then the youngest', () => {
    const other = token('CI (2)', { resources: push })
    const alike = token('CI', { resources: pull })
    const next = token('CI (3)', { resources: pull })
    expect(pairsOf([other, next, alike]).find((pair) => pair.next === next)?.old).toBe(alike)

    const [elder, younger, third] = [token('Job'), token('Job'), token('Job (2)')]
    expect(pairsOf([elder, younger, third])).toEqual([{ old: younger, next: third }])
    expect(pairsOf([younger, third, elder])).toEqual([{ old: younger, next: third }])
  })

  it('do without dates that cannot be read', () => {
    expect(labels([token('CI', { createdAt: 'once' }), token('CI (2)', { createdAt: '' })])).toEqual([
      ['CI', 'CI (2)'],
    ])
  })
})

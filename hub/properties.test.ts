// Any sequence of calls by several callers: the Local Hub answers as the model of its rules does.
import fc from 'fast-check'
import { expect, test } from 'vitest'
import { list, read, take } from '../tests/support/hub-acts.ts'
import { organizations } from '../tests/support/hub-model.ts'
import { steps } from '../tests/support/hub-steps.ts'
import { checkCounts, createWorld } from '../tests/support/hub-world.ts'

const sequences = 60
const seen = new Set<string>()

test(`in ${sequences} sequences of calls the limits hold, secrets are told once, and nothing is granted beyond the scopes`, async () => {
  await fc.assert(
    fc.asyncProperty(fc.array(steps, { minLength: 30, maxLength: 90, size: 'max' }), async (sequence) => {
      const world = await createWorld()
      try {
        for (const step of sequence) {
          await take(world, step)
          checkCounts(world)
        }
        const owner = world.caller({ kind: 'person', name: 'oona' })
        for (const token of world.model.tokens) await read(world, owner, token)
        for (const organization of organizations) await list(world, owner, organization, 1, 100)
      } finally {
        for (const name of world.seen) seen.add(name)
        world.close()
      }
    }),
    { numRuns: sequences },
  )
}, 120_000)

test('they got everywhere', () => {
  const wanted = [
    ...['created', 'changed', 'past date refused', 'resources refused', 'limit reached'],
    ...['usable', 'ended', 'inactive', 'deleted'].map((state) => `secret ${state}`),
    ...['bearer good', 'bearer ended'],
    ...['anonymous', 'person', 'personal', 'organization'].map((kind) => `granted to ${kind}`),
  ]
  expect(wanted.filter((name) => !seen.has(name))).toEqual([])
})

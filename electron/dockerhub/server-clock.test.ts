// A server's clock, from the Date of its answers: wrong local clocks, steps, caches, and what earlier starts learnt.
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { type ClockReading, createServerClock, stillHolds } from './server-clock.ts'

const real = Date.parse('2027-03-28T00:59:58Z')
const year = 365.25 * 86_400_000
const minute = 60_000

function setUp(skew: number, known: ClockReading | null = null) {
  const world = { time: real, skew }
  const told: ClockReading[] = []
  const clock = createServerClock({
    known,
    now: () => world.time + world.skew,
    onChanged: (reading) => told.push(reading),
  })
  const answer = (more: { date?: number; took?: number; age?: string; path?: string } = {}) => {
    const { took = 80, path = '/v2/user/orgs' } = more
    world.time += took
    // Servers cut the second short.
    const date = Math.floor((more.date ?? world.time - took / 2) / 1000) * 1000
    const headers = new Headers({ date: new Date(date).toUTCString(), ...(more.age && { age: more.age }) })
    clock.hear(headers, took, path)
  }
  return { world, clock, told, answer, serverNow: () => world.time + world.skew + clock.offset() }
}

it('a clock that is right within half a minute is left alone', () => {
  fc.assert(
    fc.property(
      fc.integer({ min: -28_000, max: 28_000 }),
      fc.integer({ min: 0, max: 2000 }),
      (skew, took) => {
        const { clock, answer, told } = setUp(skew)
        answer({ took })
        answer({ took, path: '/v2/other' })
        expect([clock.offset(), told]).toEqual([0, []])
      },
    ),
  )
})

it.each([-10 * year, -year, -5 * minute, 5 * minute, 3_600_000, 10 * year])(
  'a clock that is %d ms off is set right by two answers, to within two seconds',
  (skew) => {
    const { answer, serverNow, world } = setUp(skew)
    answer()
    answer({ path: '/v2/orgs/acme/access-tokens' })
    expect(Math.abs(serverNow() - world.time)).toBeLessThan(2000)
  },
)

it('a clock that steps during the session is noticed both ways, and when it is right again', () => {
  const { world, answer, serverNow, clock } = setUp(0)
  for (const skew of [-10 * year, 2 * 3_600_000, 0]) {
    world.skew = skew
    for (let time = 0; time < 3; time++) {
      world.time += 1000
      answer()
    }
    expect(Math.abs(serverNow() - world.time)).toBeLessThan(2000)
  }
  expect(clock.offset()).toBe(0)
})

describe('an answer that is no witness', () => {
  it('came from a cache that says so', () => {
    const { answer, clock } = setUp(0)
    answer({ date: real - 10 * minute, age: '600' })
    answer({ date: real - 10 * minute, age: '600', path: '/v2/other' })
    expect(clock.offset()).toBe(0)
  })

  it('came from a cache that does not, the same again and again', () => {
    const { world, answer, clock } = setUp(0)
    answer()
    for (let time = 0; time < 5; time++) {
      world.time += 1000
      answer({ date: real - 10 * minute })
    }
    answer()
    expect(clock.offset()).toBe(0)
  })

  it('took too long, or names no date', () => {
    const { answer, clock } = setUp(-3_600_000)
    answer({ took: 25_000 })
    clock.hear(new Headers(), 10, '/')
    clock.hear(new Headers({ date: 'soon' }), 10, '/')
    expect(clock.offset()).toBe(0)
  })
})

it('small wobbles are not announced', () => {
  const { answer, told, world } = setUp(-3_600_000)
  for (const took of [10, 900, 3000, 40]) {
    world.time += 700
    answer({ took })
  }
  expect(told).toHaveLength(1)
  expect(told[0]?.heardAt).toBe(real)
})

it('what an earlier start learnt counts until the clock was set right', () => {
  const behind = { offset: 10 * year, heardAt: real }
  expect(setUp(-10 * year, behind).clock.offset()).toBe(10 * year)
  expect(setUp(0, behind).clock.offset()).toBe(0)
  const ahead = { offset: -10 * year, heardAt: real }
  expect(setUp(10 * year, ahead).clock.offset()).toBe(-10 * year)
  expect(setUp(0, ahead).clock.offset()).toBe(0)
  // An hour off, and opened again on another day: nothing says that it was set right.
  expect(stillHolds({ offset: 3_600_000, heardAt: real }, real + 3 * 86_400_000)).toBe(true)
})

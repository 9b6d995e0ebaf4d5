// Plans and how many tokens each allows.
import { expect, test } from 'vitest'
import { planFromName, slotLimits, slotsFull } from './slots.ts'

test.each([
  ['Docker Business', 'business'],
  ['BUSINESS', 'business'],
  ['docker_team', 'team'],
  ['Team', 'team'],
  ['Docker Pro', null],
  ['free', null],
  ['', null],
  [null, null],
  [undefined, null],
])('plan "%s" is %s', (name, plan) => {
  expect(planFromName(name)).toBe(plan)
})

test('the limits are those of Docker’s page', () => {
  expect(slotLimits).toEqual({ team: 10, business: 100 })
})

test('slots are full at the limit, and stay full beyond it', () => {
  expect(slotsFull({ used: 9, limit: 10 })).toBe(false)
  expect(slotsFull({ used: 10, limit: 10 })).toBe(true)
  expect(slotsFull({ used: 11, limit: 10 })).toBe(true)
})

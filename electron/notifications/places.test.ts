// Where the owner asked to go from outside the page: the last choice counts, once, also for a page that opens later.
import { expect, it } from 'vitest'
import { createPlaces } from './places.ts'

it('brings the window up, tells the page, and gives the last choice once', () => {
  const happened: string[] = []
  const places = createPlaces({
    bringUp: () => happened.push('up'),
    announce: () => happened.push('told'),
  })
  expect(places.take()).toBeNull()
  places.choose({ kind: 'expired', ref: null })
  places.choose({ kind: 'settings' })
  expect(happened).toEqual(['up', 'told', 'up', 'told'])
  expect(places.take()).toEqual({ kind: 'settings' })
  expect(places.take()).toBeNull()
})

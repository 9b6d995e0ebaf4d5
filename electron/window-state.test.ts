// Where the window opens: as it was left, unless its display is gone or smaller than before.
import { expect, it } from 'vitest'
import { type WindowState, defaultWindowState, placeOn } from './window-state.ts'

const laptop = { x: 0, y: 0, width: 1280, height: 760 }
const large = { x: 1280, y: 0, width: 3840, height: 2100 }
const left = (state: Partial<WindowState>): WindowState => ({ ...defaultWindowState, ...state })

it('is placed by the system at the first start', () => {
  expect(placeOn(defaultWindowState, [large])).toEqual({ width: 1280, height: 800 })
})

it('is where it was left, also half outside', () => {
  const there = { x: 2000, y: 300, width: 2400, height: 1500 }
  expect(placeOn(left(there), [laptop, large])).toEqual(there)
  const half = { x: -600, y: 40, width: 1000, height: 600 }
  expect(placeOn(left(half), [laptop])).toEqual(half)
})

it('comes back from a display that is gone, no larger than one that is there', () => {
  const there = left({ x: 2000, y: 300, width: 2400, height: 1500, maximized: true })
  expect(placeOn(there, [laptop])).toEqual({ width: 1280, height: 760 })
})

it.each([
  ['above the display, where its frame cannot be taken hold of', { x: 100, y: -200 }],
  ['below', { x: 100, y: 740 }],
  ['to the right', { x: 1270, y: 100 }],
  ['to the left', { x: -980, y: 100 }],
])('is not put %s', (_where, at) => {
  expect(placeOn(left({ ...at, width: 1000, height: 600 }), [laptop])).toEqual({ width: 1000, height: 600 })
})

it('shrinks with its display, and is moved so that all of it is seen', () => {
  expect(placeOn(left({ x: 400, y: 200, width: 2400, height: 1500 }), [laptop])).toEqual(laptop)
  expect(placeOn(left({ x: 400, y: 100, width: 800, height: 1500 }), [laptop])).toEqual({
    ...{ x: 400, y: 0, width: 800, height: 760 },
  })
})

it('has a size without any display', () => {
  expect(placeOn(left({ x: 5, y: 5 }), [])).toEqual({ width: 1280, height: 800 })
})

// The zoom of the settings on a page that is loaded, that is there already, and that is gone.
import { EventEmitter } from 'node:events'
import { expect, it, vi } from 'vitest'
import { defaultSettings, type Settings } from '../shared/settings.ts'
import { actualSize, nextZoom } from '../shared/zoom.ts'
import { keepZoom } from './zoom.ts'

function setUp(zoom: number) {
  let settings = { ...defaultSettings, zoom }
  const listeners = new Set<(now: Settings) => void>()
  const contents = Object.assign(new EventEmitter(), {
    isDestroyed: () => false,
    setZoomFactor: vi.fn(),
  })
  keepZoom(contents as unknown as Parameters<typeof keepZoom>[0], {
    read: () => settings,
    async change(change) {
      settings = { ...settings, ...change }
      for (const listener of listeners) listener(settings)
      return settings
    },
    onChange(listener) {
      listeners.add(listener)
      return () => listeners.delete(listener)
    },
  })
  return { contents, listeners, zoom: () => settings.zoom }
}

it('is set whenever a page was loaded, and one step further when the wheel says so', () => {
  const { contents, zoom } = setUp(175)
  contents.emit('did-finish-load')
  expect(contents.setZoomFactor).toHaveBeenLastCalledWith(1.75)
  contents.emit('zoom-changed', {}, 'in')
  expect(contents.setZoomFactor).toHaveBeenLastCalledWith(2)
  contents.emit('zoom-changed', {}, 'out')
  contents.emit('zoom-changed', {}, 'out')
  expect(zoom()).toBe(150)
})

it('is set on a page that was loaded before', () => {
  expect(setUp(125).contents.setZoomFactor).toHaveBeenCalledWith(1.25)
})

it('is forgotten with the window', () => {
  const { contents, listeners } = setUp(100)
  contents.emit('destroyed')
  expect(listeners.size).toBe(0)
})

it('has steps that end', () => {
  expect(nextZoom(200, 'larger')).toBe(200)
  expect(nextZoom(80, 'smaller')).toBe(80)
  expect(nextZoom(107, 'smaller')).toBe(actualSize)
})

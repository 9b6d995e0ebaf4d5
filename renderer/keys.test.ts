// Which key event is which accelerator, over platforms and keyboards.
import { expect, it, vi } from 'vitest'

vi.stubGlobal('navigator', { userAgent: 'Linux' })
const { isPressed } = await import('./keys.ts')

const press = (key: string, held: object = {}, code = '') => ({
  key,
  code,
  ctrlKey: false,
  metaKey: false,
  altKey: false,
  shiftKey: false,
  ...held,
})
const control = { ctrlKey: true }

it.each([
  ['CmdOrCtrl+K', press('k', control)],
  ['CmdOrCtrl+Shift+A', press('A', { ...control, shiftKey: true })],
  ['CmdOrCtrl+Plus', press('+', control, 'NumpadAdd')],
  ['CmdOrCtrl+Plus', press('+', { ...control, shiftKey: true }, 'Equal')],
  ['CmdOrCtrl+-', press('-', control, 'NumpadSubtract')],
  // Shift+7 on a German keyboard.
  ['CmdOrCtrl+/', press('/', { ...control, shiftKey: true })],
  // A Cyrillic keyboard.
  ['CmdOrCtrl+N', press('т', control, 'KeyN')],
  ['Alt+Left', press('ArrowLeft', { altKey: true })],
])('hears %s', (keys, event) => {
  expect(isPressed(keys, event, false)).toBe(true)
})

it.each([
  ['CmdOrCtrl+K', press('k')],
  ['CmdOrCtrl+K', press('K', { ...control, shiftKey: true })],
  ['CmdOrCtrl+E', press('€', { ...control, altKey: true }, 'KeyE')],
  ['CmdOrCtrl+N', press('n', { metaKey: true })],
  ['Alt+Left', press('ArrowLeft')],
])('does not take another for %s', (keys, event) => {
  expect(isPressed(keys, event, false)).toBe(false)
})

it('holds Command on a Mac, and leaves Control alone there', () => {
  expect(isPressed('CmdOrCtrl+E', press('e', { metaKey: true }), true)).toBe(true)
  expect(isPressed('CmdOrCtrl+E', press('e', control), true)).toBe(false)
  expect(isPressed('Cmd+[', press('[', { metaKey: true }), true)).toBe(true)
})

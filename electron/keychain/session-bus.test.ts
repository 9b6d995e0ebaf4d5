// When a Linux has a session bus to ask for, and that other systems are not asked for one.
import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, it } from 'vitest'
import { testFolder } from '../../tests/support/folder.ts'
import { hasSessionBus } from './session-bus.ts'

it('finds the bus by its address or its usual place', () => {
  const runtime = testFolder()
  expect(hasSessionBus({ DBUS_SESSION_BUS_ADDRESS: 'unix:path=/x' }, 'linux')).toBe(true)
  expect(hasSessionBus({ XDG_RUNTIME_DIR: runtime }, 'linux')).toBe(false)
  expect(hasSessionBus({ DISPLAY: ':0', DBUS_SESSION_BUS_ADDRESS: '' }, 'linux')).toBe(false)
  writeFileSync(join(runtime, 'bus'), '')
  expect(hasSessionBus({ XDG_RUNTIME_DIR: runtime }, 'linux')).toBe(true)
  for (const platform of ['darwin', 'win32']) expect(hasSessionBus({}, platform)).toBe(true)
})

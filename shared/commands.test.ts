// The table of commands: no two share a key, and every key is in the list that the owner is shown.
import { describe, expect, it } from 'vitest'
import { commandIds, commands, keysOf, numberedKeys, numberedMaximum } from './commands.ts'
import { allShortcuts, spelled } from './shortcuts.ts'

/** What the roles of the menus take for themselves (Electron's lib/browser/api/menu-item-roles.ts). */
const ofRoles = ['Z', 'Shift+Z', 'Y', 'X', 'C', 'V', 'A', 'Shift+V', 'Q', 'W', 'M', 'H'].map(
  (key) => `CmdOrCtrl+${key}`,
)

describe.each([false, true])('the commands, on a Mac: %s', (mac) => {
  const all = commandIds.flatMap((id) => {
    const keys = keysOf(commands[id], mac)
    return [...(keys ? [keys] : []), ...(commands[id].alsoKeys ?? []), ...(commands[id].lone ?? [])]
  })
  const numbers = Array.from({ length: numberedMaximum }, (_, at) => numberedKeys(at + 1))

  it('have keys of their own', () => {
    const taken = [...all, ...numbers, ...ofRoles].map((keys) => keys.replace(/^Cmd\+/, 'CmdOrCtrl+'))
    expect(taken.filter((keys, at) => taken.indexOf(keys) !== at)).toEqual([])
  })

  it('are in the list of shortcuts, each with its keys', () => {
    const listed = allShortcuts(mac).flatMap(({ shortcuts }) => shortcuts)
    for (const id of commandIds) {
      const { label, lone } = commands[id]
      const keys = keysOf(commands[id], mac)
      const row = listed.filter((one) => one.label === label.replace('…', ''))
      const expected = [...(keys ? [spelled(keys, mac)] : []), ...(lone ? [lone] : [])]
      expect(row.flatMap((one) => one.keys)).toEqual(expected)
    }
  })
})

describe('spelled', () => {
  it.each([
    ['CmdOrCtrl+Shift+A', 'Ctrl+Shift+A', '⌘⇧A'],
    ['CmdOrCtrl+Plus', 'Ctrl++', '⌘+'],
    ['CmdOrCtrl+-', 'Ctrl+−', '⌘−'],
    ['Alt+Left', 'Alt+←', '⌥←'],
    ['CmdOrCtrl+,', 'Ctrl+,', '⌘,'],
  ])('%s is %s, on a Mac %s', (keys, elsewhere, mac) => {
    expect(spelled(keys, false)).toBe(elsewhere)
    expect(spelled(keys, true)).toBe(mac)
  })
})

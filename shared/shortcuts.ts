// Keyboard shortcuts as people read them, and every one there is: what the 'Keyboard shortcuts' dialog lists.
import { type Command, type CommandId, commandIds, commands, keysOf, numberedMaximum } from './commands.ts'

export interface ShortcutGroup {
  title: string
  shortcuts: readonly { label: string; keys: readonly string[] }[]
}

const macSigns: Readonly<Record<string, string>> = {
  CmdOrCtrl: '⌘',
  Cmd: '⌘',
  Ctrl: '⌃',
  Shift: '⇧',
  Alt: '⌥',
}
const signs: Readonly<Record<string, string>> = { Plus: '+', '-': '−', Left: '←', Right: '→' }

/** `CmdOrCtrl+Shift+A` is `Ctrl+Shift+A` here, and `⌘⇧A` on a Mac. */
export function spelled(keys: string, mac: boolean): string {
  const parts = keys.split(/\+(?=.)/)
  const named = parts.map((part) => (mac ? macSigns[part] : undefined) ?? signs[part] ?? part)
  return mac ? named.join('') : named.join('+').replace('CmdOrCtrl', 'Ctrl')
}

/** A command's keys in words: the accelerator, then the lone character. */
export function spelledKeysOf(command: Command, mac: boolean): string[] {
  const keys = keysOf(command, mac)
  return [...(keys ? [spelled(keys, mac)] : []), ...(command.lone ? [command.lone] : [])]
}

const titles: Readonly<Record<Command['menu'], string>> = {
  file: 'Tokens and accounts',
  edit: 'Search',
  view: 'View',
  go: 'Go to',
  help: 'Help',
}

/** Every shortcut, grouped as the menus are, and below them what the keys do in a table and in a form. */
export function allShortcuts(mac: boolean): ShortcutGroup[] {
  const held = mac ? '⌘' : 'Ctrl+'
  const numbers = {
    label: `The first ${numberedMaximum} organizations`,
    keys: [`${held}1 … ${numberedMaximum}`],
  }
  const ofMenu = (menu: Command['menu']): ShortcutGroup => ({
    title: titles[menu],
    shortcuts: [
      ...commandIds.filter((id) => commands[id].menu === menu).flatMap((id) => shortcutOf(id, mac)),
      ...(menu === 'go' ? [numbers] : []),
    ],
  })
  return [
    ofMenu('file'),
    ofMenu('go'),
    ofMenu('help'),
    {
      ...ofMenu('view'),
      title: 'Search and view',
      shortcuts: [...ofMenu('edit').shortcuts, ...ofMenu('view').shortcuts],
    },
    inTables(held),
  ]
}

function shortcutOf(id: CommandId, mac: boolean) {
  const command = commands[id]
  const keys = spelledKeysOf(command, mac)
  return keys.length === 0 ? [] : [{ label: command.label.replace('…', ''), keys }]
}

/** What `renderer/components/inventory/useGridKeys.ts` does. */
const inTables = (held: string): ShortcutGroup => ({
  title: 'In a table',
  shortcuts: [
    { label: 'Walk through the lines', keys: ['↑', '↓'] },
    { label: 'A page up or down', keys: ['Page Up', 'Page Down'] },
    { label: 'First or last line', keys: ['Home', 'End'] },
    { label: 'Open the details', keys: ['Enter'] },
    { label: 'Close the details', keys: ['Esc'] },
    { label: 'Tick a line', keys: ['Space'] },
    { label: 'Tick everything up to here', keys: ['Shift+Space'] },
    { label: 'Tick all', keys: [`${held}A`] },
    { label: 'Unfold or fold an organization', keys: ['→', '←'] },
    { label: 'What can be done with a line', keys: ['Shift+F10'] },
  ],
})

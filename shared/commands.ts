// What the owner can do from anywhere: the one table that the native menu, the command palette, the page's own keys and
// the list of keyboard shortcuts read, so that they cannot differ.
export interface Command {
  /** As the palette says it. The menu says the same. */
  label: string
  menu: 'file' | 'edit' | 'view' | 'go' | 'help'
  /** As Electron spells accelerators. */
  keys?: string
  /** On a Mac, where that differs. */
  macKeys?: string
  /** More keys for the same, which no menu shows. */
  alsoKeys?: readonly string[]
  /** A lone character: heard only where nothing is being typed. */
  lone?: string
  /** Does no harm to a dialog that lies over the page, so it is heard there too. */
  overDialogs?: true
  /** Words that the palette finds it by, besides its label. */
  words?: string
}

const table = {
  generate: { label: 'Generate access token', menu: 'file', keys: 'CmdOrCtrl+N', words: 'new create make' },
  export: { label: 'Export…', menu: 'file', keys: 'CmdOrCtrl+E', words: 'report csv json pdf save print' },
  save: { label: 'Save', menu: 'file', keys: 'CmdOrCtrl+S' },
  sync: {
    label: 'Sync all organizations',
    menu: 'file',
    keys: 'CmdOrCtrl+R',
    words: 'refresh reload update server',
  },
  connect: { label: 'Connect another account', menu: 'file', words: 'sign in log in server docker hub' },
  settings: { label: 'Settings…', menu: 'file', keys: 'CmdOrCtrl+,', words: 'preferences options' },
  search: { label: 'Search', menu: 'edit', keys: 'CmdOrCtrl+F', lone: '/', words: 'find filter' },
  palette: { label: 'Command palette…', menu: 'view', keys: 'CmdOrCtrl+K' },
  zoomIn: {
    label: 'Zoom in',
    menu: 'view',
    keys: 'CmdOrCtrl+Plus',
    alsoKeys: ['CmdOrCtrl+=', 'CmdOrCtrl+numadd'],
    words: 'larger bigger',
    overDialogs: true,
  },
  zoomOut: {
    label: 'Zoom out',
    menu: 'view',
    keys: 'CmdOrCtrl+-',
    alsoKeys: ['CmdOrCtrl+numsub'],
    words: 'smaller',
    overDialogs: true,
  },
  zoomReset: {
    label: 'Actual size',
    menu: 'view',
    keys: 'CmdOrCtrl+0',
    alsoKeys: ['CmdOrCtrl+num0'],
    words: 'zoom 100 %',
    overDialogs: true,
  },
  back: { label: 'Back', menu: 'go', keys: 'Alt+Left', macKeys: 'Cmd+[' },
  forward: { label: 'Forward', menu: 'go', keys: 'Alt+Right', macKeys: 'Cmd+]' },
  all: { label: 'All organizations', menu: 'go', keys: 'CmdOrCtrl+Shift+A', words: 'every token inventory' },
  insights: { label: 'Insights', menu: 'go', keys: 'CmdOrCtrl+Shift+I', words: 'review findings attention' },
  compare: { label: 'Compare', menu: 'go', keys: 'CmdOrCtrl+Shift+C', words: 'changed difference review' },
  activity: { label: 'Activity', menu: 'go', keys: 'CmdOrCtrl+Shift+L', words: 'audit log history use' },
  shortcuts: {
    label: 'Keyboard shortcuts',
    menu: 'help',
    keys: 'CmdOrCtrl+/',
    lone: '?',
    words: 'keys help',
  },
  documentation: {
    label: 'Docker’s page on organization access tokens',
    menu: 'help',
    words: 'docs help manual',
  },
  dataFolder: { label: 'Open the data folder', menu: 'help', words: 'files logs reports' },
  updates: { label: 'Check for updates…', menu: 'help', words: 'new version upgrade' },
  about: { label: 'About Granary', menu: 'help', words: 'version licence bug report' },
} as const satisfies Record<string, Command>

export type CommandId = keyof typeof table
export const commandIds = Object.keys(table) as CommandId[]
export const commands: Readonly<Record<CommandId, Command>> = table

/** What a window that is only being opened can be asked for. */
export const commandsWithoutPage: readonly CommandId[] = [
  'connect',
  'settings',
  'palette',
  'all',
  'insights',
  'compare',
  'activity',
  'shortcuts',
  'documentation',
  'dataFolder',
  'updates',
  'about',
]

/** How many organizations have a key: Ctrl and the number of its place in the sidebar. */
export const numberedMaximum = 9
export const numberedKeys = (place: number): string => `CmdOrCtrl+${place}`

/** The keys that a command has on this platform, as Electron spells them. */
export const keysOf = ({ keys, macKeys }: Command, mac: boolean): string | undefined =>
  mac ? (macKeys ?? keys) : keys

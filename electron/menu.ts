// The native menu: the commands that shared/commands.ts has, those that cannot be done now greyed out, and the
// entries that every desktop app has. A command is run by the page, whatever it was chosen from.
import { Menu, type MenuItemConstructorOptions, app } from 'electron'
import {
  type Command,
  type CommandId,
  commandIds,
  commands,
  commandsWithoutPage,
  keysOf,
  numberedKeys,
} from '../shared/commands.ts'
import type { Offer } from '../shared/contract/app.ts'
import type { OrganizationRef } from '../shared/contract/references.ts'

export interface MenuParts {
  run(command: CommandId): void
  open(organization: OrganizationRef): void
}

export interface AppMenu {
  /** Says what is done with a choice; before that nothing is. */
  answer(parts: MenuParts): void
  /** Greys out what is not offered, and lists the organizations that have a number. */
  show(offer: Offer): void
}

/** What can be done where there is no page. */
export const offerWithoutPage: Offer = { commands: [...commandsWithoutPage], organizations: [] }

const isMac = process.platform === 'darwin'
const line: MenuItemConstructorOptions = { type: 'separator' }

/** Makes the menu of the app, in which nothing is offered yet but what needs no page. */
export function createMenu(): AppMenu {
  let parts: MenuParts = { run: () => undefined, open: () => undefined }
  let drawn = ''

  function draw({ organizations }: Offer): void {
    const names = JSON.stringify(organizations)
    if (names === drawn) return
    drawn = names
    const asked: MenuParts = { run: (id) => parts.run(id), open: (ref) => parts.open(ref) }
    Menu.setApplicationMenu(Menu.buildFromTemplate(template(asked, organizations)))
  }

  function show(offer: Offer): void {
    draw(offer)
    const menu = Menu.getApplicationMenu()
    for (const id of commandIds) {
      const item = menu?.getMenuItemById(id)
      if (item) item.enabled = offer.commands.includes(id)
    }
  }

  show(offerWithoutPage)
  return {
    answer: (given) => (parts = given),
    show,
  }
}

function template(parts: MenuParts, organizations: readonly OrganizationRef[]): MenuItemConstructorOptions[] {
  const entry = (id: CommandId) => commandEntry(id, () => parts.run(id))
  const all = (menu: Command['menu'], ...except: CommandId[]) =>
    commandIds.filter((id) => commands[id].menu === menu && !except.includes(id)).flatMap(entry)
  return [
    ...(isMac ? [{ label: app.name, submenu: macAppMenu(entry) }] : []),
    {
      label: '&File',
      submenu: isMac
        ? [...all('file', 'settings'), line, { role: 'close' }]
        : [...all('file', 'settings'), line, ...entry('settings'), line, { role: 'quit' }],
    },
    {
      label: '&Edit',
      submenu: [
        { role: 'undo' },
        { role: 'redo' },
        line,
        { role: 'cut' },
        { role: 'copy' },
        { role: 'paste' },
        { role: 'selectAll' },
        line,
        ...all('edit'),
      ],
    },
    {
      label: '&View',
      submenu: [
        ...entry('palette'),
        line,
        ...all('view', 'palette'),
        line,
        { role: 'togglefullscreen' },
        ...(app.isPackaged ? [] : [{ role: 'toggleDevTools' as const, accelerator: 'F12' }]),
      ],
    },
    { label: '&Go', submenu: [...all('go'), ...numbered(parts, organizations)] },
    { role: 'windowMenu' },
    {
      role: 'help',
      submenu: isMac ? all('help', 'about', 'updates') : [...all('help', 'about'), line, ...entry('about')],
    },
  ]
}

/** An entry, and unseen ones for the further keys that do the same. */
function commandEntry(id: CommandId, click: () => void): MenuItemConstructorOptions[] {
  const { label, alsoKeys = [] } = commands[id]
  const accelerator = keysOf(commands[id], isMac)
  return [
    { id, label, click, ...(accelerator && { accelerator }) },
    ...alsoKeys.map((keys) => ({ label, click, accelerator: keys, visible: false })),
  ]
}

const numbered = (
  parts: MenuParts,
  organizations: readonly OrganizationRef[],
): MenuItemConstructorOptions[] =>
  organizations.length === 0
    ? []
    : [
        line,
        ...organizations.map((ref, at) => ({
          // An ampersand in a name would mark a letter of it.
          label: ref.organization.replaceAll('&', '&&'),
          accelerator: numberedKeys(at + 1),
          click: () => parts.open(ref),
        })),
      ]

/** As `role: 'appMenu'` has it, with About and the settings where a Mac has them. */
const macAppMenu = (entry: (id: CommandId) => MenuItemConstructorOptions[]): MenuItemConstructorOptions[] => [
  ...entry('about'),
  ...entry('updates'),
  line,
  ...entry('settings'),
  line,
  { role: 'services' },
  line,
  { role: 'hide' },
  { role: 'hideOthers' },
  { role: 'unhide' },
  line,
  { role: 'quit' },
]

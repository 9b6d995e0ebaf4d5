// The native menu. Each entry does something; more comes with the commands it stands for.
import { type MenuItemConstructorOptions, Menu, app } from 'electron'

export function setMenu(parts: {
  openDocumentation(): void
  openSettings(): void
  checkForUpdates(): void
}): void {
  const isMac = process.platform === 'darwin'
  const settings: MenuItemConstructorOptions = {
    label: 'Settings…',
    accelerator: 'CmdOrCtrl+,',
    click: parts.openSettings,
  }
  const updates = { label: 'Check for updates…', click: parts.checkForUpdates }
  const template: MenuItemConstructorOptions[] = [
    ...(isMac ? [{ label: app.name, submenu: macAppMenu(settings, updates) }] : []),
    isMac
      ? { role: 'fileMenu' }
      : { label: '&File', submenu: [settings, { type: 'separator' }, { role: 'quit' }] },
    { role: 'editMenu' },
    {
      label: 'View',
      submenu: [
        { role: 'resetZoom' },
        { role: 'zoomIn' },
        { role: 'zoomOut' },
        { type: 'separator' },
        { role: 'togglefullscreen' },
        ...(app.isPackaged ? [] : [{ role: 'toggleDevTools' as const }]),
      ],
    },
    { role: 'windowMenu' },
    {
      role: 'help',
      submenu: [
        { label: "Docker's page on organization access tokens", click: parts.openDocumentation },
        ...(isMac ? [] : [{ type: 'separator' as const }, updates]),
      ],
    },
  ]
  Menu.setApplicationMenu(Menu.buildFromTemplate(template))
}

/** As `role: 'appMenu'` has it, with the settings where a Mac has them. */
const macAppMenu = (
  settings: MenuItemConstructorOptions,
  updates: MenuItemConstructorOptions,
): MenuItemConstructorOptions[] => [
  { role: 'about' },
  updates,
  { type: 'separator' },
  settings,
  { type: 'separator' },
  { role: 'services' },
  { type: 'separator' },
  { role: 'hide' },
  { role: 'hideOthers' },
  { role: 'unhide' },
  { type: 'separator' },
  { role: 'quit' },
]

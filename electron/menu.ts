// The native menu. Each entry does something; more comes with the commands it stands for.
import { type MenuItemConstructorOptions, Menu, app } from 'electron'

export function setMenu(parts: { openDocumentation(): void }): void {
  const template: MenuItemConstructorOptions[] = [
    ...(process.platform === 'darwin' ? [{ role: 'appMenu' as const }] : []),
    { role: 'fileMenu' },
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
      submenu: [{ label: "Docker's page on organization access tokens", click: parts.openDocumentation }],
    },
  ]
  Menu.setApplicationMenu(Menu.buildFromTemplate(template))
}

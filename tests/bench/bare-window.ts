// What Granary's start is compared with: the least app that shows a window, in the same Electron, as secure as ours.
import { writeFileSync } from 'node:fs'
import { join } from 'node:path'

const main = `
const { app, BrowserWindow } = require('electron')
const { join } = require('node:path')
app.whenReady().then(() => {
  const webPreferences = { sandbox: true, contextIsolation: true, nodeIntegration: false }
  const window = new BrowserWindow({ width: 1280, height: 800, show: false, webPreferences })
  window.once('ready-to-show', () => window.show())
  window.loadFile(join(__dirname, 'page.html'))
})
app.on('window-all-closed', () => app.quit())
`
const page = '<!doctype html><html lang="en"><title>Bare</title><p>A window</p></html>'

/** Writes it into an empty folder. */
export function writeBareWindow(folder: string): void {
  writeFileSync(
    join(folder, 'package.json'),
    JSON.stringify({ name: 'bare', version: '1.0.0', main: 'main.cjs' }),
  )
  writeFileSync(join(folder, 'main.cjs'), main)
  writeFileSync(join(folder, 'page.html'), page)
}

// What makes a packaged Electron run any app folder, as an unpackaged one does with its default app.
import { mkdirSync, readFileSync, renameSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'

// Runs inside Electron, before the app; `-r FILE` is run first, as Electron's own default app does it. `setVersion` and `setAppPath` are undocumented, hence `?.`.
const code = `const { app } = require('electron'), path = require('node:path'), fs = require('node:fs'), Module = require('node:module')
const args = process.argv.slice(1), before = args.indexOf('-r')
const [preload] = before < 0 ? [] : args.splice(before, 2).slice(1)
const dir = path.resolve(args.find((a) => !a.startsWith('-')) ?? '.')
const pkg = JSON.parse(fs.readFileSync(path.join(dir, 'package.json'), 'utf8'))
app.setName(pkg.productName ?? pkg.name); app.setVersion?.(pkg.version); app.setAppPath?.(dir)
app.setPath('userData', app.commandLine.getSwitchValue('user-data-dir') || path.join(app.getPath('appData'), pkg.productName ?? pkg.name))
if (preload) require(path.resolve(preload))
Module._load(path.join(dir, pkg.main ?? 'index.js'), module, true)
`

/** Writes it into `<runtime>/resources/app`, or brings an older one up to date. */
export function placeStandIn(runtime: string): void {
  const folder = join(runtime, 'resources', 'app')
  mkdirSync(folder, { recursive: true })
  place(join(folder, 'package.json'), `${JSON.stringify({ name: 'run-any-app', main: 'index.js' })}\n`)
  place(join(folder, 'index.js'), code)
}

/** By renaming, because another command may be starting this very runtime. */
function place(file: string, text: string): void {
  try {
    if (readFileSync(file, 'utf8') === text) return
  } catch {
    // not there yet
  }
  const next = `${file}.${process.pid}`
  writeFileSync(next, text)
  renameSync(next, file)
}

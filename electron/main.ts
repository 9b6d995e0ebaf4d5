// The first script: shows the window at once, then lets the rest of the app (app.ts) come and connect behind it.
// Whatever this imports, every start waits for; so it knows no schema, no store and no server.
import { join } from 'node:path'
import { app, dialog, nativeTheme, protocol, session, utilityProcess } from 'electron'
import { readFirstLook } from './first-look.ts'
import { admitPages } from './ipc/listening.ts'
import { type HelperProcess, startUtilityHelper } from './keychain/processes.ts'
import { listenForLinks } from './links.ts'
import { createMenu } from './menu.ts'
import { servePages } from './page.ts'
import { fetchNoDictionary, harden, isOurFrame, pageScheme } from './security.ts'
import { openWindow } from './window.ts'

const out = (...path: string[]) => join(app.getAppPath(), 'out', ...path)

protocol.registerSchemesAsPrivileged([
  {
    scheme: pageScheme,
    privileges: { standard: true, secure: true, supportFetchAPI: true, codeCache: true },
  },
])
app.on('session-created', fetchNoDictionary)
// A second start would share files with the first; it brings that one to the front instead.
if (app.requestSingleInstanceLock()) start(listenForLinks(app, process.argv)).catch(giveUp)
else app.quit()

async function start(followLinks: ReturnType<typeof listenForLinks>): Promise<void> {
  // Before Electron makes one of its own, which would stand there until app.ts came.
  const menu = createMenu()
  await app.whenReady()
  const painted = servePages(protocol, out('renderer'))
  harden(app, session.defaultSession)
  const onListening = admitPages((event) => isOurFrame(event.senderFrame))
  const { theme, zoom, state, accounts } = readFirstLook(join(app.getPath('userData'), 'state'))
  nativeTheme.themeSource = theme
  const window = openWindow({ state, zoom })
  await painted
  // What it takes to open the sealed files takes longest: it starts while everything else is loaded.
  const keychain = accounts ? attempted(startKeychain) : null
  const { connectApp } = await import('./app.ts')
  await connectApp({ window, menu, keychain, startKeychain, followLinks, onListening })
}

function startKeychain(): HelperProcess {
  return startUtilityHelper(utilityProcess, out('main', 'keychain.cjs'))
}

/** Null when it cannot be started: said when the keychain is asked for something. */
function attempted(begin: () => HelperProcess): HelperProcess | null {
  try {
    return begin()
  } catch {
    return null
  }
}

/** A part of the app itself is missing or broken: without a word, a skeleton would stay for ever. */
function giveUp(error: unknown): void {
  dialog.showErrorBox('Granary cannot start', error instanceof Error ? error.message : String(error))
  app.exit(1)
}

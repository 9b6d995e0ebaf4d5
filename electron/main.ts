// The first script: shows the window at once, then lets the rest of the app (app.ts) come and connect behind it.
// Whatever this imports, every start waits for; so it knows no schema, no store and no server.
import { join } from 'node:path'
import { app, nativeTheme, protocol, session, utilityProcess } from 'electron'
import { readFirstLook } from './first-look.ts'
import { admitPages } from './ipc/listening.ts'
import { startUtilityHelper } from './keychain/processes.ts'
import { listenForLinks } from './links.ts'
import { servePages } from './page.ts'
import { harden, isOurFrame, pageScheme } from './security.ts'
import { openWindow } from './window.ts'

const out = (...path: string[]) => join(app.getAppPath(), 'out', ...path)

protocol.registerSchemesAsPrivileged([
  {
    scheme: pageScheme,
    privileges: { standard: true, secure: true, supportFetchAPI: true, codeCache: true },
  },
])
// A second start would share files with the first; it brings that one to the front instead.
if (app.requestSingleInstanceLock()) void start(listenForLinks(app, process.argv))
else app.quit()

async function start(followLinks: ReturnType<typeof listenForLinks>): Promise<void> {
  await app.whenReady()
  const painted = servePages(protocol, out('renderer'))
  harden(app, session.defaultSession)
  const onListening = admitPages((event) => isOurFrame(event.senderFrame))
  const { theme, zoom, state, accounts } = readFirstLook(join(app.getPath('userData'), 'state'))
  nativeTheme.themeSource = theme
  const window = openWindow({ state, zoom })
  await painted
  // What it takes to open the sealed files takes longest: it starts while everything else is loaded.
  const startKeychain = () => startUtilityHelper(utilityProcess, out('main', 'keychain.cjs'))
  const keychain = accounts ? startKeychain() : null
  const { connectApp } = await import('./app.ts')
  await connectApp({ window, keychain, startKeychain, followLinks, onListening })
}

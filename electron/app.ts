// The composition root: creates and connects everything behind the window that main.ts has opened.
import { homedir, release } from 'node:os'
import { join } from 'node:path'
import {
  type BrowserWindow,
  ClipboardItem,
  app,
  clipboard,
  dialog,
  nativeTheme,
  powerMonitor,
  shell,
  systemPreferences,
  utilityProcess,
} from 'electron'
import { isFailed } from '../shared/errors.ts'
import { allowsUpdates, policyFiles, readAdministration } from './administration.ts'
import { syncByItself } from './by-itself.ts'
import { createSecretClipboard } from './clipboard.ts'
import { closeTidily } from './closing.ts'
import { type DemoHub, createDemoHub } from './hub.ts'
import { announcers, serve } from './ipc/serve.ts'
import { type Keychain, createKeychain } from './keychain/keychain.ts'
import type { HelperProcess } from './keychain/processes.ts'
import { knockAlone } from './knock.ts'
import { knownOrganizations } from './known-organizations.ts'
import { placeOf } from './link-places.ts'
import type { listenForLinks } from './links.ts'
import { type Log, openLog } from './log.ts'
import { type AppMenu, offerWithoutPage } from './menu.ts'
import { createNetwork } from './network.ts'
import { createPlaces } from './notifications/places.ts'
import { canNotify } from './notifications/show.ts'
import { createPaper } from './paper.ts'
import { connectParts } from './parts.ts'
import { createProxies } from './proxies.ts'
import { quitTidily } from './quitting.ts'
import { noteStaying, reloadAfterCrash } from './reloading.ts'
import { overheard, showTestNotification, startReminding } from './reminding.ts'
import { chooseReportFile } from './report-file.ts'
import { documentationPages, isOurFrame } from './security.ts'
import { type Stores, openStores } from './stores.ts'
import { offerTextMenu } from './text-menu.ts'
import { connectUpdates } from './updating.ts'
import { openWindow } from './window.ts'
import { keepZoom } from './zoom.ts'

const built = (...path: string[]) => join(app.getAppPath(), 'out', ...path)
const data = (...path: string[]) => join(app.getPath('userData'), ...path)

export interface AppParts {
  /** The first window; others are opened later, where this one was closed. */
  window: BrowserWindow
  menu: AppMenu
  /** The keychain's helper that main.ts has started, if it has. */
  keychain: HelperProcess | null
  startKeychain(): HelperProcess
  followLinks: ReturnType<typeof listenForLinks>
  /** Called when every call of the page is answered. */
  onListening(): void
}

/** Never throws: where the files cannot be opened it tells, and ends the app. */
export async function connectApp(parts: AppParts): Promise<void> {
  const log = openLog({ folder: data('logs') })
  process.on('unhandledRejection', (error) => log.error('unhandled rejection', {}, error))
  try {
    const stores = await openStores(data('state'))
    // Closed so soon: the app is quitting already.
    if (!parts.window.isDestroyed()) connect(log, stores, parts)
  } catch (error) {
    log.error('cannot start', {}, error)
    const newer = isFailed(error, 'file.unreadable')
    dialog.showErrorBox(
      'Granary cannot open its files',
      newer
        ? `A newer version of Granary wrote the files in ${data('state')}. Nothing was changed. Start that version.`
        : `The files in ${data('state')} cannot be read. Nothing was changed. Check the disk and the folder's rights.`,
    )
    app.exit(1)
  }
}

function connect(log: Log, stores: Stores, given: AppParts): void {
  const { window: first, menu, followLinks, onListening } = given
  let window: BrowserWindow | null = null
  const announce = announcers(() => window?.webContents ?? null)
  const openDocumentation = (page: keyof typeof documentationPages) =>
    shell.openExternal(documentationPages[page])

  let helper = given.keychain
  const keychain = createKeychain({
    start() {
      const started = helper ?? given.startKeychain()
      helper = null
      return started
    },
  })
  const secretClipboard = createSecretClipboard({
    clipboard,
    // Only newer Electrons have it; without it the secret is copied without the marks for clipboard histories.
    item: typeof ClipboardItem === 'undefined' ? undefined : (payloads) => new ClipboardItem(payloads),
    noteFile: data('state', 'clipboard-note.json'),
    seconds: () => stores.settings.read().clipboardSeconds,
    onCleared: () => announce.secrets('clipboardCleared', {}),
  })
  const demoHub = createDemoHub({
    fork: () =>
      utilityProcess.fork(built('main', 'hub.cjs'), [], {
        serviceName: 'Granary Local Hub',
        stdio: 'ignore',
      }),
    dataFolder: data('demo'),
    onEnded: () => resumeDemo(),
  })
  const quitting = new AbortController()
  const choose =
    (properties: ('openFile' | 'openDirectory')[], title: string) => async (): Promise<string | null> => {
      const options = { properties, title }
      const chosen = await (window ? dialog.showOpenDialog(window, options) : dialog.showOpenDialog(options))
      return chosen.filePaths[0] ?? null
    }

  const places = createPlaces({
    bringUp: () => bringUp(),
    announce: () => announce.notifications('placeChosen', {}),
  })
  const administration = readAdministration(
    policyFiles({
      platform: process.platform,
      env: process.env,
      // For tests. A package has no such switch: whoever starts it would choose the rules.
      folder: app.isPackaged ? undefined : app.commandLine.getSwitchValue('policy-folder') || undefined,
    }),
  )
  const proxies = createProxies({
    keychain,
    knockAlone,
    changed: (state) => announce.proxies('changed', state),
    onSignedIn: () => parts.lookAgain(),
  })
  const network = createNetwork(proxies)
  const updates = connectUpdates({
    settings: stores.settings,
    allowed: allowsUpdates(administration),
    unkept: () => parts.memory.labels(),
    fetch: network.forUpdates,
    proxyLogin: proxies.known,
    announce: (state) => announce.updates('changed', state),
    log,
  })
  const parts = connectParts({
    stores,
    keychain,
    clipboard: secretClipboard,
    demoHub,
    log,
    inventoryFolder: data('inventory'),
    fetchFor: ({ caFile }) => network.fetchFor(caFile),
    announce: overheard(announce, () => watch),
    administration,
    app: {
      version: app.getVersion(),
      electron: process.versions.electron,
      chromium: process.versions.chrome,
      system: `${process.platform} ${release()} ${process.arch}`,
      platform: process.platform,
      dataFolder: data(),
      async openDataFolder() {
        await shell.openPath(data())
      },
      async openDocumentation(page) {
        await openDocumentation(page)
      },
      offer: (offer) => menu.show(offer),
    },
    notifications: {
      canNotify,
      showTest: () => showTestNotification(places),
      takePlace: places.take,
    },
    touchId: process.platform === 'darwin' ? systemPreferences : null,
    docker: {
      env: process.env,
      home: homedir(),
      signal: quitting.signal,
      chooseFolder: choose(['openDirectory'], 'Choose a Docker config folder'),
    },
    reports: {
      paper: createPaper(),
      chooseFile: (name, format) => chooseReportFile(window, stores.settings, name, format),
      showFile: (file) => shell.showItemInFolder(file),
    },
    chooseCaFile: choose(['openFile'], 'Choose a file of certificate authorities (PEM)'),
    updates,
    proxies,
  })

  // Every sealed file waits for the key; what asks for them first is the page, a little later.
  if (helper) parts.documents.open()

  serve(
    parts.handlers,
    (event) => event.sender === window?.webContents && isOurFrame(event.senderFrame),
    ({ channel, code, error }) => log.warn('call failed', { call: channel, code }, error),
  )
  menu.answer({
    run: (id) => places.choose({ kind: 'command', id }),
    open: (ref) => places.choose({ kind: 'organization', ref }),
  })
  stores.onNotice(() => announce.app('noticed', { notices: stores.notices() }))
  nativeTheme.themeSource = stores.settings.read().theme
  stores.settings.onChange((settings) => {
    nativeTheme.themeSource = settings.theme
    announce.app('settingsChanged', settings)
  })

  const adopt = (opened: BrowserWindow) => {
    window = opened
    window.on('closed', () => {
      window = null
      menu.show(offerWithoutPage)
    })
    closeTidily(window, {
      unkept: parts.memory.labels,
      remember: (state) =>
        void stores.window.write(state).catch((error: unknown) => log.warn('window', {}, error)),
    })
    keepZoom(window.webContents, stores.settings)
    offerTextMenu(window.webContents)
    reloadAfterCrash(window, log)
    noteStaying(window, updates)
  }
  const show = () => adopt(openWindow({ state: stores.window.read(), zoom: stores.settings.read().zoom }))
  const bringUp = () => {
    if (!window) return show()
    if (window.isMinimized()) window.restore()
    window.show()
    window.focus()
  }
  adopt(first)
  onListening()
  app.on('second-instance', bringUp)
  followLinks((link) => {
    knownOrganizations(parts)
      .then((known) => places.choose(placeOf(link, known)))
      .catch((error: unknown) => log.warn('link', {}, error))
  })
  app.on('activate', () => window ?? show())
  app.on('window-all-closed', () => {
    const { tray, keepRunning } = stores.settings.read()
    if (!tray || !keepRunning) app.quit()
  })
  const icons = join(app.getAppPath(), 'build')
  const watch = startReminding({ parts, stores, places, log, icons, bringUp })
  const sync = (olderThan: number) => void parts.handlers.sync.start({ olderThan })
  powerMonitor.on('resume', syncByItself(sync))
  for (const moment of ['suspend', 'lock-screen', 'resume'] as const)
    powerMonitor.on(moment as 'suspend', () => void secretClipboard.clearNow())
  void secretClipboard.clearLeftOver()
  const resumeDemo = demoResumer(parts, demoHub, log)
  resumeDemo()
  updates.begin()
  quitTidily(
    () => {
      quitting.abort()
      stopAll(keychain, demoHub)
    },
    () =>
      Promise.allSettled([
        secretClipboard.clearNow(),
        parts.exports.close(),
        stores.settled(),
        parts.settled(),
      ]),
    updates.finish,
  )
}

/** More often than this the demo's Hub is not started again by itself. */
const demoStarts = 4

/** While the demo's account is signed in, its Hub is kept running, behind the window. */
function demoResumer(
  parts: ReturnType<typeof connectParts>,
  demoHub: DemoHub,
  log: ReturnType<typeof openLog>,
): () => void {
  const signedIn = () => parts.accounts.list().some(({ kind }) => kind === 'demo')
  let starts = 0
  return () => {
    starts += 1
    if (!signedIn() || starts > demoStarts) return
    demoHub
      .start()
      // It may have been signed out meanwhile.
      .then((demo) => (signedIn() ? parts.accounts.useDemo(demo) : undefined))
      .catch((error: unknown) => log.error('demo not resumed', {}, error))
  }
}

function stopAll(keychain: Keychain, demoHub: DemoHub): void {
  keychain.close()
  demoHub.stop()
}

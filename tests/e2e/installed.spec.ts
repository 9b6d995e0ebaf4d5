// The package on a computer: installed by apt, started from the menu by somebody who is not root, used, and removed.
import {
  chmodSync,
  chownSync,
  copyFileSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  readdirSync,
  rmSync,
  writeFileSync,
} from 'node:fs'
import { tmpdir } from 'node:os'
import { basename, join } from 'node:path'
import { graphicsFlags } from '../../build/project.ts'
import { type App, attachTo } from '../support/app.ts'
import { type Keyring, startKeyring } from '../support/keyring.ts'
import { hubIn, startRegistry } from '../support/registry.ts'
import { type ThrowawayRoot, throwawayRoot } from '../support/throwaway-root.ts'
import { connectPage } from './pages/connect.ts'
import { expect, test as story } from './story.ts'

const organization = 'harborline'
const expires = new Date(Date.now() + 45 * 86_400_000).toISOString().slice(0, 10)
const made = process.env['GRANARY_DEB']
/** Debian's `nobody`: an account that is there and may do nothing. */
const owner = { uid: 65_534, gid: 65_534 }
const folder = '/opt/Granary'
const desktopFile = '/usr/share/applications/granary.desktop'

interface Parts {
  machine: ThrowawayRoot
  /** The package, where the machine has it too: of this one's folders, it shares that of temporary files. */
  deb: string
  home: string
  /** Starts it as somebody who is not root, with the desktop entry's command; ends it at the end. */
  startAsOwner(entry: ReadonlyMap<string, string>): Promise<App>
}

const test = story.extend<Parts>({
  machine: [
    async ({}, use) => {
      const machine = await throwawayRoot()
      await use(machine)
      await machine.remove()
    },
    { timeout: 180_000 }, // apt fetches a small Debian
  ],
  deb: async ({}, use) => {
    if (made === undefined) throw new Error('no .deb to install: npm run dist makes one')
    const shared = mkdtempSync(join(tmpdir(), 'granary-deb-'))
    chmodSync(shared, 0o755) // apt reads it as a user of its own
    const deb = join(shared, basename(made))
    copyFileSync(made, deb)
    await use(deb)
    rmSync(shared, { recursive: true })
  },
  home: async ({}, use) => {
    const home = mkdtempSync(join(tmpdir(), 'granary-home-'))
    chownSync(home, owner.uid, owner.gid)
    await use(home)
    rmSync(home, { recursive: true, force: true, maxRetries: 5 })
  },
  keyring: async ({}, use) => {
    const keyring = await startKeyring({ owner })
    await use(keyring)
    await keyring.stop()
  },
  startAsOwner: async ({ machine, home, keyring, display }, use) => {
    const apps: App[] = []
    await use(async (entry) => {
      const app = await start(machine, entry, home, { ...keyring.env, ...display })
      apps.push(app)
      return app
    })
    for (const app of apps) await app.quit()
  },
})

test.skip(process.platform !== 'linux', 'a .deb is a package of Linux')
test.beforeAll(() => {
  if (process.getuid?.() !== 0 || !existsSync('/usr/bin/apt-get'))
    throw new Error('installing needs root and apt')
})

test('the .deb is installed, used in its sandbox, and removed without a trace but the owner’s data', async ({
  machine,
  deb,
  home,
  keyring,
  startAsOwner,
}) => {
  test.setTimeout(300_000) // apt fetches what the package depends on
  // Its dependencies first, as what they leave behind is not the package's.
  const install = ['install', '-y', '--no-install-recommends']
  await apt(machine, ...install, ...(await dependencies(machine, deb)))
  const before = await machine.changes()

  await apt(machine, ...install, deb)
  const installed = await machine.changes()
  await expectPlaced(machine)
  await expectLibraries(machine)

  const entry = desktopEntry((await machine.run('cat', [desktopFile])).output)
  await expectLinks(machine, entry)
  expect(await machine.run('desktop-file-validate', [desktopFile])).toEqual({ code: 0, output: '' })

  const app = await startAsOwner(entry)
  expectSandboxed()
  await doTheJob(app, { home, keyring })
  await app.quit()
  expect(leftOver(installed, await machine.changes()), 'written outside the home').toEqual([])

  const name = (await machine.run('dpkg-deb', ['--field', deb, 'Package'])).output.trim()
  await apt(machine, 'remove', '-y', name)
  expect(leftOver(before, await machine.changes())).toEqual([])
  expect(existsSync(join(home, '.config', 'Granary', 'state'))).toBe(true)
})

async function apt(machine: ThrowawayRoot, ...args: string[]): Promise<string> {
  const env = { DEBIAN_FRONTEND: 'noninteractive', LC_ALL: 'C.UTF-8' }
  const { code, output } = await machine.run('apt-get', args, env)
  expect(code, output).toBe(0)
  return output
}

/** What apt would install for it, and nothing that is only recommended. */
async function dependencies(machine: ThrowawayRoot, file: string): Promise<string[]> {
  const plan = await apt(machine, 'install', '--simulate', '--no-install-recommends', file)
  const names = [...plan.matchAll(/^Inst (\S+)/gm)].map(([, name]) => name ?? '')
  return names.filter((name) => !name.startsWith('granary'))
}

/** Libraries that Electron opens only when it needs them: no loader names one that is missing. */
const openedLate = [
  'libX11-xcb.so.1',
  'libgtk-3.so.0',
  'libsecret-1.so.0',
  'libnotify.so.4',
  'libudev.so.1',
  'libgbm.so.1',
]

/** That the list of dependencies is complete: this system has no library but by it. */
async function expectLibraries(machine: ThrowawayRoot): Promise<void> {
  const kinds = ['(', '-perm', '-u+x', '-o', '-name', '*.so*', '-o', '-name', '*.node', ')']
  const { output } = await machine.run('find', [folder, '-type', 'f', ...kinds, '-exec', 'ldd', '{}', ';'])
  expect(output).toContain('libnss3.so => /')
  expect(output.match(/^.* not found$/gm) ?? []).toEqual([])
  const { output: known } = await machine.run('/sbin/ldconfig', ['-p'])
  for (const library of openedLate) expect(known).toContain(`\t${library} `)
}

/** What is where, with which rights, and that the package's files are the ones that were packed. */
async function expectPlaced(machine: ThrowawayRoot): Promise<void> {
  const mode = (file: string) =>
    machine.run('stat', ['--format=%a %U', file]).then(({ output }) => output.trim())
  expect(await mode(`${folder}/granary`)).toBe('755 root')
  // This machine lets ordinary users make user namespaces: then nothing of it runs as root.
  expect(await mode(`${folder}/chrome-sandbox`)).toBe('755 root')
  expect((await machine.run('readlink', ['-f', '/usr/bin/granary'])).output.trim()).toBe(`${folder}/granary`)
  const licences = ['LICENSE.electron.txt', 'LICENSES.chromium.html', 'resources/LICENSE.granary.txt']
  expect(
    await machine.run(
      'stat',
      licences.map((name) => `${folder}/${name}`),
    ),
  ).toMatchObject({ code: 0 })
  expect(await machine.run('dpkg', ['--verify'])).toMatchObject({
    output: expect.not.stringContaining(folder),
  })
}

/** A desktop entry's keys. */
const desktopEntry = (text: string): Map<string, string> =>
  new Map(
    text
      .split('\n')
      .filter((line) => line.includes('='))
      .map((line) => [line.slice(0, line.indexOf('=')), line.slice(line.indexOf('=') + 1)] as const),
  )

/** Links that begin with granary:// are this entry's, as far as a desktop can tell. */
async function expectLinks(machine: ThrowawayRoot, entry: Map<string, string>): Promise<void> {
  expect(entry.get('MimeType')).toContain('x-scheme-handler/granary')
  expect(entry.get('Exec')).toMatch(/ %U$/)
  const asked = await machine.run('xdg-mime', ['query', 'default', 'x-scheme-handler/granary'])
  expect(asked.output.trim()).toBe(basename(desktopFile))
}

/** Runs the entry's own command as a desktop does for its user. */
async function start(
  machine: ThrowawayRoot,
  entry: ReadonlyMap<string, string>,
  home: string,
  session: Record<string, string | undefined>,
): Promise<App> {
  const docker = join(home, '.docker')
  mkdirSync(docker)
  // With a sign-in in it, so that docker does not set up a credential helper by itself.
  writeFileSync(join(docker, 'config.json'), '{"auths":{"registry.invalid":{}}}')
  const authority = join(home, '.Xauthority')
  writeFileSync(authority, session['XAUTHORITY'] ? readFileSync(session['XAUTHORITY']) : '')
  for (const path of [docker, join(docker, 'config.json'), authority]) chownSync(path, owner.uid, owner.gid)

  const command = (entry.get('Exec') ?? '').replace(' %U', '').split(' ')
  const [enter = '', ...words] = [
    ...machine.enter,
    'setpriv',
    `--reuid=${owner.uid}`,
    `--regid=${owner.gid}`,
    '--clear-groups',
    ...command,
    ...graphicsFlags,
  ]
  const { DISPLAY, DBUS_SESSION_BUS_ADDRESS, XDG_RUNTIME_DIR } = session
  return attachTo(enter, words, {
    userData: join(home, '.config', 'Granary'),
    env: {
      HOME: home,
      DISPLAY,
      WAYLAND_DISPLAY: undefined,
      XAUTHORITY: authority,
      DBUS_SESSION_BUS_ADDRESS,
      XDG_RUNTIME_DIR,
      XDG_CONFIG_HOME: undefined,
      XDG_DATA_HOME: undefined,
    },
  })
}

/** The page's process is in namespaces of its own, with a filter on its system calls. */
function expectSandboxed(): void {
  const pages = ownersProcesses().filter(({ args }) => args.includes('--type=renderer'))
  expect(pages.length).toBeGreaterThan(0)
  for (const { args, status } of pages) {
    expect(args).not.toContain('--no-sandbox')
    expect(status).toMatch(/^Seccomp:\t2$/m)
    expect(status).toMatch(new RegExp(`^Uid:\t${owner.uid}\t`, 'm'))
  }
}

/** Of the one who is not root: command lines with spaces between the words, and what the kernel says of each. */
function ownersProcesses(): { args: string; status: string }[] {
  const read = (pid: string, file: string) => {
    try {
      return readFileSync(`/proc/${pid}/${file}`, 'utf8')
    } catch {
      return '' // ended meanwhile
    }
  }
  return readdirSync('/proc')
    .filter((name) => /^\d+$/.test(name))
    .map((pid) => ({ args: read(pid, 'cmdline').replaceAll('\0', ' '), status: read(pid, 'status') }))
    .filter(({ status }) => new RegExp(`^Uid:\t${owner.uid}\t`, 'm').test(status))
}

/** Signs in, makes a token, keeps its secret, and lets Docker's own CLI sign in with it at a real registry. */
async function doTheJob(app: App, { home, keyring }: { home: string; keyring: Keyring }): Promise<void> {
  const { page } = app
  const inventory = await connectPage(page).openDemo()
  await inventory.open(organization)
  const wizard = await inventory.openWizard()
  await wizard.label.fill('Installed')
  await wizard.description.fill('Made by the package')
  await wizard.next.click()
  await wizard.chooseDate(expires)
  await wizard.next.click()
  await wizard.readPublic.check()
  await wizard.next.click()
  await wizard.next.click()
  const screen = await wizard.finish()
  await expect(screen.keep).toBeChecked()
  const id = /tokens\/([^/]+)\/secret/.exec(page.url())?.[1] ?? ''
  const secret = (await keyring.lookup(`token/demo/${organization}/${id}`)) ?? ''
  expect(secret.startsWith(['dckr', 'oat', ''].join('_'))).toBe(true)

  const reply = await page.evaluate<{ value: { serverUrl: string }[] }>(`granary.invoke('accounts.list')`)
  const url = (reply.value[0]?.serverUrl ?? '').replace('127.0.0.1', 'localhost')
  const registry = await startRegistry(hubIn(join(app.userData, 'demo'), url))
  await screen.registry.fill(registry.address)
  await screen.allowUnencrypted.check()
  await screen.runDockerLogin.click()
  await expect(screen.loginResult).toContainText(registry.address)
  expect(readFileSync(join(home, '.docker', 'config.json'), 'utf8')).toContain(registry.address)
  await registry.stop()
}

/**
 * What dpkg, apt and the triggers of other packages write about themselves: their books, and caches they rebuild. dpkg also
 * takes an empty /opt away, which belongs to no package.
 */
const books =
  /^\/(var\/(lib\/(dpkg|apt|systemd)|cache|log)|run|tmp)(\/|$)|^\/opt$|^\/etc\/ld\.so\.cache$|^\/usr\/share\/icons\/hicolor\/icon-theme\.cache$/

const leftOver = (before: ReadonlySet<string>, after: ReadonlySet<string>): string[] =>
  [...after].filter((path) => !before.has(path) && !books.test(path)).sort()

// `npm run dist`: packs the app into a folder that starts, and starts it once to see that it does.
import { existsSync, readdirSync } from 'node:fs'
import { cp, mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { _electron } from 'playwright'
import packageJson from '../package.json' with { type: 'json' }
import { desktopToStart } from './desktop.ts'
import { atEnd, command } from './ending.ts'
import { packagesToStart } from './packages.ts'
import { fromRoot, sandboxFlags } from './project.ts'
import { runPackage } from './run.ts'
import { findRuntime, type Runtime } from './runtime.ts'
import { say } from './say.ts'
import { buildStale } from './stale.ts'

command(async () => {
  await packagesToStart()
  const runtime = await findRuntime()
  if (!(await buildStale())) return 1
  await rm(fromRoot('dist'), { recursive: true, force: true })

  const forRelease = runtime.from === 'pinned'
  const settings = forRelease
    ? [`-c.electronDist=${fromRoot('node_modules', 'electron', 'dist')}`]
    : await unfitForRelease(runtime)
  say(`packing with ${electronOf(runtime)}`)
  const packed = await runPackage('electron-builder/cli.js', ['--dir', '--publish', 'never', ...settings], {
    show: true,
  })
  if (packed.code !== 0) return packed.code

  const folder = packedFolder()
  if (!forRelease) await writeFile(join(folder, 'NOT-FOR-RELEASE.txt'), notForRelease(runtime))
  const title = await startOnce(executableIn(folder))
  say(`it starts: its window is called '${title}'`)
  say(`packed in ${folder}${forRelease ? '' : ', NOT FOR RELEASE'}`)
  return 0
})

const electronOf = (runtime: Runtime): string =>
  runtime.version === null ? `the Electron of GRANARY_ELECTRON` : `Electron ${runtime.version}`

const notForRelease = (runtime: Runtime): string =>
  `Packed with ${electronOf(runtime)}, because the pinned Electron could not be downloaded.\nFor trying out only: this Electron gets no security fixes.\n`

/** A copy of that Electron without the stand-in for a default app, and a version that gives it away. */
async function unfitForRelease(runtime: Runtime): Promise<string[]> {
  const copy = await mkdtemp(join(tmpdir(), 'granary-dist-'))
  atEnd(() => rm(copy, { recursive: true, force: true }))
  await cp(dirname(runtime.executable), copy, { recursive: true })
  await rm(join(copy, 'resources', 'app'), { recursive: true, force: true })
  return [
    `-c.electronDist=${copy}`,
    ...(runtime.version === null ? [] : [`-c.electronVersion=${runtime.version}`]),
    `-c.extraMetadata.version=${packageJson.version}-not-for-release`,
  ]
}

/** electron-builder names it after platform and processor: linux-unpacked, mac-arm64, win-unpacked ... */
function packedFolder(): string {
  const names = readdirSync(fromRoot('dist'), { withFileTypes: true }).filter((entry) => entry.isDirectory())
  const name = names.map((entry) => entry.name).find((entry) => /^(linux|mac|win)/.test(entry))
  if (name === undefined) throw new Error('electron-builder left no folder in dist')
  return fromRoot('dist', name)
}

function executableIn(folder: string): string {
  const places = ['granary', 'Granary.exe', join('Granary.app', 'Contents', 'MacOS', 'Granary')]
  const place = places.map((path) => join(folder, path)).find((path) => existsSync(path))
  if (place === undefined) throw new Error(`there is no executable in ${folder}`)
  return place
}

/** Opens it with empty data and answers with the title of its window. */
async function startOnce(executable: string): Promise<string> {
  const desktop = await desktopToStart()
  const userData = await mkdtemp(join(tmpdir(), 'granary-user-data-'))
  atEnd(() => rm(userData, { recursive: true, force: true }))
  const app = await _electron.launch({
    executablePath: executable,
    args: [...sandboxFlags, `--user-data-dir=${userData}`],
    env: desktop.env,
    chromiumSandbox: sandboxFlags.length === 0,
  })
  try {
    return await (await app.firstWindow()).title()
  } finally {
    await app.close()
  }
}

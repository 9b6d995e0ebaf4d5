// Packs the app: for release with the pinned Electron, or marked as not for release with another.
import { existsSync, readdirSync } from 'node:fs'
import { cp, mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { atEnd } from './ending.ts'
import { contentsOf, faultsOf } from './pack/contents.ts'
import { readFuses } from './pack/fuses.ts'
import { addOtherHalf } from './pack/halves.ts'
import { readSettings, releaseSettings, trialSettings } from './pack/settings.ts'
import { withoutEmpty } from './pack/signing.ts'
import { standInTargets, standInTools } from './pack/standing-in.ts'
import { fromRoot, onLinux, plainEnvironment } from './project.ts'
import { runPackage } from './run.ts'
import type { Runtime } from './runtime.ts'
import { say } from './say.ts'
import { feedFromEnvironment, feedSettings } from './update-feed.ts'

export interface Packed {
  /** The app as it runs, unpacked. */
  folder: string
  executable: string
  /** Of the app's code, inside `folder`. */
  archive: string
  forRelease: boolean
  /** The packages made from it, absolute. */
  packages: string[]
}

/**
 * Packs what is built into dist/. `only` takes some of the platform's packages, by target.
 * @throws Error when electron-builder fails, a fuse is wrong, or something is packed that should not be
 */
export async function pack(runtime: Runtime, only?: readonly string[]): Promise<Packed> {
  await rm(fromRoot('dist'), { recursive: true, force: true })
  const forRelease = runtime.from === 'pinned'
  const possible = forRelease ? null : onLinux ? standInTargets() : []
  const targets = only ? only.filter((target) => possible?.includes(target) ?? true) : possible
  say(`packing with ${electronOf(runtime)}`)
  if (forRelease && process.platform === 'darwin') await addOtherHalf()
  await build(runtime, targets)
  const folder = packedFolder()
  const packed: Packed = {
    folder,
    executable: executableIn(folder),
    archive: archiveIn(folder),
    forRelease,
    packages: packagesIn(fromRoot('dist')),
  }
  await inspect(packed)
  return packed
}

/** Targets: null for all of electron-builder.yml, none for the folder alone. */
async function build(runtime: Runtime, targets: readonly string[] | null): Promise<void> {
  const forRelease = runtime.from === 'pinned'
  const settings = forRelease
    ? {
        ...releaseSettings(readSettings()),
        ...feedSettings(feedFromEnvironment(process.env)),
      }
    : trialSettings(readSettings(), await trialElectron(runtime), runtime.version)
  const scratch = await mkdtemp(join(tmpdir(), 'granary-settings-'))
  atEnd(() => rm(scratch, { recursive: true, force: true }))
  const file = join(scratch, 'electron-builder.json')
  await writeFile(file, JSON.stringify(settings))
  const which = targets === null ? [] : targets.length === 0 ? ['--dir'] : [`--${platform()}`, ...targets]
  const ended = await runPackage(
    'electron-builder/cli.js',
    [...which, '--config', file, '--publish', 'never'],
    { show: true, env: { ...withoutEmpty(plainEnvironment()), ...(forRelease ? {} : await standInTools()) } },
  )
  if (ended.code !== 0) throw new Error(`electron-builder ended with ${ended.code}`)
}

const platform = (): string => ({ darwin: 'mac', win32: 'win' })[process.platform as string] ?? 'linux'

const electronOf = (runtime: Runtime): string =>
  runtime.version === null ? `the Electron of GRANARY_ELECTRON` : `Electron ${runtime.version}`

/** A copy of that Electron without the stand-in for a default app, and with a word about it. */
async function trialElectron(runtime: Runtime): Promise<string> {
  const copy = await mkdtemp(join(tmpdir(), 'granary-dist-'))
  atEnd(() => rm(copy, { recursive: true, force: true }))
  await cp(dirname(runtime.executable), copy, { recursive: true })
  await rm(join(copy, 'resources', 'app'), { recursive: true, force: true })
  await writeFile(
    join(copy, 'NOT-FOR-RELEASE.txt'),
    `Packed with ${electronOf(runtime)}, because the pinned Electron could not be downloaded.\nFor trying out only: this Electron gets no security fixes.\n`,
  )
  return copy
}

/** @throws Error when what was built is not what was meant */
async function inspect({ executable, archive, forRelease }: Packed): Promise<void> {
  const { wrong, absent } = await readFuses(executable)
  if (wrong.length > 0) throw new Error(`fuses are not as they should be: ${wrong.join(', ')}`)
  if (absent.length > 0 && forRelease)
    throw new Error(`this Electron does not know the fuses ${absent.join(', ')}`)
  if (absent.length > 0) say(`this Electron is too old to have the fuse ${absent.join(', ')}`)
  const faults = faultsOf(archive, contentsOf(archive))
  if (faults.length > 0) throw new Error(faults.join('\n'))
}

/** electron-builder names it after platform and processor: linux-unpacked, mac-arm64, win-unpacked ... */
function packedFolder(): string {
  const names = readdirSync(fromRoot('dist'), { withFileTypes: true }).filter((entry) => entry.isDirectory())
  const name = names.map((entry) => entry.name).find((entry) => /^(linux|mac|win)/.test(entry))
  if (name === undefined) throw new Error('electron-builder left no folder in dist')
  return fromRoot('dist', name)
}

const executableIn = (folder: string): string =>
  firstIn(folder, ['granary', 'Granary.exe', join('Granary.app', 'Contents', 'MacOS', 'Granary')])

const archiveIn = (folder: string): string =>
  firstIn(folder, [join('resources', 'app.asar'), join('Granary.app', 'Contents', 'Resources', 'app.asar')])

function firstIn(folder: string, places: readonly string[]): string {
  const place = places.map((path) => join(folder, path)).find((path) => existsSync(path))
  if (place === undefined) throw new Error(`there is none of ${places.join(', ')} in ${folder}`)
  return place
}

function packagesIn(folder: string): string[] {
  const endings = ['.AppImage', '.deb', '.rpm', '.tar.gz', '.dmg', '.zip', '.exe']
  return readdirSync(folder)
    .filter((name) => endings.some((ending) => name.endsWith(ending)))
    .map((name) => join(folder, name))
}

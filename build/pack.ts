// Packs the app into a folder, with the pinned Electron or, marked as not for release, with another.
import { existsSync, readdirSync } from 'node:fs'
import { cp, mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import packageJson from '../package.json' with { type: 'json' }
import { atEnd } from './ending.ts'
import { fromRoot } from './project.ts'
import { runPackage } from './run.ts'
import type { Runtime } from './runtime.ts'
import { say } from './say.ts'
import { feedFromEnvironment, feedSettings } from './update-feed.ts'

export interface Packed {
  folder: string
  executable: string
  forRelease: boolean
}

/** Packs what is built into dist/. @throws Error when electron-builder fails */
export async function packFolder(runtime: Runtime): Promise<Packed> {
  await rm(fromRoot('dist'), { recursive: true, force: true })
  const forRelease = runtime.from === 'pinned'
  const settings = forRelease
    ? [
        `-c.electronDist=${fromRoot('node_modules', 'electron', 'dist')}`,
        ...feedSettings(feedFromEnvironment(process.env)),
      ]
    : await unfitForRelease(runtime)
  say(`packing with ${electronOf(runtime)}`)
  const packed = await runPackage('electron-builder/cli.js', ['--dir', '--publish', 'never', ...settings], {
    show: true,
  })
  if (packed.code !== 0) throw new Error(`electron-builder ended with ${packed.code}`)
  const folder = packedFolder()
  if (!forRelease) await writeFile(join(folder, 'NOT-FOR-RELEASE.txt'), notForRelease(runtime))
  return { folder, executable: executableIn(folder), forRelease }
}

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

// Two packages of Granary for the story of an update: an older one from electron-builder, and a newer one that differs
// in its version. Each is put into one file that starts, mounts and is replaced like an AppImage without being one:
// the tools that make real ones cannot be had from npm or Debian.
import { createHash } from 'node:crypto'
import { chmodSync, cpSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { readSettings, trialSettings } from '../../build/pack/settings.ts'
import { type UpdateFeed, feedSettings } from '../../build/update-feed.ts'
import { type Ended, run, runPackage } from '../../build/run.ts'
import { findRuntime } from '../../build/runtime.ts'

export interface UpdatePackages {
  /** The file of the older version. */
  older: string
  /** The newer one's bytes. */
  newer: Buffer
  /** `latest-linux.yml` for a file called `url`, unsigned, as electron-builder writes it. */
  feed(url: string, bytes: Buffer, version?: string): string
}

export const olderVersion = '0.0.8'
export const newerVersion = '0.0.9'

/** Packs into `folder`, which stays as long as the packages are used: what they share lies there. */
export async function makeUpdatePackages(folder: string, feed: UpdateFeed): Promise<UpdatePackages> {
  const packed = await pack(folder, feed)
  const resources = join(packed, 'resources')
  const older = join(folder, 'Granary.AppImage')
  writeFileSync(older, await image(packed, resources), { mode: 0o755 })
  const renewed = join(folder, 'renewed')
  cpSync(resources, renewed, { recursive: true })
  await changeVersion(renewed, newerVersion)
  const newer = await image(packed, renewed)
  chmodSync(older, 0o755)
  return {
    older,
    newer,
    feed: (url, bytes, version = newerVersion) => feedOf(url, bytes, version),
  }
}

async function pack(folder: string, feed: UpdateFeed): Promise<string> {
  const runtime = await findRuntime()
  const electron = join(folder, 'electron')
  cpSync(dirname(runtime.executable), electron, { recursive: true, verbatimSymlinks: true })
  rmSync(join(electron, 'resources', 'app'), { recursive: true, force: true })
  const { extraMetadata, ...publish } = feedSettings(feed)
  const settings = {
    ...trialSettings(readSettings(), electron, runtime.version),
    ...publish,
    extraMetadata: { ...extraMetadata, version: olderVersion },
    directories: { output: join(folder, 'dist'), buildResources: 'build' },
  }
  const file = join(folder, 'electron-builder.json')
  writeFileSync(file, JSON.stringify(settings))
  expectDone(await runPackage('electron-builder/cli.js', ['--dir', '--config', file, '--publish', 'never']))
  rmSync(electron, { recursive: true })
  return join(folder, 'dist', 'linux-unpacked')
}

async function changeVersion(resources: string, version: string): Promise<void> {
  const asar = join(resources, 'app.asar')
  const content = join(resources, 'content')
  expectDone(await runPackage('@electron/asar/bin/asar.js', ['extract', asar, content]))
  const file = join(content, 'package.json')
  writeFileSync(file, readFileSync(file, 'utf8').replace(olderVersion, version))
  rmSync(`${asar}.unpacked`, { recursive: true })
  expectDone(await runPackage('@electron/asar/bin/asar.js', ['pack', content, asar, '--unpack', '*.node']))
  rmSync(content, { recursive: true })
}

/** The head of the file: a shell script, behind which the resources follow as a tar. */
const head = (packed: string, mounts: string): string => `#!/bin/sh
# A test's stand-in for an AppImage.
APPIMAGE=$(readlink -f "$0")
APPDIR=$(mktemp -d ${mounts}/mount-XXXXXX)
export APPIMAGE APPDIR
cp -al ${packed}/. "$APPDIR"
rm -r "$APPDIR/resources"
mkdir "$APPDIR/resources"
LC_ALL=C sed '1,/^exec /d' "$APPIMAGE" | tar -x -C "$APPDIR/resources"
exec "$APPDIR/granary" "$@"
`

async function image(packed: string, resources: string): Promise<Buffer> {
  const tar = `${resources}.tar`
  const mounts = join(dirname(dirname(packed)), 'mounts')
  mkdirSync(mounts, { recursive: true })
  expectDone(await run('tar', ['-c', '-f', tar, '-C', resources, '.']))
  const bytes = Buffer.concat([Buffer.from(head(packed, mounts)), readFileSync(tar)])
  rmSync(tar)
  return bytes
}

function feedOf(url: string, bytes: Buffer, version: string): string {
  const sha512 = createHash('sha512').update(bytes).digest('base64')
  return [
    `version: ${version}`,
    'files:',
    `  - url: ${url}`,
    `    sha512: ${sha512}`,
    `    size: ${bytes.length}`,
    `path: ${url}`,
    `sha512: ${sha512}`,
    'releaseNotes: |-',
    '  ### Added',
    '',
    '  - Tokens that end soon are listed first, in',
    '    **every** organization.',
    '  - `docker login` says which token it used.',
    '',
    '  ### Fixed',
    '',
    '  - A long description is shown whole.',
    `releaseDate: '2026-11-25T10:00:00.000Z'`,
    '',
  ].join('\n')
}

function expectDone({ code, stdout, stderr }: Ended): void {
  if (code !== 0) throw new Error(`A package could not be made (${code}):\n${stdout}\n${stderr}`)
}

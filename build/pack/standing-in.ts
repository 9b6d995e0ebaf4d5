// The tools electron-builder would download, from this machine instead: for packages that are not for release.
import { chmod, mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { atEnd } from '../ending.ts'
import { findProgram } from '../packages/present.ts'
import { fromRoot } from '../project.ts'

/** Which packages this machine's own tools can make. */
export const standInTargets = (): string[] => [
  ...(findProgram('dpkg-deb') === null ? [] : ['deb']),
  ...(findProgram('7za') === null ? [] : ['tar.gz']),
]

/** The environment in which electron-builder finds them. */
export async function standInTools(): Promise<Record<string, string>> {
  const folder = await mkdtemp(join(tmpdir(), 'granary-tools-'))
  atEnd(() => rm(folder, { recursive: true, force: true }))
  const fpm = join(folder, 'fpm')
  const words = [process.execPath, fromRoot('node_modules/tsx/dist/cli.mjs'), fromRoot('build/pack/fpm.ts')]
  await writeFile(fpm, `#!/bin/sh\nexec ${words.map((word) => `'${word}'`).join(' ')} "$@"\n`)
  await chmod(fpm, 0o755)
  const sevenZip = findProgram('7za')
  return {
    CUSTOM_FPM_PATH: fpm,
    ELECTRON_BUILDER_COMPRESSION_LEVEL: '5',
    ...(sevenZip === null ? {} : { ELECTRON_BUILDER_7ZIP_PATH: sevenZip }),
  }
}

// Builds the app with electron-vite, but only when something it is built from has changed.
import { createHash } from 'node:crypto'
import { existsSync, readFileSync, readdirSync } from 'node:fs'
import { rm, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { buildLock } from './lock.ts'
import { fromRoot } from './project.ts'
import { runPackage } from './run.ts'
import { say as sayAloud, seconds, type Say } from './say.ts'

const sources = ['electron', 'renderer', 'shared', 'hub']
const settings = ['electron.vite.config.ts', 'package.json', 'package-lock.json', 'tsconfig.json']
const results = [
  'main/index.cjs',
  'main/hub.cjs',
  'main/keychain.cjs',
  'preload/index.cjs',
  'renderer/index.html',
]

const stampFile = (): string => fromRoot('out', 'built-from')

/** True when `out/` is up to date afterwards; a failed build has shown its errors. */
export async function buildStale(say: Say = sayAloud): Promise<boolean> {
  const release = await buildLock(say)
  try {
    const stamp = sourceStamp()
    if (isFresh(stamp)) return true
    const started = performance.now()
    await rm(stampFile(), { force: true })
    const ended = await runPackage('electron-vite/bin/electron-vite.js', ['build', '--logLevel', 'warn'])
    if (ended.code !== 0) {
      say('the build failed')
      process.stdout.write(`${ended.stdout}${ended.stderr}\n`)
      return false
    }
    await writeFile(stampFile(), stamp)
    say(`built in ${seconds(started)}`)
    return true
  } finally {
    await release()
  }
}

function isFresh(stamp: string): boolean {
  if (!results.every((path) => existsSync(fromRoot('out', path)))) return false
  return existsSync(stampFile()) && readFileSync(stampFile(), 'utf8') === stamp
}

/** A hash over the names and contents of everything the app is built from. */
function sourceStamp(): string {
  const hash = createHash('sha256')
  for (const file of [...settings, ...sources.flatMap(filesBelow)].sort()) {
    hash
      .update(`${file}\0`)
      .update(readFileSync(fromRoot(file)))
      .update('\0')
  }
  return hash.digest('hex')
}

function filesBelow(folder: string): string[] {
  return readdirSync(fromRoot(folder), { withFileTypes: true, recursive: true })
    .filter((entry) => entry.isFile() && !entry.name.endsWith('.test.ts'))
    .map((entry) => join(entry.parentPath, entry.name).slice(fromRoot().length + 1))
}

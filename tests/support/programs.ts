// A folder with some of this computer's programs, as the whole PATH of a test: with no credential helper in it, which
// docker would use by itself wherever one is installed.
import { accessSync, constants, mkdirSync, symlinkSync } from 'node:fs'
import { delimiter, join } from 'node:path'

/** Makes `folder` and answers with it. A program that is missing throws. */
export function programsIn(folder: string, ...names: string[]): string {
  mkdirSync(folder, { recursive: true })
  for (const name of names) symlinkSync(find(name), join(folder, name))
  return folder
}

function find(name: string): string {
  for (const folder of (process.env['PATH'] ?? '').split(delimiter)) {
    try {
      accessSync(join(folder, name), constants.X_OK)
      return join(folder, name)
    } catch {
      // The next one may have it.
    }
  }
  throw new Error(`${name} is not on the PATH`)
}

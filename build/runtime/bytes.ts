// How much lies in a folder: the only progress that other people's downloaders let us see.
import { readdirSync, statSync } from 'node:fs'
import { join } from 'node:path'

/** Bytes of all files below `folder`; what vanishes meanwhile counts nothing. */
export function folderBytes(folder: string): number {
  try {
    return readdirSync(folder, { withFileTypes: true }).reduce((sum, entry) => {
      const path = join(folder, entry.name)
      return (
        sum +
        (entry.isDirectory() ? folderBytes(path) : (statSync(path, { throwIfNoEntry: false })?.size ?? 0))
      )
    }, 0)
  } catch {
    return 0
  }
}

// Writing the few files beside the database: complete on disk before anything relies on them, for our eyes only.
import { closeSync, fsyncSync, openSync, renameSync, writeFileSync } from 'node:fs'

/** Writes the whole file beside its place, syncs it and renames it. Mode 0600 unless told otherwise. */
export function writeWhole(file: string, text: string, mode = 0o600): void {
  const beside = `${file}.new`
  const handle = openSync(beside, 'w', mode)
  try {
    writeFileSync(handle, text)
    fsyncSync(handle)
  } finally {
    closeSync(handle)
  }
  renameSync(beside, file)
}

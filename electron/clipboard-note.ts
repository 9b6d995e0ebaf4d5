// A note on disk that a secret is on the clipboard, so that the start after a crash can take it off.
// It holds a keyed hash and its key: enough to recognise a secret of a token's length, not to find one. A short part of one,
// selected and copied by hand, could be found by trying; nothing else of the secret could.
import { readFileSync, rmSync, writeFileSync } from 'node:fs'
import * as z from 'zod'

const hex32 = z
  .string()
  .regex(/^[0-9a-f]{64}$/)
  .transform((text) => Buffer.from(text, 'hex'))
const noteSchema = z.object({ key: hex32, print: hex32 })

export interface ClipboardNote {
  key: Buffer
  print: Buffer
}

/** Best effort, like everything here: without the note only a crash within the minute leaves the secret. */
export function writeNote(file: string, note: ClipboardNote): void {
  try {
    const text = JSON.stringify({ key: note.key.toString('hex'), print: note.print.toString('hex') })
    writeFileSync(file, text, { mode: 0o600 })
  } catch {
    // A full disk must not keep the owner from copying.
  }
}

/** The note of a run that ended without removing it, or null. */
export function readNote(file: string): ClipboardNote | null {
  try {
    return noteSchema.parse(JSON.parse(readFileSync(file, 'utf8')))
  } catch {
    return null
  }
}

export function removeNote(file: string): void {
  try {
    rmSync(file, { force: true })
  } catch {
    // It is read once more at the next start, and does no harm.
  }
}

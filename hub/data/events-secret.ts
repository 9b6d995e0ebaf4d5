// The secret that a registry sends with its notifications: made once per data folder, readable by its owner only.
import { randomBytes } from 'node:crypto'
import { chmodSync, existsSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { eventsSecretFile } from '../registry/constants.ts'
import { writeWhole } from './files.ts'

/** Reads or makes the secret. Throws when the file holds something else: an empty one would let everybody in. */
export function openEventsSecret(folder: string): string {
  const file = join(folder, eventsSecretFile)
  if (!existsSync(file)) writeWhole(file, `${randomBytes(32).toString('hex')}\n`)
  chmodSync(file, 0o600)
  const secret = readFileSync(file, 'utf8').trim()
  if (!/^[0-9a-f]{64}$/.test(secret))
    throw new Error(
      `${eventsSecretFile} is damaged. Delete it for a new one, and tell the registry the new one.`,
    )
  return secret
}

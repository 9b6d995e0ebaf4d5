// The server's own keys: one master key in the data folder, and one derived key per purpose.
import { createHmac, hkdfSync, randomBytes } from 'node:crypto'
import { chmodSync, existsSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import type { Database } from './database.ts'
import { writeWhole } from './files.ts'
import { readSetting, writeSetting } from './settings.ts'

export interface Keys {
  /** Keyed hash of token secrets: a copied database alone does not even allow checking a guess. */
  secretHash: Buffer
  /** Signs bearers and second-factor challenges (HS256). */
  bearer: Buffer
  /** Seals second-factor secrets, which cannot be hashed because codes are computed from them. */
  seal: Buffer
}

/** Reads or makes `server.key`. Throws when the database was made with another key: every secret would look wrong. */
export function openKeys(folder: string, database: Database): Keys {
  const file = join(folder, 'server.key')
  const made = readSetting(database, 'key-check')
  if (!existsSync(file)) {
    if (made !== null)
      throw new Error('server.key is missing: the database beside it cannot be used without it.')
    writeWhole(file, `${randomBytes(32).toString('hex')}\n`)
  }
  chmodSync(file, 0o600)
  const master = Buffer.from(readFileSync(file, 'utf8').trim(), 'hex')
  if (master.length !== 32) throw new Error('server.key is damaged: it must hold 32 bytes in hexadecimal.')

  const check = createHmac('sha256', master).update('key-check').digest('hex')
  if (made === null) writeSetting(database, 'key-check', check)
  else if (made !== check) throw new Error('server.key does not belong to the database beside it.')

  const derive = (purpose: string) =>
    Buffer.from(hkdfSync('sha256', master, '', `granary hub: ${purpose}`, 32))
  return { secretHash: derive('secret hash'), bearer: derive('bearer'), seal: derive('seal') }
}

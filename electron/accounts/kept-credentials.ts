// The credentials of accounts that stay signed in, in the operating system's keychain.
import * as z from 'zod'
import { isFailed } from '../../shared/errors.ts'
import type { Credential } from '../dockerhub/auth.ts'
import type { Keychain } from '../keychain/keychain.ts'
import { accountName } from '../keychain/names.ts'
import type { KeptCredential } from './session.ts'

const keptSchema = z.object({ username: z.string().min(1), secret: z.string().min(1) })

export interface KeptCredentials {
  read(accountId: string): Promise<KeptCredential>
  /** False when the keychain refused. */
  keep(accountId: string, credential: Credential): Promise<boolean>
  /** Throws `keychain.*` when a credential may still be there. */
  remove(accountId: string): Promise<void>
}

export function keptCredentials(keychain: Pick<Keychain, 'get' | 'set' | 'remove'>): KeptCredentials {
  return {
    async read(accountId) {
      const read = await keychain.get(accountName(accountId))
      if (read.state !== 'found') return read
      const parsed = keptSchema.safeParse(parseOrNull(read.value))
      return parsed.success ? { state: 'found', credential: parsed.data } : { state: 'missing' }
    },
    async keep(accountId, { username, secret }) {
      try {
        await keychain.set(accountName(accountId), JSON.stringify({ username, secret }))
        return true
      } catch (error) {
        if (!isFailed(error)) throw error
        return false
      }
    },
    async remove(accountId) {
      try {
        await keychain.remove(accountName(accountId))
      } catch (error) {
        // Without a keychain on this computer nothing can be left in it.
        if (!isFailed(error, 'keychain.absent')) throw error
      }
    },
  }
}

function parseOrNull(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return null
  }
}

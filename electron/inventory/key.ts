// The inventory's key in the keychain: read once, made once, and never made while it cannot be told whether it is there.
import { randomBytes } from 'node:crypto'
import { performance } from 'node:perf_hooks'
import { inTurn } from '../disk/in-turn.ts'
import type { Keychain, SecretRead } from '../keychain/keychain.ts'
import { inventoryKeyName } from '../keychain/names.ts'
import { keyBytes } from './cipher.ts'

export interface InventoryKey {
  /** Null when there is none or the keychain does not tell. */
  read(): Promise<Buffer | null>
  /** False while the keychain does not tell: then nothing can be said about what is on disk. */
  known(): Promise<boolean>
  /** Made when the keychain is open and has none. Null when the keychain does not work. */
  readOrMake(): Promise<Buffer | null>
}

/** After a refusal the keychain is left alone for `rest` ms, for each question may put up a prompt or take seconds. */
export function openInventoryKey(keychain: Keychain, rest = 5_000): InventoryKey {
  let key: Buffer | null = null
  let restUntil = 0
  const turn = inTurn()

  async function ask(): Promise<SecretRead['state']> {
    if (performance.now() < restUntil) return 'unknown'
    const read = await keychain.get(inventoryKeyName)
    if (read.state === 'found') {
      const bytes = Buffer.from(read.value, 'base64url')
      // Something else under our name is not ours to replace.
      if (bytes.length !== keyBytes) return refused()
      key = bytes
    }
    return read.state === 'unknown' ? refused() : read.state
  }

  function refused(): 'unknown' {
    restUntil = performance.now() + rest
    return 'unknown'
  }

  async function make(): Promise<void> {
    // Two answers must agree before a second key could make the first one's documents unreadable.
    if ((await keychain.check()) !== 'working') return void refused()
    if ((await ask()) !== 'missing') return
    const made = randomBytes(keyBytes)
    try {
      await keychain.set(inventoryKeyName, made.toString('base64url'))
      key = made
    } catch {
      refused()
    }
  }

  return {
    read: () =>
      turn(async () => {
        if (!key) await ask()
        return key
      }),
    known: () => turn(async () => key !== null || (await ask()) !== 'unknown'),
    readOrMake: () =>
      turn(async () => {
        if (!key && (await ask()) === 'missing') await make()
        return key
      }),
  }
}

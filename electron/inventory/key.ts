// The inventory's key in the keychain: read once, made once, and never made while it cannot be told whether it is there.
import { randomBytes } from 'node:crypto'
import { performance } from 'node:perf_hooks'
import { inTurn } from '../disk/in-turn.ts'
import type { Keychain, SecretRead } from '../keychain/keychain.ts'
import { inventoryKeyName } from '../keychain/names.ts'
import { keyBytes } from './cipher.ts'

type Unknown = Extract<SecretRead, { state: 'unknown' }>
/** Unknown: nothing can be said about what is on disk. */
type KeyRead = { state: 'found'; key: Buffer } | { state: 'missing' } | Unknown

export interface InventoryKey {
  /** Never throws. */
  read(): Promise<KeyRead>
  /** Made when the keychain is open and has none. Null when the keychain does not work. */
  readOrMake(): Promise<Buffer | null>
}

/** After a refusal the keychain is left alone for `rest` ms, for each question may put up a prompt or take seconds. */
export function openInventoryKey(keychain: Keychain, rest = 5_000): InventoryKey {
  let key: Buffer | null = null
  let refusal: Unknown = { state: 'unknown', reason: 'failed' }
  let restUntil = 0
  const turn = inTurn()

  async function ask(): Promise<KeyRead> {
    if (key) return { state: 'found', key }
    if (performance.now() < restUntil) return refusal
    const read = await keychain.get(inventoryKeyName)
    if (read.state === 'missing') return read
    if (read.state === 'unknown') return refused(read.reason)
    const bytes = Buffer.from(read.value, 'base64url')
    // Something else under our name is not ours to replace.
    if (bytes.length !== keyBytes) return refused('failed')
    key = bytes
    return { state: 'found', key }
  }

  function refused(reason: Unknown['reason']): Unknown {
    restUntil = performance.now() + rest
    refusal = { state: 'unknown', reason }
    return refusal
  }

  async function make(): Promise<void> {
    // Two answers must agree before a second key could make the first one's documents unreadable.
    const state = await keychain.check()
    if (state !== 'working') return void refused(state)
    if ((await ask()).state !== 'missing') return
    const made = randomBytes(keyBytes)
    try {
      await keychain.set(inventoryKeyName, made.toString('base64url'))
      key = made
    } catch {
      refused('failed')
    }
  }

  return {
    read: () => turn(ask),
    readOrMake: () =>
      turn(async () => {
        if ((await ask()).state === 'missing') await make()
        return key
      }),
  }
}

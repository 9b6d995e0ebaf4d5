// A keychain in memory whose state a test sets: for parts that use a keychain, not for the keychain itself.
import type { KeychainState } from '../../shared/contract/secrets.ts'
import { Failed } from '../../shared/errors.ts'
import type { Keychain } from '../../electron/keychain/keychain.ts'

export interface MemoryKeychain extends Keychain {
  state: KeychainState
  readonly entries: Map<string, string>
  /** What was asked of it, such as `get inventory-key`. */
  readonly asked: string[]
}

export function memoryKeychain(): MemoryKeychain {
  const entries = new Map<string, string>()
  const asked: string[] = []
  const working = (): void => {
    if (keychain.state !== 'working') throw new Failed(`keychain.${keychain.state}`)
  }
  const keychain: MemoryKeychain = {
    state: 'working',
    entries,
    asked,
    async get(name) {
      asked.push(`get ${name}`)
      if (keychain.state !== 'working') return { state: 'unknown', reason: keychain.state }
      const value = entries.get(name)
      return value === undefined ? { state: 'missing' } : { state: 'found', value }
    },
    async which(names) {
      asked.push(...names.map((name) => `get ${name}`))
      if (keychain.state !== 'working') return null
      return new Map(names.map((name) => [name, entries.has(name)]))
    },
    async set(name, value) {
      asked.push(`set ${name}`)
      working()
      entries.set(name, value)
    },
    async remove(name) {
      asked.push(`remove ${name}`)
      working()
      entries.delete(name)
    },
    async check() {
      asked.push('check')
      return keychain.state
    },
    close: () => undefined,
  }
  return keychain
}

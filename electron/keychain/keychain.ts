// The operating system's keychain, as main uses it: three answers to a read, every write read back, never a hang.
import { randomBytes, randomInt } from 'node:crypto'
import type { KeychainState } from '../../shared/contract/secrets.ts'
import { inTurn } from '../disk/in-turn.ts'
import { type Deadlines, createCalls, defaultDeadlines } from './calls.ts'
import { probeName, probeNames, sentinelName } from './names.ts'
import type { HelperProcess } from './processes.ts'
import { type Reason, Refused, keychainFailure } from './states.ts'
import { decodeValue, encodeValue } from './values.ts'

/** `missing` is only said of a keychain that was seen to be open; all else is `unknown`. */
export type SecretRead =
  | { state: 'found'; value: string }
  | { state: 'missing' }
  | { state: 'unknown'; reason: Exclude<KeychainState, 'working'> }

export interface Keychain {
  /** Never throws. */
  get(name: string): Promise<SecretRead>
  /**
   * Which of these are stored, in one turn and with a third of the calls of a `get` for each that is missing: by
   * name, or null of a keychain that does not tell. Never throws.
   */
  which(names: readonly string[]): Promise<ReadonlyMap<string, boolean> | null>
  /** Stores and reads back. @throws Failed keychain.absent, keychain.locked, keychain.hanging, keychain.failed */
  set(name: string, value: string): Promise<void>
  /** Removing what is not there is fine. Throws as `set`. */
  remove(name: string): Promise<void>
  /** Writes, reads back and removes a probe. Calls at the same time share one run. Never throws. */
  check(): Promise<KeychainState>
  /** Ends the helper at once, so that quitting never waits for a keychain. */
  close(): void
}

/**
 * Opens the keychain. Calls are made one at a time, in order. A keychain that is silent for 5 s and does not answer a
 * ping is `hanging`; one that does is waiting for a person, who gets 60 s, after which it is `locked`.
 */
export function createKeychain(options: {
  start: () => HelperProcess
  deadlines?: Partial<Deadlines>
}): Keychain {
  const calls = createCalls(options.start, { ...defaultDeadlines, ...options.deadlines })
  const turn = inTurn()
  let checking: Promise<KeychainState> | null = null

  const stored = async (name: string): Promise<string | null> => {
    const value = await calls.ask({ call: 'get', name })
    return typeof value === 'string' ? value : null
  }

  async function read(name: string): Promise<SecretRead> {
    try {
      let value = await stored(name)
      if (value === null) {
        // A locked keychain whose prompt is dismissed answers as if nothing were stored.
        if ((await stored(sentinelName)) === null) {
          const state = await probe()
          if (state !== 'working') return { state: 'unknown', reason: state }
        }
        // Again, for it may have been unlocked between the two answers.
        value = await stored(name)
      }
      return value === null ? { state: 'missing' } : { state: 'found', value: decodeValue(value) }
    } catch (error) {
      return { state: 'unknown', reason: reasonFrom(error) }
    }
  }

  async function readWhich(names: readonly string[]): Promise<ReadonlyMap<string, boolean> | null> {
    try {
      if ((await stored(sentinelName)) === null && (await probe()) !== 'working') return null
      const found = new Map<string, boolean>()
      for (const name of names) found.set(name, (await stored(name)) !== null)
      // Seen open before and after them, for a locked keychain has none of them.
      return (await stored(sentinelName)) === null ? null : found
    } catch {
      return null
    }
  }

  async function probe(): Promise<KeychainState> {
    try {
      // Another program's probe of the same name may come between; not three times.
      for (let attempt = 0; attempt < 3; attempt += 1) {
        const name = probeName(randomInt(probeNames))
        const value = randomBytes(16).toString('hex')
        await calls.ask({ call: 'set', name, value })
        const back = await stored(name)
        await calls.ask({ call: 'remove', name })
        if (back !== value) continue
        if ((await stored(sentinelName)) === null)
          await calls.ask({
            call: 'set',
            name: sentinelName,
            value: 'Shows Granary that this keychain is open',
          })
        return 'working'
      }
      return 'failed'
    } catch (error) {
      return reasonFrom(error)
    }
  }

  return {
    get: (name) => turn(() => read(name)),
    which: (names) => turn(() => readWhich(names)),
    set: (name, value) =>
      turn(() =>
        orFail(async () => {
          const encoded = encodeValue(name, value)
          await calls.ask({ call: 'set', name, value: encoded })
          if ((await stored(name)) !== encoded) throw new Refused('failed', 'What was read back differs.')
        }),
      ),
    remove: (name) =>
      turn(() =>
        orFail(async () => {
          await calls.ask({ call: 'remove', name })
          // A locked keychain says "nothing removed" as it does for an entry that is not there.
          const left = await read(name)
          if (left.state === 'unknown')
            throw new Refused(left.reason, 'It cannot be told whether the entry is gone.')
          if (left.state === 'found') throw new Refused('failed', 'The entry is still there.')
        }),
      ),
    check() {
      // A secret is to come: the helper that was tried is there for it.
      calls.noteProved()
      checking ??= turn(probe).finally(() => (checking = null))
      return checking
    },
    close: () => calls.close(),
  }
}

const reasonFrom = (error: unknown): Reason => (error instanceof Refused ? error.reason : 'failed')

async function orFail<T>(work: () => Promise<T>): Promise<T> {
  try {
    return await work()
  } catch (error) {
    throw error instanceof Refused ? keychainFailure(error) : error
  }
}

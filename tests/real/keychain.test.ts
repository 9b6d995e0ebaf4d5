// The keychain against a real gnome-keyring on a real bus, through the real helper process and keytar.
import type { ChildProcess } from 'node:child_process'
import { once } from 'node:events'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { type Keychain, createKeychain } from '../../electron/keychain/keychain.ts'
import { accountName, tokenSecretName } from '../../electron/keychain/names.ts'
import { Failed } from '../../shared/errors.ts'
import { helperStarter } from '../support/keychain-helper.ts'
import { type Keyring, startKeyring } from '../support/keyring.ts'
import { ignorePrompts } from '../support/prompter.ts'

const token = tokenSecretName({ serverHost: 'hub.docker.com', organization: 'acme', tokenId: 'a1' })
const other = tokenSecretName({ serverHost: 'hub.docker.com', organization: 'acme', tokenId: 'b2' })
// Nothing in the repository may look like a real secret.
const secret = ['dckr', 'oat', 'of-a-test'].join('_')

vi.setConfig({ testTimeout: 60_000, hookTimeout: 60_000 })
const deadlines = { start: 30_000, answer: 1_500, ping: 1_000, prompt: 1_500 }

let keyring: Keyring
let keychain: Keychain
let helpers: ChildProcess[]

function connect(env: Record<string, string>): Keychain {
  const { start, started } = helperStarter(env)
  helpers = started
  return createKeychain({ start, deadlines })
}

beforeEach(async () => {
  keyring = await startKeyring({ unlocked: true })
  keychain = connect(keyring.env)
})
afterEach(async () => {
  keychain.close()
  await keyring.stop()
  await Promise.all(helpers.map(ended))
})

const ended = async (child: ChildProcess): Promise<void> => {
  if (child.exitCode === null && child.signalCode === null) await once(child, 'exit')
}
const codeOf = (promise: Promise<unknown>): Promise<string> =>
  promise.then(
    () => 'done',
    (error: unknown) => (error instanceof Failed ? error.failure.code : 'another error'),
  )

describe('an open keyring', () => {
  it('keeps a secret as it is, under a name that other programs find', async () => {
    expect(await keychain.check()).toBe('working')
    await keychain.set(token, secret)
    expect(await keychain.get(token)).toEqual({ state: 'found', value: secret })
    expect(await keyring.lookup(token)).toBe(secret)
    await keychain.set(token, `${secret}-2`)
    expect(await keyring.lookup(token)).toBe(`${secret}-2`)
    await keychain.remove(token)
    expect([await keychain.get(token), await keyring.lookup(token)]).toEqual([{ state: 'missing' }, null])
    expect(helpers).toHaveLength(1)
  })

  it('keeps any password exactly', async () => {
    const name = accountName('a')
    for (const password of ['pässwörd 🔑', 'with\0nul', 'half \ud83d', ' ', '\u202e', '€'.repeat(4096)]) {
      await keychain.set(name, password)
      expect(await keychain.get(name)).toEqual({ state: 'found', value: password })
    }
  })

  it('removes what is not there without complaint, and tells one entry from another', async () => {
    await keychain.set(token, secret)
    await keychain.remove(other)
    expect([(await keychain.get(token)).state, await keychain.get(other)]).toEqual([
      'found',
      { state: 'missing' },
    ])
  })

  it('leaves no probe behind', async () => {
    await keychain.check()
    for (let number = 0; number < 16; number += 1) expect(await keyring.lookup(`probe-${number}`)).toBeNull()
    expect(await keyring.lookup('sentinel')).not.toBeNull()
  })

  it('does twenty quick calls in their order', async () => {
    const values = Array.from({ length: 20 }, (_, at) => `${secret}-${at}`)
    const reads = values.map(async (value) => {
      const written = keychain.set(token, value)
      const read = keychain.get(token)
      await written
      return read
    })
    expect(await Promise.all(reads)).toEqual(values.map((value) => ({ state: 'found', value })))
    expect(helpers).toHaveLength(1)
  })

  it('is checked by two programs at once without one failing the other', async () => {
    const { start, started } = helperStarter(keyring.env)
    const second = createKeychain({ start, deadlines })
    try {
      const states = []
      for (let round = 0; round < 15; round += 1)
        states.push(...(await Promise.all([keychain.check(), second.check()])))
      expect(new Set(states)).toEqual(new Set(['working']))
    } finally {
      second.close()
      await Promise.all(started.map(ended))
    }
  })

  it('with a planted entry without a name works all the same', async () => {
    await keyring.plant({ service: 'Granary' }, 'planted')
    await keychain.set(token, secret)
    expect([await keychain.check(), await keychain.get(token)]).toEqual([
      'working',
      { state: 'found', value: secret },
    ])
    expect(await keychain.get(other)).toEqual({ state: 'missing' })
    await keychain.remove(token)
    expect(helpers).toHaveLength(1)
  })
})

describe('a locked keyring', () => {
  it('is never empty: reads are unknown, nothing is written or removed, and all is there after unlocking', async () => {
    await keychain.set(token, secret)
    await keyring.lock()
    expect(await keychain.check()).toBe('locked')
    expect(await keychain.get(token)).toEqual({ state: 'unknown', reason: 'locked' })
    expect(await keychain.get(other)).toEqual({ state: 'unknown', reason: 'locked' })
    expect(await codeOf(keychain.set(token, 'other'))).toBe('keychain.locked')
    expect(await codeOf(keychain.remove(token))).toBe('keychain.locked')
    await keyring.unlock()
    expect(await keychain.get(token)).toEqual({ state: 'found', value: secret })
    expect(await keychain.get(other)).toEqual({ state: 'missing' })
    expect(await keychain.check()).toBe('working')
  })

  it('is locked from the first call on, without a sentinel', async () => {
    await keyring.lock()
    expect(await keychain.get(token)).toEqual({ state: 'unknown', reason: 'locked' })
    expect(await keychain.check()).toBe('locked')
  })

  it('with a prompt that nobody answers is locked, not hanging, and is let go in time', async () => {
    await keychain.set(token, secret)
    await keyring.lock()
    const end = await ignorePrompts(keyring.env['DBUS_SESSION_BUS_ADDRESS'] ?? '')
    expect(await keychain.get(token)).toEqual({ state: 'unknown', reason: 'locked' })
    expect(helpers).toHaveLength(1)
    await keyring.unlock()
    expect(await keychain.get(token)).toEqual({ state: 'found', value: secret })
    end()
  })
})

describe('no keyring', () => {
  it('on the bus is absent', async () => {
    await keyring.kill()
    expect(await keychain.check()).toBe('absent')
    expect(await keychain.get(token)).toEqual({ state: 'unknown', reason: 'absent' })
    expect(await codeOf(keychain.set(token, secret))).toBe('keychain.absent')
    expect(await codeOf(keychain.remove(token))).toBe('keychain.absent')
  })

  it('without a bus is absent, and no bus is started', async () => {
    keychain.close()
    const { DBUS_SESSION_BUS_ADDRESS: _, ...env } = keyring.env
    // A display would make the library start a bus that stays.
    keychain = connect({ ...env, DISPLAY: ':99' })
    expect(await keychain.check()).toBe('absent')
    expect(await keychain.get(token)).toEqual({ state: 'unknown', reason: 'absent' })
    expect(await codeOf(keychain.set(token, secret))).toBe('keychain.absent')
    expect(helpers).toHaveLength(1)
  })

  it('behind an address that nobody listens at is absent', async () => {
    keychain.close()
    const folder = mkdtempSync(join(tmpdir(), 'granary-bus-'))
    keychain = connect({ ...keyring.env, DBUS_SESSION_BUS_ADDRESS: `unix:path=${join(folder, 'bus')}` })
    expect(await keychain.check()).toBe('absent')
    rmSync(folder, { recursive: true })
  })
})

describe('a keyring that dies', () => {
  it('between two calls and comes back is found again, with what was stored', async () => {
    await keychain.set(token, secret)
    await keyring.kill()
    await keyring.restart()
    expect(await keychain.get(token)).toEqual({ state: 'found', value: secret })
    await keyring.kill()
    expect(await keychain.get(token)).toEqual({ state: 'unknown', reason: 'absent' })
    await keyring.restart()
    await keychain.set(token, `${secret}-2`)
    expect(await keyring.lookup(token)).toBe(`${secret}-2`)
  })

  it('in the middle of a call fails that call, not the app', async () => {
    await keychain.set(token, secret)
    keyring.pause()
    const read = keychain.get(token)
    const killed = keyring.kill()
    expect((await read).state).toBe('unknown')
    await killed
    await keyring.restart()
    expect(await keychain.get(token)).toEqual({ state: 'found', value: secret })
  })

  it('the moment a write was confirmed has the value', async () => {
    for (let round = 0; round < 5; round += 1) {
      await keychain.set(token, `${secret}-${round}`)
      await keyring.kill()
      await keyring.restart()
      expect(await keyring.lookup(token)).toBe(`${secret}-${round}`)
    }
  })
})

describe('a keyring that hangs', () => {
  it('is hanging, and works again when it answers again', async () => {
    await keychain.set(token, secret)
    keyring.pause()
    expect(await keychain.get(token)).toEqual({ state: 'unknown', reason: 'hanging' })
    expect(await codeOf(keychain.set(token, 'other'))).toBe('keychain.hanging')
    keyring.resume()
    expect((await keychain.get(token)).state).toBe('found')
  })

  it('does not hold up closing', async () => {
    await keychain.set(token, secret)
    keyring.pause()
    const reads = [keychain.get(token), keychain.get(other), keychain.check()]
    await new Promise(setImmediate)
    keychain.close()
    // Not `hanging`: no deadline was waited for.
    expect(await Promise.all(reads)).toEqual([
      { state: 'unknown', reason: 'failed' },
      { state: 'unknown', reason: 'failed' },
      'failed',
    ])
    await Promise.all(helpers.map(ended))
    expect(helpers).toHaveLength(1)
  })
})

describe('a helper that is killed', () => {
  it('is replaced, and nothing that was stored is gone', async () => {
    await keychain.set(token, secret)
    helpers[0]?.kill('SIGKILL')
    await Promise.all(helpers.map(ended))
    expect(await keychain.get(token)).toEqual({ state: 'found', value: secret })
    expect(helpers).toHaveLength(2)
  })

  it('in the middle of a call fails that call at once', async () => {
    await keychain.set(token, secret)
    keyring.pause()
    const read = keychain.get(token)
    await new Promise(setImmediate)
    helpers[0]?.kill('SIGKILL')
    expect(await read).toEqual({ state: 'unknown', reason: 'failed' })
    keyring.resume()
    expect((await keychain.get(token)).state).toBe('found')
  })

  it('ends with the program that started it, a hanging call or not', async () => {
    await keychain.set(token, secret)
    keyring.pause()
    const read = keychain.get(token)
    await new Promise(setImmediate)
    helpers[0]?.disconnect()
    await Promise.all(helpers.map(ended))
    expect((await read).state).toBe('unknown')
  })
})

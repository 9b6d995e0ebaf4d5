// The keychain over a helper that a test plays: order, deadlines, crashes, late events, the circuit, the three answers.
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { Failed } from '../../shared/errors.ts'
import { type Keychain, createKeychain } from './keychain.ts'
import { sentinelName } from './names.ts'
import type { HelperProcess } from './processes.ts'
import type { Request } from './protocol.ts'

type Behaviour = (request: Request, helper: Played) => unknown

interface Played extends HelperProcess {
  killed: boolean
  /** Answers, as the process would. */
  say(message: unknown): void
  /** Ends, as the process would. */
  exit(): void
}

let entries: Map<string, string>
let helpers: Played[]
let asked: string[]
/** Returns what get, set or remove come to; `undefined` for the usual, `silent` for no answer. */
let behave: Behaviour
const silent = Symbol('silent')

const usual = (request: Request): string | boolean | null => {
  if (request.call === 'get') return entries.get(request.name) ?? null
  if (request.call === 'remove') return entries.delete(request.name)
  entries.set(request.name, request.value)
  return null
}

function start(): HelperProcess {
  const listeners: ((message: unknown) => void)[] = []
  const exits: (() => void)[] = []
  const helper: Played = {
    killed: false,
    send(message) {
      const request = message as Request
      asked.push(`${request.call} ${request.name}`)
      setImmediate(() => {
        const answer = behave(request, helper)
        if (answer === silent) return
        if (answer instanceof Error) helper.say({ id: request.id, ok: false, error: answer.message })
        else helper.say({ id: request.id, ok: true, value: answer === undefined ? usual(request) : answer })
      })
    },
    onMessage: (listener) => void listeners.push(listener),
    onExit: (listener) => void exits.push(listener),
    kill: () => void (helper.killed = true),
    say: (message) => listeners.forEach((listener) => listener(message)),
    exit: () => exits.forEach((listener) => listener()),
  }
  helpers.push(helper)
  setImmediate(() => helper.say({ ready: true }))
  return helper
}

let keychain: Keychain
beforeEach(() => {
  entries = new Map()
  helpers = []
  asked = []
  behave = () => undefined
  keychain = createKeychain({ start, deadlines: { start: 200, answer: 40, ping: 40, prompt: 200 } })
})

const codeOf = (promise: Promise<unknown>): Promise<string> =>
  promise.then(
    () => 'done',
    (error: unknown) => (error instanceof Failed ? error.failure.code : 'another error'),
  )
const isPing = (request: Request): boolean => request.name === 'ping'

describe('a working keychain', () => {
  it('keeps, reads, removes and checks', async () => {
    await keychain.set('token/a', 'value')
    expect(await keychain.get('token/a')).toEqual({ state: 'found', value: 'value' })
    expect(await keychain.check()).toBe('working')
    await keychain.remove('token/a')
    await keychain.remove('token/a')
    expect(await keychain.get('token/a')).toEqual({ state: 'missing' })
    expect([...entries.keys()]).toEqual([sentinelName])
    expect(helpers).toHaveLength(1)
  })

  it('tells of many names at once, with two calls more than names', async () => {
    await keychain.set('token/a', 'value')
    await keychain.check()
    asked = []
    const names = ['token/a', 'token/b', 'token/c']
    expect(await keychain.which(names)).toEqual(
      new Map([
        ['token/a', true],
        ['token/b', false],
        ['token/c', false],
      ]),
    )
    expect(asked).toHaveLength(names.length + 2)
  })

  it.each([
    ['from the beginning', 0],
    ['half way', 2],
  ])('tells of none when it is locked %s', async (_, calls) => {
    await keychain.set('token/a', 'value')
    await keychain.check()
    let left = calls
    behave = ({ call }) => {
      if (left-- > 0) return undefined
      return call === 'set' ? new Error('Cannot create an item in a locked collection') : null
    }
    expect(await keychain.which(['token/b', 'token/a'])).toBeNull()
  })

  it('is asked one thing at a time, in order', async () => {
    let open = 0
    let most = 0
    behave = (request, helper) => {
      most = Math.max(most, ++open)
      setImmediate(() => {
        open -= 1
        helper.say({ id: request.id, ok: true, value: usual(request) })
      })
      return silent
    }
    await Promise.all(Array.from({ length: 20 }, (_, at) => keychain.set('token/a', `value ${at}`)))
    expect([most, entries.get('token/a')]).toEqual([1, 'value 19'])
    expect(asked.filter((one) => one.startsWith('set'))).toHaveLength(20)
  })

  it('runs one check for all who ask at the same time, and a new one afterwards', async () => {
    expect(await Promise.all([keychain.check(), keychain.check(), keychain.check()])).toEqual(
      Array(3).fill('working'),
    )
    const once = asked.length
    await keychain.check()
    expect(asked.length).toBeGreaterThan(once)
    expect(asked.length).toBeLessThan(2 * once + 1)
  })

  it('says so when what is read back differs', async () => {
    behave = (request) => (request.call === 'get' ? 'altered' : undefined)
    await expect(keychain.set('token/a', 'value')).rejects.toMatchObject({
      failure: { code: 'keychain.failed' },
    })
    expect(await keychain.check()).toBe('failed')
  })

  it('never has a secret in its failures', async () => {
    behave = (request) =>
      request.call === 'set' ? new Error('Cannot create an item in a locked collection') : undefined
    const error: unknown = await keychain.set('token/a', 'very-secret').catch((thrown: unknown) => thrown)
    expect(JSON.stringify(error, Object.getOwnPropertyNames(error))).not.toContain('very-secret')
    for (const value of ['', 'a\nb-very-secret', 'x'.repeat(2000)])
      await expect(keychain.set('token/a', value)).rejects.toMatchObject({
        failure: { code: 'keychain.failed' },
      })
  })
})

describe('the three answers', () => {
  it('missing is said only after the sentinel was read', async () => {
    entries.set(sentinelName, 'there')
    expect(await keychain.get('token/a')).toEqual({ state: 'missing' })
    expect(asked).toEqual(['get token/a', `get ${sentinelName}`, 'get token/a'])
  })

  it('a locked keychain that answers as if it were empty is unknown', async () => {
    entries.set('token/a', 'value').set(sentinelName, 'there')
    const locked: Behaviour = ({ call }) => {
      if (call === 'set') return new Error('Cannot create an item in a locked collection')
      return call === 'remove' ? false : null
    }
    behave = locked
    expect(await keychain.get('token/a')).toEqual({ state: 'unknown', reason: 'locked' })
    await expect(keychain.remove('token/a')).rejects.toMatchObject({ failure: { code: 'keychain.locked' } })
    await expect(keychain.set('token/a', 'other')).rejects.toMatchObject({
      failure: { code: 'keychain.locked' },
    })
    expect(await keychain.check()).toBe('locked')
    expect(entries.get('token/a')).toBe('value')
  })

  it('a keychain unlocked between two answers is asked again', async () => {
    entries.set('token/a', 'value').set(sentinelName, 'there')
    let answers = 0
    behave = () => (answers++ === 0 ? null : undefined)
    expect(await keychain.get('token/a')).toEqual({ state: 'found', value: 'value' })
  })

  it('a sentinel that was deleted is written again by the probe', async () => {
    expect(await keychain.get('token/a')).toEqual({ state: 'missing' })
    expect([...entries.keys()]).toEqual([sentinelName])
  })
})

describe('a keychain that does not answer', () => {
  it('is hanging, its helper is killed, and the next call has another one', async () => {
    behave = () => silent
    expect(await keychain.get('token/a')).toEqual({ state: 'unknown', reason: 'hanging' })
    expect(helpers.map(({ killed }) => killed)).toEqual([true])
    behave = () => undefined
    expect(await keychain.check()).toBe('working')
    expect(helpers).toHaveLength(2)
  })

  it('but answers a ping is waiting for a person, who may take longer', async () => {
    entries.set('token/a', 'value')
    behave = (request, helper) => {
      if (isPing(request)) return null
      setTimeout(() => helper.say({ id: request.id, ok: true, value: usual(request) }), 120)
      return silent
    }
    expect(await keychain.get('token/a')).toEqual({ state: 'found', value: 'value' })
    expect(asked).toEqual(['get token/a', 'get ping'])
  })

  it('is locked when that person never comes', async () => {
    behave = (request) => (isPing(request) ? null : silent)
    expect(await keychain.check()).toBe('locked')
    expect(helpers.map(({ killed }) => killed)).toEqual([true])
  })

  it('cannot fail the next helper’s calls with its late end', async () => {
    behave = () => silent
    expect(await keychain.get('token/a')).toEqual({ state: 'unknown', reason: 'hanging' })
    behave = (request, helper) => {
      // The killed one's end and a late answer of it arrive while the next call is open.
      helpers[0]?.say({ id: request.id, ok: true, value: 'of another call' })
      helpers[0]?.exit()
      expect(helper).toBe(helpers[1])
      return undefined
    }
    await keychain.set('token/a', 'value')
    expect(await keychain.get('token/a')).toEqual({ state: 'found', value: 'value' })
    expect(helpers).toHaveLength(2)
  })
})

describe('a helper that ends', () => {
  it('fails the call it had and is replaced at the next', async () => {
    behave = (_, helper) => (helper.exit(), silent)
    await expect(keychain.set('token/a', 'value')).rejects.toMatchObject({
      failure: { code: 'keychain.failed' },
    })
    behave = () => undefined
    await keychain.set('token/a', 'value')
    expect(helpers).toHaveLength(2)
  })

  it('is replaced three times in a minute and then no more', async () => {
    behave = (_, helper) => (helper.exit(), silent)
    for (let at = 0; at < 10; at += 1)
      expect(await keychain.get('token/a')).toEqual({ state: 'unknown', reason: 'failed' })
    expect(helpers).toHaveLength(4)
  })

  it('never starts: the call fails in time', async () => {
    const never: HelperProcess = { ...start(), onMessage: () => undefined }
    const broken = createKeychain({ start: () => never, deadlines: { start: 30 } })
    expect(await broken.check()).toBe('failed')
    const throwing = createKeychain({
      start: () => {
        throw new Error('no such program')
      },
    })
    expect(await throwing.check()).toBe('failed')
  })

  it('says something unexpected: it is not trusted any more', async () => {
    behave = (request, helper) => (helper.say({ id: request.id, ok: true, value: { nested: 1 } }), silent)
    expect(await keychain.get('token/a')).toEqual({ state: 'unknown', reason: 'failed' })
    expect(helpers[0]?.killed).toBe(true)
  })

  it('that knew a keychain started anew since is replaced, and the call made again', async () => {
    entries.set('token/a', 'value')
    behave = (_, helper) =>
      helper === helpers[0] ? new Error('The name :1.7 was not provided by any .service files') : undefined
    expect(await keychain.get('token/a')).toEqual({ state: 'found', value: 'value' })
    expect(helpers.map(({ killed }) => killed)).toEqual([true, false])
  })

  it('is not replaced for ever when that does not help', async () => {
    behave = () => new Error('The connection is closed')
    expect(await keychain.get('token/a')).toEqual({ state: 'unknown', reason: 'absent' })
    expect(helpers).toHaveLength(2)
  })
})

describe('an entry that another program removes during a call', () => {
  const words = 'No such interface “org.freedesktop.Secret.Item” on object at path /org/freedesktop/secrets/1'

  it('fails nobody: the call is made again, by the same helper', async () => {
    let first = true
    behave = ({ call, name }) => {
      if (!first || call !== 'remove') return undefined
      first = false
      entries.delete(name)
      return new Error(words)
    }
    expect(await keychain.check()).toBe('working')
    expect([first, helpers.length]).toEqual([false, 1])
  })

  it('is a failure when it stays so', async () => {
    behave = ({ call }) => (call === 'remove' ? new Error(words) : undefined)
    expect(await codeOf(keychain.remove('token/a'))).toBe('keychain.failed')
    expect(asked).toEqual(['remove token/a', 'remove token/a'])
  })
})

describe('a helper that nobody needs', () => {
  beforeEach(() => vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout'] }))
  afterEach(() => vi.useRealTimers())
  const idle = 1_000
  const opened = () => createKeychain({ start, deadlines: { idle } })

  it('is ended after a while, and the next call has another one, however often that happens', async () => {
    entries.set('token/a', 'value')
    const rested = opened()
    for (let at = 1; at <= 6; at += 1) {
      expect(await rested.get('token/a')).toEqual({ state: 'found', value: 'value' })
      vi.advanceTimersByTime(idle - 1)
      expect(helpers.at(-1)?.killed).toBe(false)
      vi.advanceTimersByTime(1)
      expect(helpers.map(({ killed }) => killed)).toEqual(Array(at).fill(true))
    }
  })

  it('is not ended while a call waits for its answer', async () => {
    behave = () => silent
    const waiting = opened()
    const read = waiting.get('token/a')
    while (asked.length === 0) await new Promise(setImmediate)
    vi.advanceTimersByTime(idle)
    expect(helpers[0]?.killed).toBe(false)
    helpers[0]?.say({ id: 1, ok: true, value: 'value' })
    expect(await read).toEqual({ state: 'found', value: 'value' })
  })

  it('stays for a minute after a check, whatever else is asked meanwhile: a secret is to come', async () => {
    const checked = createKeychain({ start, deadlines: { idle, proved: 60_000 } })
    await checked.check()
    await checked.get('account/a')
    vi.advanceTimersByTime(50_000)
    expect(helpers.map(({ killed }) => killed)).toEqual([false])
    vi.advanceTimersByTime(10_000)
    expect(helpers.map(({ killed }) => killed)).toEqual([true])
  })

  it('that ended by itself still counts as one that was replaced', async () => {
    behave = (_, helper) => (helper.exit(), silent)
    const failing = opened()
    for (let at = 0; at < 10; at += 1) {
      await failing.get('token/a')
      vi.advanceTimersByTime(idle)
    }
    expect(helpers).toHaveLength(4)
  })
})

describe('closing', () => {
  it('kills the helper, ends the calls that wait, and starts nothing afterwards', async () => {
    behave = () => silent
    const reads = [keychain.get('token/a'), keychain.get('token/b'), keychain.check()]
    while (asked.length === 0) await new Promise(setImmediate)
    keychain.close()
    expect(helpers[0]?.killed).toBe(true)
    expect(await Promise.all(reads)).toEqual([
      { state: 'unknown', reason: 'failed' },
      { state: 'unknown', reason: 'failed' },
      'failed',
    ])
    await expect(keychain.set('token/a', 'x')).rejects.toMatchObject({ failure: { code: 'keychain.failed' } })
    expect(helpers).toHaveLength(1)
  })
})

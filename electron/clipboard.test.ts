import { randomBytes } from 'node:crypto'
import { mkdtemp, readFile, rm, stat, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { type SecretClipboardOptions, type SystemClipboard, createSecretClipboard } from './clipboard.ts'

type Payloads = Record<string, string | Blob>

/** A clock whose time passes when told; acts due are awaited. */
function madeUpTime() {
  let time = Date.parse('2030-01-01T00:00:00Z')
  let next = 1
  const waiting = new Map<number, { at: number; act: () => void }>()
  return {
    now: () => time,
    timers: {
      setTimeout(act: () => void, milliseconds: number) {
        waiting.set(next, { at: time + milliseconds, act })
        return next++
      },
      clearTimeout: (timer: unknown) => void waiting.delete(timer as number),
    },
    waiting,
    async pass(milliseconds: number) {
      const end = time + milliseconds
      for (;;) {
        const due = [...waiting].filter(([, { at }]) => at <= end).sort(([, a], [, b]) => a.at - b.at)[0]
        if (due === undefined) break
        waiting.delete(due[0])
        time = due[1].at
        due[1].act()
        // The act goes on in promises; a turn of the event loop lets all of them through.
        await new Promise((resolve) => setImmediate(resolve))
      }
      time = end
    },
  }
}

function board(
  faults: {
    readFails?: boolean
    clearFails?: number
    swallowsMarked?: boolean
    refusesMarked?: boolean
  } = {},
) {
  const state = { text: '', items: null as Payloads | null, clears: 0 }
  const clipboard: SystemClipboard<Payloads> = {
    writeText(text) {
      Object.assign(state, { text, items: null })
    },
    readText() {
      if (faults.readFails === true) throw new Error('busy')
      return state.text
    },
    clear() {
      if ((faults.clearFails ?? 0) > 0) {
        faults.clearFails = (faults.clearFails ?? 0) - 1
        throw new Error('busy')
      }
      state.clears += 1
      Object.assign(state, { text: '', items: null })
    },
    write([payloads]) {
      if (faults.refusesMarked === true || payloads === undefined)
        return Promise.reject(new TypeError('no such format'))
      const text = payloads['text/plain']
      Object.assign(state, { text: faults.swallowsMarked === true ? '' : text, items: payloads })
      return Promise.resolve()
    },
  }
  return { state, clipboard }
}

function setUp(
  more: Partial<SecretClipboardOptions<Payloads>> & { faults?: Parameters<typeof board>[0] } = {},
) {
  const time = madeUpTime()
  const { state, clipboard } = board(more.faults)
  const cleared: number[] = []
  const secretClipboard = createSecretClipboard<Payloads>({
    clipboard,
    timers: time.timers,
    now: time.now,
    seconds: () => 60,
    onCleared: () => cleared.push(time.now()),
    ...more,
  })
  return { ...secretClipboard, time, state, cleared }
}

describe('a copied secret', () => {
  it('is on the clipboard until the time that was told, and then is not', async () => {
    const { copy, time, state, cleared } = setUp()
    expect(await copy('secret-one')).toEqual({ clearsAt: '2030-01-01T00:01:00.000Z' })
    await time.pass(59_999)
    expect(state.text).toBe('secret-one')
    await time.pass(1)
    expect(state.text).toBe('')
    expect(cleared).toEqual([Date.parse('2030-01-01T00:01:00Z')])
    expect(time.waiting.size).toBe(0)
  })

  it('leaves what the owner copied later alone, and does not claim to have cleared it', async () => {
    const { copy, time, state, cleared } = setUp()
    await copy('secret-one')
    state.text = 'a shopping list'
    await time.pass(120_000)
    expect(state).toMatchObject({ text: 'a shopping list', clears: 0 })
    expect(cleared).toEqual([])
  })

  it('starts the clock again when it is copied again', async () => {
    const { copy, time, state } = setUp()
    await copy('secret-one')
    await time.pass(40_000)
    await copy('secret-two')
    await time.pass(59_000)
    expect(state.text).toBe('secret-two')
    await time.pass(1_000)
    expect(state).toMatchObject({ text: '', clears: 1 })
  })

  it('asks at each copy how long it may stay', async () => {
    let seconds = 10
    const { copy, time, state } = setUp({ seconds: () => seconds })
    await copy('secret-one')
    seconds = 30
    await copy('secret-one')
    await time.pass(29_000)
    expect(state.text).toBe('secret-one')
    await time.pass(1_000)
    expect(state.text).toBe('')
  })

  it('is taken off at once for quitting and locking, once', async () => {
    const { copy, clearNow, time, state, cleared } = setUp()
    await copy('secret-one')
    await Promise.all([clearNow(), clearNow()])
    expect(state).toMatchObject({ text: '', clears: 1 })
    expect(cleared).toHaveLength(1)
    expect(time.waiting.size).toBe(0)
  })

  it('that is copied while an older one is being taken off stays', async () => {
    const { copy, clearNow, state } = setUp()
    await copy('secret-one')
    await Promise.all([clearNow(), copy('secret-two')])
    expect(state.text).toBe('secret-two')
  })

  it('is cleared when the clipboard cannot be read', async () => {
    const faults = { readFails: false }
    const { copy, time, state } = setUp({ faults })
    await copy('secret-one')
    faults.readFails = true
    await time.pass(60_000)
    expect(state).toMatchObject({ text: '', clears: 1 })
  })

  it('is tried again when the clipboard refuses to be cleared', async () => {
    const { copy, time, state, cleared } = setUp({ faults: { clearFails: 2 } })
    await copy('secret-one')
    await time.pass(60_000)
    expect(state.text).toBe('secret-one')
    await time.pass(2_000)
    expect(state.text).toBe('')
    expect(cleared).toHaveLength(1)
  })

  it('is looked for even when copying it failed half way', async () => {
    const { state, clipboard } = board()
    const failing: SystemClipboard<Payloads> = {
      ...clipboard,
      writeText(text) {
        state.text = text
        throw new Error('busy')
      },
    }
    const { copy, time } = setUp({ clipboard: failing })
    await expect(copy('secret-one')).rejects.toThrow('busy')
    await time.pass(60_000)
    expect(state.text).toBe('')
  })
})

describe('marking', () => {
  const item = (payloads: Payloads) => payloads
  const format = (name: string) => `electron application/osclipboard;format="${name}"`
  const bytes = async (payload: string | Blob | undefined) =>
    payload instanceof Blob ? [...new Uint8Array(await payload.arrayBuffer())] : payload

  it('asks Windows to keep the secret out of monitors, history and cloud', async () => {
    const { copy, state } = setUp({ item, platform: 'win32' })
    await copy('secret-one')
    expect(state.items?.['text/plain']).toBe('secret-one')
    for (const name of [
      'ExcludeClipboardContentFromMonitorProcessing',
      'CanIncludeInClipboardHistory',
      'CanUploadToCloudClipboard',
    ])
      expect(await bytes(state.items?.[format(name)])).toEqual([0, 0, 0, 0])
  })

  it.each([
    ['darwin', 'org.nspasteboard.ConcealedType', '1'],
    ['linux', 'x-kde-passwordManagerHint', 'secret'],
  ] as const)('%s: %s', async (platform, name, payload) => {
    const { copy, state } = setUp({ item, platform })
    await copy('secret-one')
    expect(state.items).toEqual({ 'text/plain': 'secret-one', [format(name)]: payload })
  })

  it.each([{ swallowsMarked: true }, { refusesMarked: true }])(
    'the secret is copied without marks when the system takes them badly: %j',
    async (faults) => {
      const { copy, time, state } = setUp({ item, platform: 'linux', faults })
      await copy('secret-one')
      expect(state).toMatchObject({ text: 'secret-one', items: null })
      await time.pass(60_000)
      expect(state.text).toBe('')
    },
  )

  it('is left out where Electron has no clipboard items', async () => {
    const { copy, state } = setUp({ platform: 'win32' })
    await copy('secret-one')
    expect(state).toMatchObject({ text: 'secret-one', items: null })
  })
})

describe('the note for the next start', () => {
  let folder = ''
  const file = () => join(folder, 'clipboard-note.json')
  beforeEach(async () => {
    folder = await mkdtemp(join(tmpdir(), 'granary-clipboard-'))
  })
  afterEach(() => rm(folder, { recursive: true, force: true }))

  it('lets the start after a crash take the secret off, and holds nothing of it', async () => {
    const secret = randomBytes(24).toString('hex')
    const { state, clipboard } = board()
    await setUp({ clipboard, noteFile: file() }).copy(secret)
    const text = await readFile(file(), 'utf8')
    expect(text).not.toContain(secret)
    expect((await stat(file())).mode & 0o777).toBe(0o600)
    const next = setUp({ clipboard, noteFile: file() })
    await next.clearLeftOver()
    expect(state.text).toBe('')
    await expect(stat(file())).rejects.toMatchObject({ code: 'ENOENT' })
  })

  it('leaves another text alone and is removed', async () => {
    const { state, clipboard } = board()
    await setUp({ clipboard, noteFile: file() }).copy('secret-one')
    state.text = 'a shopping list'
    await setUp({ clipboard, noteFile: file() }).clearLeftOver()
    expect(state).toMatchObject({ text: 'a shopping list', clears: 0 })
    await expect(stat(file())).rejects.toMatchObject({ code: 'ENOENT' })
  })

  it('is gone once the secret is', async () => {
    const { copy, clearNow } = setUp({ noteFile: file() })
    await copy('secret-one')
    await clearNow()
    await expect(stat(file())).rejects.toMatchObject({ code: 'ENOENT' })
  })

  it.each(['', '{', '{"key":"x","print":"y"}', '[]'])('that is damaged changes nothing: %j', async (text) => {
    const { state, clipboard } = board()
    state.text = 'a shopping list'
    await writeFile(file(), text)
    await setUp({ clipboard, noteFile: file() }).clearLeftOver()
    expect(state.text).toBe('a shopping list')
  })

  it('that cannot be written does not keep the owner from copying', async () => {
    const { copy, state } = setUp({ noteFile: join(folder, 'missing', 'note') })
    await copy('secret-one')
    expect(state.text).toBe('secret-one')
  })
})

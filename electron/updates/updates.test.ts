import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import type { UpdateState } from '../../shared/contract/updates.ts'
import { Failed } from '../../shared/errors.ts'
import type { Installer } from './installer.ts'
import { type UpdatesParts, createUpdates } from './updates.ts'

beforeEach(() => void vi.useFakeTimers({ now: Date.parse('2026-11-25T10:00:00Z') }))
afterEach(() => void vi.useRealTimers())

const found = { version: '0.2.0', notes: '### Added' }

function world(more: Partial<UpdatesParts & Installer> = {}) {
  const states: UpdateState['status'][] = []
  const installed: boolean[] = []
  let checks = 0
  let quits = 0
  const installer: Installer = {
    async check() {
      checks += 1
      return more.check ? more.check() : found
    },
    download: more.download ?? (async (onPart) => onPart(0.5)),
    stop: more.stop ?? (() => undefined),
    install(restart) {
      installed.push(restart)
      return false
    },
  }
  const updates = createUpdates({
    form: 'itself',
    installer: async () => installer,
    looksByItself: () => true,
    unkept: () => [],
    quit: () => (quits += 1),
    announce: ({ status }) => states.push(status),
    note: () => undefined,
    now: Date.now,
    ...more,
  })
  const settled = () => vi.advanceTimersByTimeAsync(0)
  return {
    updates,
    states,
    installed,
    settled,
    phases: () => states.map(({ phase }) => phase),
    checks: () => checks,
    quits: () => quits,
  }
}

describe('a copy that replaces itself', () => {
  it('looks, downloads and is ready', async () => {
    const { updates, settled, states } = world()
    updates.check()
    await settled()
    expect(states).toEqual([
      { phase: 'checking' },
      { phase: 'downloading', release: found, part: 0 },
      { phase: 'downloading', release: found, part: 0.5 },
      { phase: 'ready', release: found },
    ])
    expect(updates.state().checkedAt).toBe('2026-11-25T10:00:00.000Z')
  })

  it('does not look twice at a time, nor when one is ready', async () => {
    const { updates, settled, checks } = world()
    updates.check()
    updates.check()
    await settled()
    updates.check()
    await settled()
    expect(checks()).toBe(1)
  })

  it('says why it could not, and tries again when asked', async () => {
    let answer = (): never => {
      throw new Failed('update.notSigned')
    }
    const { updates, settled, states } = world({ check: async () => answer() })
    updates.check()
    await settled()
    expect(states.at(-1)).toEqual({ phase: 'failed', failure: { code: 'update.notSigned' } })
    answer = () => null as never
    updates.check()
    await settled()
    expect(states.at(-1)).toEqual({ phase: 'idle' })
  })

  it('is stopped by its owner, which is no failure', async () => {
    let breakOff: () => void = () => undefined
    const { updates, settled, states } = world({
      download: () => new Promise((_, reject) => (breakOff = () => reject(new Failed('update.brokenOff')))),
      stop: () => breakOff(),
    })
    updates.check()
    await settled()
    updates.stop()
    await settled()
    expect(states.at(-1)).toEqual({ phase: 'newer', release: found })
  })
})

describe('restarting', () => {
  async function ready(more: Partial<UpdatesParts> = {}) {
    const parts = world(more)
    parts.updates.check()
    await parts.settled()
    return parts
  }

  it('quits, installs as the last act and starts again', async () => {
    const { updates, quits, installed } = await ready()
    updates.restart()
    expect(quits()).toBe(1)
    expect(installed).toEqual([])
    updates.finish()
    expect(installed).toEqual([true])
  })

  it('does not happen while a secret is only in memory', async () => {
    const { updates, quits } = await ready({ unkept: () => ['CI push'] })
    expect(() => updates.restart()).toThrow('update.secretUnkept')
    expect(quits()).toBe(0)
  })

  it('an owner who stayed quits later without a restart', async () => {
    const { updates, installed } = await ready()
    updates.restart()
    updates.stayed()
    updates.finish()
    expect(installed).toEqual([false])
  })

  it('nothing is installed behind an owner who switched updates off meanwhile', async () => {
    let on = true
    const { updates, installed } = await ready({ looksByItself: () => on })
    on = false
    updates.finish()
    expect(installed).toEqual([])
    updates.restart()
    updates.finish()
    expect(installed).toEqual([true])
  })

  it('a disk that refuses at the end does not keep the process', async () => {
    const { updates } = await ready({
      installer: async () => ({
        check: async () => found,
        download: async () => undefined,
        stop: () => undefined,
        install() {
          throw new Error('EROFS')
        },
      }),
    })
    expect(updates.finish()).toBe(false)
  })
})

it('a package only tells', async () => {
  const { updates, settled, states } = world({ form: 'packageManager' })
  updates.check()
  await settled()
  expect(states.at(-1)).toEqual({ phase: 'newer', release: found })
})

it('looks by itself some minutes after the start and then once a day, if it may', async () => {
  let on = true
  const { updates, checks } = world({ check: async () => null, looksByItself: () => on })
  updates.begin()
  await vi.advanceTimersByTimeAsync(60_000)
  expect(checks()).toBe(0)
  await vi.advanceTimersByTimeAsync(60_000)
  expect(checks()).toBe(1)
  await vi.advanceTimersByTimeAsync(24 * 3_600_000)
  expect(checks()).toBe(2)
  on = false
  await vi.advanceTimersByTimeAsync(48 * 3_600_000)
  expect(checks()).toBe(2)
})

it('a checkout looks nowhere', async () => {
  const { updates, states } = world({ form: 'source', installer: null })
  updates.begin()
  updates.check()
  await vi.advanceTimersByTimeAsync(48 * 3_600_000)
  expect(states).toEqual([])
  expect(updates.state().canCheck).toBe(false)
})

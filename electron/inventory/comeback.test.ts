import { describe, expect, it } from 'vitest'
import { createComeback } from './comeback.ts'

const acme = { accountId: 'a1', organization: 'acme' }
const globex = { accountId: 'a1', organization: 'globex' }
const elsewhere = { accountId: 'a2', organization: 'acme' }

function setUp() {
  const asked: string[] = []
  const sleeps: { milliseconds: number; wake(): void }[] = []
  const state = { offline: true, fails: false, backs: 0 }
  const quitting = new AbortController()
  const comeback = createComeback({
    async refresh({ accountId, organization }) {
      asked.push(`${accountId}/${organization}`)
      if (state.fails) throw new Error('signed out')
      return { offline: state.offline }
    },
    back: () => (state.backs += 1),
    sleep: (milliseconds, signal) =>
      new Promise((resolve, reject) => {
        sleeps.push({ milliseconds, wake: resolve })
        signal.addEventListener('abort', () => reject(new Error('quit')))
      }),
    signal: quitting.signal,
  })
  /** Lets the time of the last pause pass. */
  async function wake() {
    const { length } = sleeps
    sleeps.at(-1)?.wake()
    // Until it sleeps again, or has nothing left to ask for.
    for (let turn = 0; turn < 20 && sleeps.length === length; turn++) await Promise.resolve()
  }
  return {
    comeback,
    asked,
    sleeps,
    state,
    quitting,
    wake,
    pauses: () => sleeps.map((one) => one.milliseconds),
  }
}

describe('while a server cannot be reached', () => {
  it('it is asked less and less often, with one organization for all, until it answers', async () => {
    const { comeback, asked, sleeps, state, wake, pauses } = setUp()
    comeback.noted(acme, true)
    comeback.noted(globex, true)
    await Promise.resolve()
    await Promise.resolve()
    sleeps.splice(0, 1)
    expect(asked).toEqual([])
    for (let turn = 0; turn < 6; turn++) await wake()
    expect(pauses()).toEqual([2_000, 4_000, 8_000, 16_000, 32_000, 60_000, 60_000])
    expect(asked).toEqual(Array.from({ length: 6 }, () => 'a1/acme'))
    state.offline = false
    await wake()
    expect(asked.slice(6)).toEqual(['a1/acme', 'a1/globex'])
    expect(state.backs).toBe(1)
    // Nothing waits any more; the next time begins anew.
    expect(pauses()).toHaveLength(7)
    comeback.noted(acme, true)
    expect(pauses().at(-1)).toBe(2_000)
  })

  it('another account is asked on its own', () => {
    const { comeback, pauses } = setUp()
    comeback.noted(acme, true)
    comeback.noted(elsewhere, true)
    expect(pauses()).toEqual([2_000, 2_000])
  })

  it('nothing is asked for once somebody else was answered, or the account is signed out', async () => {
    const { comeback, asked, wake } = setUp()
    comeback.noted(acme, true)
    comeback.noted(acme, false)
    await wake()
    comeback.noted(acme, true)
    comeback.forget('a1')
    await wake()
    expect(asked).toEqual([])
  })

  it('it is asked soon again when the owner has just tried in vain', async () => {
    const { comeback, wake, pauses } = setUp()
    comeback.noted(acme, true)
    for (let turn = 0; turn < 4; turn++) await wake()
    expect(pauses().at(-1)).toBe(32_000)
    comeback.noted(acme, true)
    for (let turn = 0; turn < 20 && pauses().length < 6; turn++) await Promise.resolve()
    expect(pauses().at(-1)).toBe(2_000)
  })

  it('a refusal is an answer too', async () => {
    const { comeback, asked, state, wake, pauses } = setUp()
    state.fails = true
    comeback.noted(acme, true)
    await wake()
    expect(asked).toHaveLength(1)
    expect(pauses()).toHaveLength(1)
  })

  it('nothing is asked for after the app quits', async () => {
    const { comeback, asked, quitting } = setUp()
    comeback.noted(acme, true)
    quitting.abort()
    await Promise.resolve()
    expect(asked).toEqual([])
  })
})

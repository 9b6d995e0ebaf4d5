// A log of any length in a window of memory: nothing left out, nothing twice, nothing of an earlier question.
import { describe, expect, it } from 'vitest'
import { shallowRef } from 'vue'
import { Failed } from '../../shared/errors.ts'
import { CallFailed } from '../failed.ts'
import { usePagedLog } from './usePagedLog.ts'

const size = 10

/** A log of numbers, the newest (0) first; the cursor is where a page begins. */
function open(total: number) {
  const asked: (number | null)[] = []
  const log = { total, extra: 0, fails: false, wait: Promise.resolve() }
  const fits = shallowRef<((row: number) => boolean) | null>(null)
  const paged = usePagedLog<number, number>({
    fits,
    async read(from) {
      asked.push(from)
      await log.wait
      if (log.fails) throw new CallFailed(new Failed('server.unreachable').failure)
      const start = from ?? 0
      const rows = Array.from({ length: Math.min(size, log.total - start) }, (_, index) => start + index)
      const next = start + size < log.total ? start + size : null
      return { rows, next, reached: null, readAt: '2027-03-01T00:00:00Z', offline: false }
    },
  })
  return { ...paged, fits, log, asked }
}

describe('a paged log', () => {
  it('reads on to its end, each page once', async () => {
    const { restart, more, count, ended, rowAt, asked } = open(35)
    await restart()
    for (let page = 0; page < 9; page++) await more()
    expect([count.value, ended.value, asked.length]).toEqual([35, true, 4])
    expect(Array.from({ length: 36 }, (_, index) => rowAt(index))).toEqual([...Array(35).keys(), undefined])
  })

  it('holds the rows of twenty pages, and reads others again when they are needed', async () => {
    const { restart, more, need, loaded, rowAt, asked } = open(1000)
    await restart()
    for (let page = 1; page < 50; page++) await more()
    expect(loaded.value).toHaveLength(200)
    expect([rowAt(5), rowAt(495)]).toEqual([undefined, 495])
    asked.length = 0
    await need(15, 24)
    await need(15, 24)
    expect(asked).toEqual([10, 20])
    expect([rowAt(15), rowAt(24)]).toEqual([15, 24])
    expect(loaded.value).toHaveLength(200)
  })

  it('reads what follows anew where a page has changed meanwhile', async () => {
    const { restart, more, need, count, ended, log } = open(220)
    await restart()
    while (!ended.value) await more()
    log.total = 5
    await need(0, 3)
    expect([count.value, ended.value]).toEqual([5, true])
  })

  it('finds what is on any page that was read, and holds that and no more', async () => {
    const { restart, more, searchOn, fits, found, unsearched, loaded } = open(1000)
    const all = async () => {
      while (unsearched.value > 0) await searchOn()
    }
    await restart()
    for (let page = 1; page < 50; page++) await more()
    expect(found.value).toBeNull()
    fits.value = (row) => row % 100 === 5
    expect([found.value, unsearched.value]).toEqual([[305, 405], 300])
    await all()
    expect(found.value).toEqual([5, 105, 205, 305, 405])
    // Another search begins anew; what is read from now on is looked through as it comes.
    fits.value = (row) => row % 250 === 249
    await all()
    for (let page = 50; page < 100; page++) await more()
    expect([found.value, unsearched.value]).toEqual([[249, 499, 749, 999], 0])
    expect(loaded.value).toHaveLength(200)
  })

  it('does not show the answer to an earlier question', async () => {
    const { restart, count, log } = open(35)
    let answer = () => {}
    log.wait = new Promise((resolve) => (answer = resolve))
    const slow = restart()
    log.wait = Promise.resolve()
    log.total = 3
    await restart()
    log.total = 35
    answer()
    await slow
    expect(count.value).toBe(3)
  })

  it('keeps what it has when more cannot be read, and goes on afterwards', async () => {
    const { restart, more, count, state, failure, log } = open(35)
    await restart()
    log.fails = true
    await more()
    expect([count.value, state.value, failure.value?.code]).toEqual([10, 'failed', 'server.unreachable'])
    log.fails = false
    await more()
    expect([count.value, state.value, failure.value]).toEqual([20, 'ready', null])
  })
})

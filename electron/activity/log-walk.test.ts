// Walking a log: against a model, while events arrive at its front, late ones too, at servers of every precision.
import * as fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { type LogCursor, type ReadLog, walkLog } from './log-walk.ts'
import { momentOf } from './moment.ts'

interface Row {
  at: string
  what: string
  /** Tells the model's rows apart; the walk does not know it. */
  id: number
  moment: number
}

/** A server's log: newest first, pages by number, `to` compared as coarsely as it likes. */
class Log {
  readonly rows: Row[] = []
  asked = 0
  readonly pageSize: number
  readonly to: 'exact' | 'seconds' | 'exclusive' | 'ignored'
  constructor(pageSize = 30, to: Log['to'] = 'exact') {
    this.pageSize = pageSize
    this.to = to
  }
  add(at: string, what: string) {
    this.rows.push({ at, what, id: this.rows.length, moment: momentOf(at) })
  }
  read: ReadLog<Row> = async (to, page) => {
    this.asked++
    const rows = this.rows
      .filter(({ at }) => to === null || this.upTo(at, to))
      .sort((one, other) => other.moment - one.moment || other.id - one.id)
      .slice((page - 1) * this.pageSize, page * this.pageSize)
    return { rows, given: rows.length }
  }
  private upTo(at: string, to: string): boolean {
    if (this.to === 'ignored') return true
    if (this.to === 'exclusive') return momentOf(at) < momentOf(to)
    const seconds = (text: string) => Math.floor(Date.parse(text) / 1000)
    return this.to === 'seconds' ? seconds(at) <= seconds(to) : momentOf(at) <= momentOf(to)
  }
}

const start = Date.parse('2027-03-01T00:00:00Z')
/** A moment in microseconds since the start. */
const stamp = (micros: number) =>
  new Date(start + Math.floor(micros / 1000))
    .toISOString()
    .replace('Z', `${String(micros % 1000).padStart(3, '0')}Z`)

async function walkAll(logs: readonly Log[], between: (step: number) => void = () => {}): Promise<Row[]> {
  const found: Row[] = []
  let cursor: LogCursor | null = null
  for (let step = 0; ; step++) {
    if (step > 3000) throw new Error('it does not end')
    const { rows, next } = await walkLog(
      { logs: logs.map((log) => log.read), markOf: ({ what }) => what },
      cursor,
    )
    found.push(...rows)
    if (next === null) return found
    // As it goes through the contract.
    cursor = JSON.parse(JSON.stringify(next)) as LogCursor
    between(step)
  }
}

/** Few moments for many events, so that many share one; few words, so that some are alike in everything. */
const events = (most: number) =>
  fc.array(
    fc.record({
      micros: fc.oneof(
        fc.nat(40).map((n) => n * 250_000),
        fc.nat(2),
      ),
      what: fc.nat(2),
    }),
    {
      maxLength: most,
      // Else fast-check keeps to a dozen, and no page is ever full.
      size: 'max',
    },
  )

describe('a walk', () => {
  it('reads every event once while others arrive, in front or late', async () => {
    await fc.assert(
      fc.asyncProperty(
        events(90),
        fc.array(events(3), { maxLength: 8 }),
        fc.constantFrom('exact' as const, 'seconds' as const, 'exclusive' as const),
        async (before, arriving, to) => {
          const log = new Log(25, to)
          for (const { micros, what } of before) log.add(stamp(micros), String(what))
          const there = log.rows.length
          const found = await walkAll([log], (step) => {
            for (const { micros, what } of arriving[step] ?? []) log.add(stamp(micros), String(what))
          })
          // Alike events cannot be told apart, so they are counted.
          const alike = (rows: readonly Row[]) => rows.map(({ at, what }) => `${at} ${what}`).sort()
          const all = alike(log.rows)
          for (const entry of alike(log.rows.slice(0, there))) expect(all).toContain(entry)
          const count = (list: string[], entry: string) => list.filter((one) => one === entry).length
          const [seen, first] = [alike(found), alike(log.rows.slice(0, there))]
          for (const entry of new Set([...seen, ...first])) {
            expect(count(seen, entry)).toBeGreaterThanOrEqual(count(first, entry))
            expect(count(seen, entry)).toBeLessThanOrEqual(count(all, entry))
          }
        },
      ),
      { numRuns: 40 },
    )
  })

  it('is not misled by what arrives between two pages of one second', async () => {
    const log = new Log(25)
    for (let index = 0; index < 80; index++) log.add(stamp(5_000_000), 'same')
    for (let index = 0; index < 10; index++) log.add(stamp(1_000_000), 'older')
    let late = 3
    const read = log.read
    log.read = async (to, page) => {
      const answer = await read(to, page)
      if (page === 2 && late-- > 0) log.add(stamp(5_000_000), `late ${late}`)
      return answer
    }
    const found = await walkAll([log])
    expect(found.filter(({ what }) => what === 'same')).toHaveLength(80)
    expect(found.filter(({ what }) => what === 'older')).toHaveLength(10)
    const lateOnes = found.filter(({ what }) => what.startsWith('late')).map(({ what }) => what)
    expect(new Set(lateOnes).size).toBe(lateOnes.length)
  })

  it('does not turn round for what is told late at the very bound', async () => {
    const log = new Log(25)
    // Ten in the second before, which the walk has forgotten by then.
    for (let index = 0; index < 80; index++)
      log.add(stamp((index < 10 ? 6_500_000 : 6_090_000) - index * 10_000), `${index}`)
    const found = await walkAll([log], (step) => {
      if (step === 1) log.add(stamp(6_000_000), 'late')
    })
    expect(found.map(({ what }) => what).filter((what) => what !== 'late')).toEqual(
      Array.from({ length: 80 }, (_, index) => `${index}`),
    )
  })

  it('reads several logs as one, newest first', async () => {
    const logs = [new Log(30), new Log(30), new Log(30)]
    for (let index = 0; index < 400; index++)
      logs[index % 7 === 0 ? 1 : 0]!.add(stamp(index * 90_000), `${index}`)
    const found = await walkAll(logs)
    expect(found.map(({ what }) => Number(what))).toEqual(
      Array.from({ length: 400 }, (_, index) => 399 - index),
    )
  })

  it('asks once a page, and little more for busy seconds', async () => {
    const log = new Log(100)
    for (let index = 0; index < 2000; index++) log.add(stamp(index * 40_000), `${index}`)
    expect(await walkAll([log])).toHaveLength(2000)
    expect(log.asked).toBeLessThan(45)
  })

  it('ends with a failure where the server does not heed the time', async () => {
    const log = new Log(30, 'ignored')
    for (let index = 0; index < 200; index++) log.add(stamp(index * 3_000_000), `${index}`)
    await expect(walkAll([log])).rejects.toMatchObject({ failure: { code: 'server.unexpected' } })
  })
})

// What the audit log tells: page by page back to the mark, and, against a server in a model, that nothing is missed.
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { Failed } from '../../shared/errors.ts'
import type { HubAuditEvent } from '../../shared/hub/audit-logs.ts'
import { memoryDocuments } from '../../tests/support/memory-documents.ts'
import { openInventories } from './inventory.ts'
import { type LogPage, type Mark, readTold, toldIds } from './told.ts'
import { keptAs } from '../../tests/support/inventories.ts'

const at = (second: number): string =>
  new Date(Date.parse('2027-03-10T12:00:00Z') + second * 1000).toISOString()
const moment = (second: number): number => Date.parse(at(second))
const event = (second: number, change: Partial<HubAuditEvent> = {}): HubAuditEvent => ({
  ...{
    action: 'org.access_token.update',
    name: 'CI',
    actor: 'ada',
    data: { id: 't1' },
    timestamp: at(second),
  },
  ...change,
})

/** A log in pages of `size`, newest first; counts what is asked. */
function paged(events: readonly HubAuditEvent[], size = 2) {
  const asked: number[] = []
  const read = async (page: number): Promise<LogPage> => {
    asked.push(page)
    const rows = events.slice((page - 1) * size, page * size)
    return { events: rows, unreadable: 0, last: rows.length < size }
  }
  return { read, asked }
}

const since = (second: number, count = 1): Mark => ({ at: moment(second), count })

describe('what the log tells', () => {
  it('is nothing to go by without a mark, and one page for the next time', async () => {
    const { read, asked } = paged([event(5), event(5), event(3)], 3)
    expect(await readTold(read, null)).toEqual({ kind: 'anything', mark: since(5, 2) })
    expect(asked).toEqual([1])
    expect(await readTold(paged([]).read, null)).toEqual({ kind: 'anything', mark: { at: null, count: 0 } })
  })

  it('is read back to the mark and no further', async () => {
    const log = [
      event(9, { data: { id: 'b' } }),
      event(8, { action: 'repo.tag.push' }),
      event(7, { data: { id: 'a' } }),
    ]
    const { read, asked } = paged([...log, event(5), event(4), event(3), event(2)])
    expect(await readTold(read, since(5))).toEqual({
      kind: 'changes',
      mark: since(9),
      changes: [
        { id: 'b', label: 'CI' },
        { id: 'a', label: 'CI' },
      ],
    })
    expect(asked).toEqual([1, 2, 3])
    expect(await readTold(paged([event(5), event(4)]).read, since(5))).toMatchObject({ changes: [] })
  })

  it('counts what happened in the mark’s own moment, and takes all of it for new when there is more', async () => {
    const same = [event(5, { data: { id: 'b' } }), event(5, { data: { id: 'a' } })]
    expect(await readTold(paged([...same, event(4)]).read, since(5, 2))).toMatchObject({ changes: [] })
    expect(await readTold(paged([...same, event(4)]).read, since(5, 1))).toMatchObject({
      changes: [{ id: 'b' }, { id: 'a' }],
      mark: since(5, 2),
    })
  })

  it('leaves creations and deletions to the list, and every other act on a token counts', async () => {
    const actions = ['create', 'update', 'delete', 'deactivate'].map((act) => `org.access_token.${act}`)
    const log = actions.map((action, index) => event(9, { action, name: `n${index}`, data: null }))
    expect(await readTold(paged(log, 9).read, { at: null, count: 0 })).toMatchObject({
      changes: [
        { id: null, label: 'n1' },
        { id: null, label: 'n3' },
      ],
    })
  })

  it('is anything when the mark is too far back', async () => {
    const log = Array.from({ length: 40 }, (_, index) => event(100 - index))
    const { read, asked } = paged(log)
    expect(await readTold(read, since(1))).toEqual({ kind: 'anything', mark: since(100) })
    expect(asked).toHaveLength(10)
  })

  it('is nothing when it is refused or makes no sense, and fails where the server is away', async () => {
    const failing = (failure: Failed) => readTold(() => Promise.reject(failure), since(1))
    expect(await failing(new Failed('server.refused'))).toEqual({ kind: 'refused' })
    // The list of tokens is not told to be gone by a server that has no such log.
    expect(await failing(new Failed('organization.gone'))).toEqual({ kind: 'unreadable' })
    expect(await failing(new Failed('server.timeout'))).toEqual({ kind: 'unreadable' })
    expect(await failing(new Failed('server.unexpected'))).toEqual({ kind: 'unreadable' })
    await expect(failing(new Failed('server.unreachable'))).rejects.toMatchObject({
      failure: { code: 'server.unreachable' },
    })
    const broken = async () => ({ events: [event(5)], unreadable: 1, last: true })
    expect(await readTold(broken, since(1))).toEqual({ kind: 'unreadable' })
    expect(await readTold(paged([event(5, { timestamp: 'soon' })]).read, since(1))).toEqual({
      kind: 'unreadable',
    })
  })

  it('is of the token with its id, else of those with its label, else of any', () => {
    const known = [
      { id: 'a', label: 'old' },
      { id: 'b', label: 'B' },
    ]
    const listed = [
      { id: 'a', label: 'new' },
      { id: 'b', label: 'B' },
      { id: 'c', label: 'C' },
    ]
    const told = (...changes: { id: string | null; label: string }[]) =>
      [...toldIds({ kind: 'changes', mark: since(1), changes }, known, listed)].sort()
    expect(told({ id: 'b', label: 'old' })).toEqual(['b'])
    expect(told({ id: null, label: 'new' }, { id: null, label: 'C' })).toEqual(['a', 'c'])
    expect(told({ id: null, label: 'old' })).toEqual(['a'])
    expect(told({ id: null, label: 'else' })).toEqual(['a', 'b', 'c'])
  })
})

interface ServerToken {
  label: string
  access: number
}

/** A server with an audit log: a coarse clock, small pages, and events that may lack the token's id. */
function createServer(withIds: boolean) {
  const tokens = new Map<string, ServerToken>()
  const log: HubAuditEvent[] = []
  let second = 0
  let made = 0
  const write = (act: string, id: string, name: string) =>
    log.unshift(event(second, { action: `org.access_token.${act}`, name, data: withIds ? { id } : null }))
  const pick = (number: number) => [...tokens.keys()][number % Math.max(1, tokens.size)]
  return {
    tokens,
    log,
    create() {
      const id = `t${(made += 1)}`
      tokens.set(id, { label: id, access: made })
      write('create', id, id)
    },
    change(number: number) {
      const id = pick(number)
      const token = id === undefined ? undefined : tokens.get(id)
      if (id === undefined || !token) return
      token.access += 1000
      write('update', id, token.label)
    },
    rename(number: number) {
      const id = pick(number)
      const token = id === undefined ? undefined : tokens.get(id)
      if (id === undefined || !token) return
      token.label += '!'
      write('update', id, token.label)
    },
    remove(number: number) {
      const id = pick(number)
      if (id === undefined) return
      write('delete', id, tokens.get(id)?.label ?? '')
      tokens.delete(id)
    },
    pass: () => (second += 1),
  }
}

const step = fc.oneof(
  { weight: 4, arbitrary: fc.record({ act: fc.constant('change' as const), number: fc.nat(9) }) },
  { weight: 2, arbitrary: fc.record({ act: fc.constantFrom('create', 'pass'), number: fc.constant(0) }) },
  { weight: 1, arbitrary: fc.record({ act: fc.constantFrom('rename', 'remove'), number: fc.nat(9) }) },
)
const runs = 300

it(`after a sync every token has the access of the server, in ${runs} orders of changes and syncs`, async () => {
  const seen = { requests: 0, tokens: 0 }
  await fc.assert(
    fc.asyncProperty(
      fc.scheduler(),
      fc.boolean(),
      fc.array(fc.tuple(fc.array(step, { maxLength: 6 }), fc.integer({ min: 1, max: 3 })), { maxLength: 4 }),
      async (scheduler, withIds, rounds) => {
        const server = createServer(withIds)
        for (let count = 0; count < 5; count += 1) server.create()
        const ref = { accountId: 'me', organization: 'acme' }
        const shared = { is_active: true, created_at: at(0), created_by: 'ada' }
        // What the server says is said before the answer is under way.
        const answer = <T>(value: T): Promise<T> => scheduler.schedule(Promise.resolve(value))
        const documents = new Map<string, unknown>()
        const inventories = openInventories({
          documents: memoryDocuments(documents),
          list: () => {
            const tokens = [...server.tokens].map(([id, { label }]) => ({ ...shared, id, label }))
            return answer({ tokens, unreadable: 0, total: tokens.length })
          },
          get: async ({ tokenId }) => {
            seen.requests += 1
            const token = server.tokens.get(tokenId)
            const found = token && { ...token }
            await answer(null)
            if (!found) throw new Failed('token.gone')
            const resources = [{ type: 'TYPE_REPO', path: `acme/${found.access}`, scopes: [] }]
            return { ...shared, id: tokenId, label: found.label, resources }
          },
          log: (_, page) => answer({ ...paged([...server.log], 4), page }).then(({ read }) => read(page)),
          limit: async () => null,
          areKept: keptAs(() => false),
          serverNow: Date.now,
          dropped: () => undefined,
          changed: () => undefined,
          now: () => moment(0),
        })
        const doStep = ({ act, number }: { act: string; number: number }) => {
          if (act === 'change') server.change(number)
          if (act === 'rename') server.rename(number)
          if (act === 'remove') server.remove(number)
          if (act === 'create') server.create()
          if (act === 'pass') server.pass()
        }
        for (const [steps, syncs] of rounds) {
          // One after the other, so that some come late.
          const changing = steps.reduce(
            (before, one) => before.then(() => answer(one)).then(doStep),
            Promise.resolve(),
          )
          const syncing = Array.from({ length: syncs }, () => inventories.sync(ref).catch(() => undefined))
          await scheduler.waitFor(Promise.all([changing, ...syncing]))
        }
        await scheduler.waitFor(inventories.sync(ref))
        const { tokens } = await inventories.read(ref)
        seen.tokens += tokens.length * (rounds.length + 1)
        expect(
          new Map(
            tokens.flatMap(({ id, goneAt, resources }) => (goneAt ? [] : [[id, resources?.[0]?.path]])),
          ),
        ).toEqual(new Map([...server.tokens].map(([id, { access }]) => [id, `acme/${access}`])))
      },
    ),
    { numRuns: runs },
  )
  // It is not by reading everything each time that it is right.
  expect(seen.requests).toBeLessThan(seen.tokens)
}, 60_000)

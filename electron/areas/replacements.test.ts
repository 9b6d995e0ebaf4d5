import { describe, expect, it } from 'vitest'
import { forgetReplacements, keptReplacements, noReplacements, replacementsArea } from './replacements.ts'

const ref = { accountId: 'a1', organization: 'acme' }
const bot = { ...ref, username: 'acmebot' }

function setUp() {
  let kept = noReplacements
  const announced: unknown[] = []
  const store = {
    read: () => kept,
    // As on disk: what does not fit is not written.
    change: async (next: (current: typeof kept) => typeof kept) =>
      (kept = keptReplacements.parse(next(kept))),
  }
  const area = replacementsArea({
    store,
    announce: (name, payload) => announced.push([name, payload]),
    now: () => Date.UTC(2027, 0, 1),
  })
  return { area, store, announced }
}

const begun = { member: 'acmebot', tokenId: 't1', startedAt: '2027-01-01T00:00:00.000Z', done: [] }

describe('tokens in the place of members', () => {
  it('are listed with what was ticked, whatever the order of ticking', async () => {
    const { area, announced } = setUp()
    await area.begin({ ...bot, tokenId: 't1' })
    expect(area.list(ref)).toMatchObject([begun])
    await area.tick({ ...bot, step: 'removed', done: true })
    await area.tick({ ...bot, step: 'placed', done: true })
    await area.tick({ ...bot, step: 'placed', done: true })
    expect(area.list(ref)).toMatchObject([{ done: ['removed', 'placed'] }])
    await area.tick({ ...bot, step: 'removed', done: false })
    expect(area.list(ref)).toMatchObject([{ done: ['placed'] }])
    expect(announced).toHaveLength(5)
    expect(announced[0]).toEqual(['changed', ref])
  })

  it('begin anew with another token for the same member', async () => {
    const { area } = setUp()
    await area.begin({ ...bot, tokenId: 't1' })
    await area.tick({ ...bot, step: 'placed', done: true })
    await area.begin({ ...bot, tokenId: 't2' })
    expect(area.list(ref)).toMatchObject([{ tokenId: 't2', done: [] }])
  })

  it('stay apart by organization and account, and go with the account', async () => {
    const { area, store } = setUp()
    const elsewhere = { ...bot, organization: 'globex' }
    const other = { ...bot, accountId: 'a2' }
    for (const one of [bot, elsewhere, other]) await area.begin({ ...one, tokenId: 't1' })
    await area.end(elsewhere)
    expect(area.list(ref)).toHaveLength(1)
    expect(area.list({ ...ref, organization: 'globex' })).toEqual([])
    await forgetReplacements(store, 'a1')
    expect(area.list(ref)).toEqual([])
    expect(area.list({ ...ref, accountId: 'a2' })).toHaveLength(1)
  })

  it('come back when ending one is undone', async () => {
    const { area } = setUp()
    await area.begin({ ...bot, tokenId: 't1' })
    await area.tick({ ...bot, step: 'placed', done: true })
    const [ended] = await area.list(ref)
    await area.end(bot)
    await area.restore({ ...ref, replacement: { ...begun, done: ended?.done ?? [] } })
    expect(area.list(ref)).toMatchObject([{ ...begun, done: ['placed'] }])
  })
})

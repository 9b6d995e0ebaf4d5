// The watch over the tokens: what is due is told once, at its time, grouped, not in quiet hours, and never twice.
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import type { OrganizationRef } from '../../shared/contract/references.ts'
import { type Settings, defaultSettings } from '../../shared/settings.ts'
import type { Watched } from '../../shared/tokens/reminders.ts'
import type { Notice } from './news.ts'
import type { KeptTold } from './told.ts'
import { createWatch } from './watch.ts'

const day = 86_400_000
const start = Date.parse('2027-05-03T09:00:00Z')
const acme: OrganizationRef = { accountId: 'a', organization: 'acme' }

beforeEach(() => {
  vi.useFakeTimers({ now: start })
  process.env['TZ'] = 'UTC'
})
afterEach(() => void vi.useRealTimers())

const token = (id: string, daysLeft: number | null, change: Partial<Watched> = {}): Watched => ({
  id,
  label: id.toUpperCase(),
  createdAt: new Date(start - 200 * day).toISOString(),
  expiresAt: daysLeft === null ? null : new Date(start + daysLeft * day).toISOString(),
  isActive: true,
  lastUsedAt: null,
  previouslyUsedAt: null,
  goneAt: null,
  unusualAt: null,
  ...change,
})

interface World {
  tokens: Record<string, Watched[] | null>
  settings: Settings
  /** How far the server's clock is ahead (milliseconds). */
  offset: number
  supported: boolean
  /** Whether the system refuses what it is to show. */
  refuses: boolean
  shown: Notice[]
  soon: number[]
  problems: unknown[]
  accounts: ReadonlySet<string> | null
  /** Happens while tokens are being read. */
  meanwhile: () => void
}

function setUp(tokens: World['tokens'], disk: { told: KeptTold; full?: boolean } = { told: {} }) {
  const world: World = {
    tokens,
    settings: { ...defaultSettings },
    offset: 0,
    supported: true,
    refuses: false,
    shown: [],
    soon: [],
    problems: [],
    accounts: new Set(['a']),
    meanwhile: () => undefined,
  }
  const refs = (): OrganizationRef[] =>
    Object.keys(world.tokens).map((organization) => ({ accountId: 'a', organization }))
  const watch = createWatch({
    accounts: () => world.accounts,
    organizations: async () => refs(),
    async tokens({ organization }) {
      const tokens = world.tokens[organization] ?? null
      world.meanwhile()
      return tokens
    },
    serverNow: () => Date.now() + world.offset,
    settings: () => world.settings,
    told: {
      read: () => disk.told,
      async write(value) {
        if (disk.full) throw new Error('full')
        disk.told = structuredClone(value)
      },
    },
    canShow: () => world.supported,
    async show(notice) {
      if (!world.refuses) world.shown.push(notice)
      return !world.refuses
    },
    onSoon: (count) => world.soon.push(count),
    onProblem: (error) => world.problems.push(error),
  })
  const pass = (milliseconds: number) => vi.advanceTimersByTimeAsync(milliseconds)
  const titles = () => world.shown.map(({ title }) => title)
  return { ...world, world, watch, disk, pass, titles }
}

it('tells of each threshold at its moment, and of the end', async () => {
  const { watch, pass, titles } = setUp({ acme: [token('deploy', 40)] })
  watch.start()
  await pass(day)
  expect(titles()).toEqual([])
  await pass(39 * day + 60_000)
  expect(titles()).toEqual([
    '“DEPLOY” expires in 30 days',
    '“DEPLOY” expires in 7 days',
    '“DEPLOY” expires tomorrow',
    '“DEPLOY” has expired',
  ])
  await pass(100 * day)
  expect(titles()).toHaveLength(4)
})

it('says many in one, the first to end first, and leads to their organization; one leads to itself', async () => {
  const { watch, pass, world } = setUp({
    acme: [
      token('c', 6.5),
      token('a', 5.5),
      token('b', 2.5),
      token('d', 6.6),
      token('e', 6.7),
      token('f', 200),
    ],
    other: [token('x', 3.5)],
  })
  watch.start()
  await pass(10_000)
  expect(world.shown).toEqual([
    {
      title: '5 tokens of acme expire soon',
      body: '“B” in 2 days, “A” in 5 days, “C” in 6 days and 2 more. Rotate those that are still needed.',
      place: { kind: 'ending', ref: acme, days: 7 },
    },
    {
      title: '“X” expires in 3 days',
      body: 'other · If it is still needed, rotate it before Thursday, 6 May 2027 is over.',
      place: { kind: 'token', ref: { accountId: 'a', organization: 'other', tokenId: 'x' } },
    },
  ])
  expect(world.soon.at(-1)).toBe(6)
})

it('speaks of many organizations at once', async () => {
  const many = Object.fromEntries(['a', 'b', 'c', 'd'].map((name) => [name, [token(`t${name}`, 5)]]))
  const { watch, pass, world } = setUp(many)
  watch.start()
  await pass(10_000)
  expect(world.shown).toEqual([
    {
      title: '4 tokens in 4 organizations expire soon',
      body: 'Open Granary to see which.',
      place: { kind: 'ending', ref: null, days: 7 },
    },
  ])
})

describe('over a restart', () => {
  it('nothing is told twice, and what was missed is told once', async () => {
    const disk = { told: {} as KeptTold }
    const first = setUp({ acme: [token('deploy', 29)] }, disk)
    first.watch.start()
    await first.pass(10_000)
    expect(first.titles()).toEqual(['“DEPLOY” expires in 28 days'])
    first.watch.stop()
    const second = setUp(first.world.tokens, disk)
    second.watch.start()
    await second.pass(day)
    expect(second.titles()).toEqual([])
    second.watch.stop()
    await second.pass(27.5 * day)
    expect(second.titles()).toEqual([])
    const third = setUp(first.world.tokens, disk)
    third.watch.start()
    await third.pass(10_000)
    expect(third.titles()).toEqual([expect.stringMatching(/^“DEPLOY” expires in \d+ hours$/)])
  })

  it('a full disk costs no peace until quit', async () => {
    const disk = { told: {} as KeptTold, full: true }
    const { watch, pass, titles, world } = setUp({ acme: [token('deploy', 5)] }, disk)
    watch.start()
    await pass(10_000)
    watch.lookAgain()
    await pass(10_000)
    expect(titles()).toHaveLength(1)
    expect(world.problems.length).toBeGreaterThan(0)
  })

  it('what is gone is forgotten, and what could not be read is not', async () => {
    const disk = { told: {} as KeptTold }
    const { watch, pass, world } = setUp(
      { acme: [token('a', 5), token('b', 5)], other: [token('x', 5)] },
      disk,
    )
    watch.start()
    await pass(10_000)
    expect(Object.keys(disk.told['a/acme'] ?? {})).toEqual(['a', 'b'])
    world.tokens['acme'] = [token('b', 5)]
    watch.changed(acme)
    await pass(10_000)
    expect(Object.keys(disk.told['a/acme'] ?? {})).toEqual(['b'])
    world.tokens['acme'] = null
    watch.changed(acme)
    await pass(10_000)
    expect(Object.keys(disk.told['a/acme'] ?? {})).toEqual(['b'])
    // A locked keychain hides the organizations.
    world.tokens = {}
    watch.lookAgain()
    await pass(10_000)
    expect(Object.keys(disk.told)).toEqual(['a/acme', 'a/other'])
    world.accounts = null
    watch.lookAgain()
    await pass(10_000)
    expect(Object.keys(disk.told)).toEqual(['a/acme', 'a/other'])
    world.accounts = new Set()
    watch.lookAgain()
    await pass(10_000)
    expect(disk.told).toEqual({})
  })
})

it('what changes during a look is looked at soon after, not when the next token ends', async () => {
  const { watch, pass, world, titles } = setUp({ acme: [token('far', 200)] })
  world.meanwhile = () => {
    world.meanwhile = () => undefined
    world.tokens['acme'] = [token('far', 200), token('near', 5)]
    watch.changed(acme)
  }
  watch.start()
  await pass(60_000)
  expect(titles()).toEqual(['“NEAR” expires in 4 days'])
})

describe('settings', () => {
  it('quiet hours hold everything back until they are over', async () => {
    const { watch, pass, world, titles } = setUp({ acme: [token('deploy', 7.5)] })
    world.settings.quietHours = { from: '20:00', to: '07:30' }
    world.settings.notifyDays = [7]
    watch.start()
    await pass(12 * 3_600_000 + 60_000)
    expect(titles()).toEqual([])
    await pass(10 * 3_600_000 + 28 * 60_000)
    expect(titles()).toEqual([])
    await pass(2 * 60_000)
    expect(titles()).toHaveLength(1)
  })

  it('off, muted, not shown or refused by the system: nothing is told, and nothing counts as told', async () => {
    const { watch, pass, world, titles } = setUp({ acme: [token('deploy', 5)] })
    world.settings.notifications = false
    watch.start()
    await pass(10_000)
    Object.assign(world.settings, { notifications: true, mutedOrganizations: ['a/acme'] })
    watch.lookAgain()
    await pass(10_000)
    expect(world.soon.at(-1)).toBe(0)
    world.settings.mutedOrganizations = []
    world.supported = false
    watch.lookAgain()
    await pass(10_000)
    Object.assign(world, { supported: true, refuses: true })
    watch.lookAgain()
    await pass(10_000)
    expect(titles()).toEqual([])
    world.refuses = false
    watch.lookAgain()
    await pass(10_000)
    expect(titles()).toHaveLength(1)
  })

  it('hidden names are in neither title nor text', async () => {
    const { watch, pass, world } = setUp({
      acme: [token('deploy', 5)],
      other: [token('x', -1), token('y', -2)],
    })
    world.settings.hideNames = true
    watch.start()
    await pass(10_000)
    const text = JSON.stringify(world.shown.map(({ title, body }) => [title, body]))
    expect(text).toContain('A token expires soon')
    expect(text).toContain('2 tokens have expired')
    expect(text).not.toMatch(/acme|other|DEPLOY|"X/)
  })
})

it('goes by the server’s clock', async () => {
  const { watch, pass, world, titles } = setUp({ acme: [token('deploy', 30 + 3650)] })
  world.offset = 3650 * day
  world.settings.notifyDays = [29]
  watch.start()
  await pass(10_000)
  expect(titles()).toEqual([])
  await pass(day)
  expect(titles()).toEqual(['“DEPLOY” expires in 29 days'])
})

it('a sleep over the moment is noticed when the computer wakes', async () => {
  const { watch, pass, titles } = setUp({ acme: [token('deploy', 7.5)] })
  watch.start()
  await pass(10_000)
  vi.setSystemTime(Date.now() + 5 * day)
  watch.lookAgain()
  await pass(10_000)
  expect(titles()).toEqual(['“DEPLOY” expires in 7 days', '“DEPLOY” expires in 2 days'])
})

it('use after a quiet time is told of once', async () => {
  const used = {
    lastUsedAt: new Date(start - 3_600_000).toISOString(),
    previouslyUsedAt: new Date(start - 120 * day).toISOString(),
    quietUntil: new Date(start - 3_600_000).toISOString(),
  }
  const { watch, pass, world } = setUp({ acme: [token('deploy', null, used)] })
  watch.start()
  await pass(10_000)
  watch.changed(acme)
  await pass(day)
  expect(world.shown).toMatchObject([
    {
      title: '“DEPLOY” was used again after 119 quiet days',
      place: { kind: 'token', ref: { ...acme, tokenId: 'deploy' } },
    },
  ])
})

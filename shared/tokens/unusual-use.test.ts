// Unusual use: needs history first, knows networks and clients, and leaves alone what moves about.
import * as fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import {
  type Habits,
  type TokenUse,
  clientOf,
  learnUses,
  networkOf,
  unusualWords,
  usesToKnow,
} from './unusual-use.ts'

const start = Date.parse('2027-03-01T00:00:00Z')
const use = (hour: number, change: Partial<TokenUse> = {}): TokenUse => ({
  tokenId: 'ci',
  at: new Date(start + hour * 3_600_000).toISOString(),
  repository: 'acme/web',
  address: '192.0.2.10',
  client: 'docker/27.1.1 go/go1.22 os/linux',
  ...change,
})
const habit = (hours = usesToKnow, every = 6) =>
  Array.from({ length: hours }, (_, index) => use(index * every, { address: `192.0.2.${index + 1}` }))
const elsewhere = { address: '203.0.113.7' }
const after = (uses: TokenUse[], ...more: TokenUse[]) =>
  learnUses(learnUses({}, uses).habits, more).unusual.map(({ at, why }) => [at, why])

describe('unusual use', () => {
  it.each([
    ['address', elsewhere],
    ['client', { client: 'skopeo/1.9.3' }],
    ['both', { ...elsewhere, client: 'curl/8.5.0' }],
  ] as const)('is a new %s after enough of the usual', (why, change) => {
    expect(after(habit(), use(99, change))).toEqual([[use(99).at, why]])
  })

  it.each([
    ['the same network', {}, habit()],
    ['another version of the client', { client: 'docker/28.0.0' }, habit()],
    ['nothing that is told', { address: '', client: '' }, habit()],
    ['the first use of all', elsewhere, []],
    ['one use too few before', elsewhere, habit(usesToKnow - 1)],
    ['all within its first day', { ...elsewhere, at: use(1).at }, habit(usesToKnow, 0.01)],
    ['a server that tells no addresses before', elsewhere, habit().map((one) => ({ ...one, address: '' }))],
  ])('is not: %s', (_, change, before) => {
    expect(after(before, use(99, change))).toEqual([])
  })

  it('is not an address of a token that moves about, and becomes one when it settles', () => {
    const roaming = Array.from({ length: 20 }, (_, index) => use(index * 6, { address: `198.51.${index}.1` }))
    expect(after(roaming, use(200, elsewhere))).toEqual([])
    const settled = [...roaming, ...Array.from({ length: 120 }, (_, index) => use(200 + index))]
    expect(after(settled, use(999, elsewhere))).toEqual([[use(999).at, 'address']])
  })

  it('is told once: what was seen is known, and what was learnt is not learnt again', () => {
    const first = learnUses({}, habit())
    const second = learnUses(first.habits, [...habit(), use(99, elsewhere), use(100, elsewhere)])
    expect(second.unusual).toHaveLength(1)
    expect(second.habits['ci']?.uses).toBe(usesToKnow + 2)
    expect(learnUses(second.habits, [use(99, elsewhere), use(100, elsewhere)])).toEqual({
      habits: second.habits,
      unusual: [],
    })
  })

  it('keeps tokens apart', () => {
    expect(after(habit(), use(99, { ...elsewhere, tokenId: 'other' }))).toEqual([])
  })

  it('finds the same however the uses are ordered, and never more than there were', () => {
    const uses = fc.array(
      fc
        .record({
          tokenId: fc.constantFrom('a', 'b'),
          address: fc.constantFrom('192.0.2.1', '203.0.113.7', '2001:db8::1', ''),
          client: fc.constantFrom('docker/1', 'skopeo/1', ''),
          hour: fc.nat(500),
        })
        .map(({ hour, ...change }) => use(hour, change)),
      { maxLength: 60 },
    )
    fc.assert(
      fc.property(uses, (all) => {
        const one = learnUses({}, all)
        const byTime = (list: readonly TokenUse[]) => list.map(({ at }) => at)
        expect(byTime(one.unusual)).toEqual(byTime(one.unusual).toSorted())
        const counted = Object.values<Habits[string]>(one.habits).reduce((sum, { uses: n }) => sum + n, 0)
        expect(counted).toBe(all.length)
        expect(learnUses(one.habits, all).unusual).toEqual([])
      }),
    )
  })
})

it.each([
  ['192.0.2.77', '192.0.2.0/24'],
  ['::ffff:192.0.2.77', '192.0.2.0/24'],
  ['2001:db8:1:2:3:4:5:6', '2001:db8:1::/48'],
  ['2001:0db8::1', '2001:db8:0::/48'],
  ['::1', '0:0:0::/48'],
  ['fe80::', 'fe80:0:0::/48'],
  ['', null],
  ['runner-7', null],
])('%j lies in %j', (address, network) => expect(networkOf(address)).toBe(network))

it.each([
  ['docker/27.1 go/go1.22', 'docker'],
  ['Skopeo', 'skopeo'],
  ['(unknown)', null],
  ['', null],
])('%j is %j', (client, kind) => expect(clientOf(client)).toBe(kind))

it('is said in a sentence', () => {
  const words = (change: Partial<TokenUse>, why: 'address' | 'client' | 'both') =>
    unusualWords({ ...use(1, change), why })
  expect(words(elsewhere, 'address')).toBe('It was used from 203.0.113.7, an address it never had before.')
  expect(words({}, 'client')).toBe('It was used with “docker”, a client it never had before.')
  expect(words({}, 'both')).toContain('192.0.2.10, an address it never had before, and with “docker”')
})

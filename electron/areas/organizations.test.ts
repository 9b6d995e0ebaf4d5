import { Hono } from 'hono'
import { describe, expect, it } from 'vitest'
import { Failed } from '../../shared/errors.ts'
import { createHubClient } from '../dockerhub/client.ts'
import { organizationsArea } from './organizations.ts'

const accountId = 'a1'
const row = (orgname: string, plan_name: string | null, user_role: string | null) => ({
  orgname,
  full_name: `The ${orgname}`,
  plan_name,
  user_role,
})

function setUp(rows: unknown[]) {
  const counts: Record<string, number | { status: 403 | 500; detail: string }> = {}
  const asked: string[] = []
  let busy = 0
  let busiest = 0
  const hub = new Hono()
    .get('/v2/user/orgs', (c) => c.json({ count: rows.length, next: null, results: rows }))
    .get('/v2/orgs/:org/access-tokens', async (c) => {
      asked.push(c.req.param('org') + new URL(c.req.url).search)
      busiest = Math.max(busiest, ++busy)
      await new Promise((resolve) => setImmediate(resolve))
      busy--
      const count = counts[c.req.param('org')] ?? 0
      return typeof count === 'number'
        ? c.json({ total: count, next: null, results: [] })
        : c.json({ detail: count.detail }, count.status)
    })
  const newClient = () =>
    createHubClient({
      baseUrl: 'http://hub.test',
      fetch: (url, init) => hub.request(url, init),
      bearer: null,
      sleep: async () => {},
    })
  const state = { client: newClient(), signedOut: false }
  const written = new Map<string, unknown>()
  const announced: unknown[] = []
  const reads: string[] = []
  const accounts = {
    client: () => {
      if (state.signedOut) throw new Failed('input.invalid')
      return state.client
    },
  }
  const area = organizationsArea({
    accounts,
    documents: {
      read: async (name) => {
        reads.push(name)
        return written.get(name) ?? null
      },
      write: async (name, value) => {
        written.set(name, structuredClone(value))
        return { saved: true }
      },
    },
    announce: (name, payload) => announced.push([name, payload]),
    now: () => Date.UTC(2026, 0, 1),
  })
  return { area, counts, asked, written, announced, reads, state, newClient, busiest: () => busiest }
}

describe('refreshing organizations', () => {
  it('says what each is, who may manage it, and how full it is', async () => {
    const { area, counts, asked } = setUp([
      row('acme', 'Docker Team', 'Owner'),
      row('globex', 'Docker Business', 'owner'),
      row('initech', 'Docker Business', 'Member'),
      row('hooli', null, 'owner'),
      row('umbrella', 'Docker Free', 'editor'),
    ])
    counts['acme'] = 9
    counts['globex'] = 61
    const found = await area.refresh({ accountId })
    expect(
      found.map(({ name, plan, role, blocked, slots }) => ({ name, plan, role, blocked, slots })),
    ).toEqual([
      { name: 'acme', plan: 'team', role: 'owner', blocked: null, slots: { used: 9, limit: 10 } },
      { name: 'globex', plan: 'business', role: 'owner', blocked: null, slots: { used: 61, limit: 100 } },
      { name: 'initech', plan: 'business', role: 'member', blocked: 'notOwner', slots: null },
      { name: 'hooli', plan: null, role: 'owner', blocked: 'noPlan', slots: null },
      { name: 'umbrella', plan: null, role: 'editor', blocked: 'notOwner', slots: null },
    ])
    expect(found[0]).toMatchObject({ accountId, fullName: 'The acme' })
    expect(asked.sort()).toEqual(['acme?page=1&page_size=1', 'globex?page=1&page_size=1'])
  })

  it('lets the server decide where the role does not', async () => {
    const { area, counts } = setUp([
      row('acme', 'team', 'Token Keeper'),
      row('globex', 'team', null),
      row('initech', 'team', 'Auditor'),
      row('hooli', 'team', 'owner'),
    ])
    counts['initech'] = { status: 403, detail: 'owners only' }
    counts['hooli'] = { status: 403, detail: 'your plan has ended' }
    expect((await area.refresh({ accountId })).map(({ blocked }) => blocked)).toEqual([
      null,
      null,
      'notOwner',
      'noPlan',
    ])
  })

  it('keeps the last known slots where counting fails', async () => {
    const { area, counts } = setUp([row('acme', 'team', 'owner'), row('globex', 'team', 'owner')])
    counts['acme'] = 3
    counts['globex'] = { status: 500, detail: 'oops' }
    expect((await area.refresh({ accountId })).map(({ slots }) => slots?.used)).toEqual([3, undefined])
    counts['acme'] = { status: 500, detail: 'oops' }
    counts['globex'] = 4
    expect((await area.refresh({ accountId })).map(({ slots }) => slots?.used)).toEqual([3, 4])
  })

  it('leaves out what has no usable name', async () => {
    const { area } = setUp([
      row('-rf', 'team', 'owner'),
      row('a/b', 'team', 'owner'),
      { id: 1 },
      row('acme', null, null),
    ])
    expect((await area.refresh({ accountId })).map(({ name }) => name)).toEqual(['acme'])
  })

  it('asks for a few counts at a time', async () => {
    const { area, asked, busiest } = setUp(
      Array.from({ length: 30 }, (_, at) => row(`org${at}`, 'team', 'owner')),
    )
    await area.refresh({ accountId })
    expect(asked).toHaveLength(30)
    expect(busiest()).toBeGreaterThan(1)
    expect(busiest()).toBeLessThanOrEqual(6)
  })
})

describe('the copy', () => {
  it('answers without the server, and is empty before the first time', async () => {
    const { area, asked } = setUp([row('acme', 'team', 'owner')])
    expect(await area.list({ accountId })).toEqual([])
    expect(asked).toEqual([])
    const found = await area.refresh({ accountId })
    expect(await area.list({ accountId })).toEqual(found)
    expect(asked).toHaveLength(1)
  })

  it('that is damaged counts as none', async () => {
    const { area, written } = setUp([])
    written.set(`organizations/${accountId}`, { organizations: [{ name: 5 }] })
    expect(await area.list({ accountId })).toEqual([])
  })

  it('announces a change, and nothing when all is as before', async () => {
    const { area, counts, announced } = setUp([row('acme', 'team', 'owner')])
    await area.refresh({ accountId })
    await area.refresh({ accountId })
    expect(announced).toEqual([['changed', { accountId }]])
    counts['acme'] = 1
    await area.refresh({ accountId })
    expect(announced).toHaveLength(2)
  })

  it('is not written for somebody who signed out meanwhile', async () => {
    const { area, state, written, announced, newClient } = setUp([row('acme', 'team', 'owner')])
    const refreshing = area.refresh({ accountId })
    state.signedOut = true
    await expect(refreshing).rejects.toThrow('input.invalid')
    state.signedOut = false
    const again = area.refresh({ accountId })
    state.client = newClient()
    await again
    expect(written.size).toBe(0)
    expect(announced).toEqual([])
  })

  it('is opened once, however often it is asked for, and anew for whoever signs in again', async () => {
    const rows = [row('acme', 'team', 'owner')]
    const { area, state, reads, written, newClient } = setUp(rows)
    const found = await area.refresh({ accountId })
    reads.length = 0
    state.client = newClient()
    for (let time = 0; time < 3; time++) expect(await area.list({ accountId })).toEqual(found)
    expect(reads).toEqual([`organizations/${accountId}`])
    written.clear()
    state.client = newClient()
    expect(await area.list({ accountId })).toEqual([])
  })

  it('is nobody’s whose account is not there', async () => {
    const { area, state } = setUp([])
    state.signedOut = true
    await expect(area.list({ accountId })).rejects.toThrow('input.invalid')
  })
})

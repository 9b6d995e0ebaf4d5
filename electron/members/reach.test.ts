import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { createTestHub, type TestHub } from '../../hub/test-hub.ts'
import { createHubClient } from '../dockerhub/client.ts'
import { type KnownTeams, readReach } from './reach.ts'

const organization = 'meadowlark'
const robot = 'meadowlarkci'

let hub: TestHub
/** Paths that were asked for. */
let asked: string[]
/** Answers in the Hub's place, by the end of a path. */
let instead: Map<string, () => Response | never>
beforeEach(async () => {
  hub = await createTestHub()
  asked = []
  instead = new Map()
})
afterEach(() => hub.close())

async function setUp(username = 'robinhale') {
  const bearer = await hub.signIn(username)
  const client = createHubClient({
    baseUrl: 'http://localhost',
    fetch: (url, init) => {
      const { pathname } = new URL(url)
      asked.push(pathname)
      const answer = [...instead].find(([ending]) => pathname.endsWith(ending))?.[1]
      return answer ? answer() : hub.hub.request(url, init)
    },
    bearer: { current: async () => bearer, renew: async () => bearer },
    sleep: async () => {},
  })
  const known: KnownTeams = new Map()
  const progress: [number, number][] = []
  const stopping = new AbortController()
  const read = (member: string, in_ = organization) =>
    readReach({
      client,
      organization: in_,
      username: member,
      signal: stopping.signal,
      known,
      onProgress: (...step) => progress.push(step),
      now: hub.now,
    })
  return { read, known, progress, stopping }
}

const refused =
  (status = 403) =>
  () =>
    new Response('{"detail":"no"}', { status, headers: { 'content-type': 'application/json' } })
const groupsRead = () => asked.filter((path) => /\/repositories\/.*\/groups$/.test(path))

describe('what a member reaches', () => {
  it('is what their teams reach, with each team’s permission, and nothing of other teams', async () => {
    const { read, progress } = await setUp()
    const reach = await read(robot)
    expect(reach).toMatchObject({
      role: 'member',
      everything: false,
      teams: ['builds', 'rollout'],
      total: 12,
    })
    expect(reach.unread).toEqual({ repositories: [], teams: [], rows: 0 })
    const told = reach.repositories.map(({ name, isPrivate, teams }) => [
      name,
      isPrivate,
      teams.map((team) => `${team.name} ${team.permission}`),
    ])
    expect(told).toEqual([
      ['base-python', false, ['builds read']],
      ['map-tiles', true, ['rollout read']],
      ['report-builder', true, ['builds admin']],
      ['survey-api', true, ['builds write', 'rollout read']],
      ['survey-web', true, ['rollout read']],
      ['survey-worker', true, ['builds write']],
    ])
    expect(progress[0]).toEqual([0, 12])
    expect(progress.at(-1)).toEqual([12, 12])
  })

  it('is everything for owners and editors, without a look at any repository', async () => {
    const { read } = await setUp()
    expect(await read('tomasreyes')).toMatchObject({ role: 'editor', everything: true, repositories: [] })
    expect(await read('robinhale')).toMatchObject({ role: 'owner', everything: true, total: 12 })
    expect(groupsRead()).toEqual([])
  })

  it('is nothing of the organization’s for a member without teams', async () => {
    const { read } = await setUp()
    const owner = await hub.signIn('robinhale')
    for (const team of ['builds', 'rollout'])
      await hub.ask('DELETE', `/v2/orgs/${organization}/groups/${team}/members/${robot}`, { bearer: owner })
    expect(await read(robot)).toMatchObject({ teams: [], repositories: [], everything: false })
    expect(groupsRead()).toEqual([])
  })

  it('of somebody who is gone cannot be told', async () => {
    const { read } = await setUp()
    await expect(read('nobody')).rejects.toMatchObject({
      failure: { code: 'members.gone', detail: 'nobody' },
    })
  })
})

describe('what cannot be read is said', () => {
  it('a repository', async () => {
    instead.set('/survey-api/groups', refused(403))
    instead.set('/map-tiles/groups', refused(404))
    const { read } = await setUp()
    const reach = await read(robot)
    expect(reach.unread).toEqual({ repositories: ['map-tiles', 'survey-api'], teams: [], rows: 0 })
    expect(reach.repositories).toHaveLength(4)
  })

  it('a team, and one that only the member’s own row names', async () => {
    instead.set('/groups/rollout/members', refused())
    const { read } = await setUp()
    const reach = await read(robot)
    expect(reach.teams).toEqual(['builds'])
    expect(reach.unread.teams).toEqual(['rollout'])
  })

  it('rows without the form of anything', async () => {
    const rows = [{ group_id: 'x' }, { group_id: 1, group_name: 'y', permission: 'sudo' }]
    const page = JSON.stringify({ count: 2, next: null, results: rows })
    instead.set(
      '/survey-api/groups',
      () => new Response(page, { headers: { 'content-type': 'application/json' } }),
    )
    const { read } = await setUp()
    expect((await read(robot)).unread.rows).toBe(2)
  })

  it('members or teams as a whole: which', async () => {
    instead.set('/groups', refused())
    const { read } = await setUp()
    await expect(read(robot)).rejects.toMatchObject({
      failure: { code: 'members.unreadable', detail: 'the teams' },
    })
  })

  it('a server that names teams of others is not believed', async () => {
    const teams = ['builds', 'rollout', 'field', 'models'].map((name, id) => ({ id, name }))
    const page = JSON.stringify({ count: 4, next: null, results: teams })
    instead.set(
      '/orgs/meadowlark/groups',
      () => new Response(page, { headers: { 'content-type': 'application/json' } }),
    )
    const { read } = await setUp()
    expect((await read(robot)).teams).toEqual(['builds', 'rollout'])
  })
})

describe('reading that breaks off', () => {
  it('keeps what was read, and goes on from there', async () => {
    const { read, known } = await setUp()
    instead.set('/survey-web/groups', () => {
      throw new TypeError('fetch failed')
    })
    await expect(read(robot)).rejects.toMatchObject({ failure: { code: 'server.unreachable' } })
    expect(known.size).toBeGreaterThan(0)
    const before = known.size
    instead.clear()
    asked = []
    await read(robot)
    expect(groupsRead()).toHaveLength(12 - before)
    asked = []
    await read('leahpark')
    expect(groupsRead()).toEqual([])
    hub.pass(11 * 60_000)
  })

  it('ends when it is stopped', async () => {
    const { read, stopping } = await setUp()
    instead.set('/survey-api/groups', () => {
      stopping.abort(new Error('enough'))
      return refused()()
    })
    await expect(read(robot)).rejects.toThrow('enough')
    expect(groupsRead().length).toBeLessThan(12)
  })
})

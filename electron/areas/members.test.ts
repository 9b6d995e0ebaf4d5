import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { createTestHub, type TestHub } from '../../hub/test-hub.ts'
import { Failed } from '../../shared/errors.ts'
import { createHubClient } from '../dockerhub/client.ts'
import { membersArea } from './members.ts'

const ref = { accountId: 'a1', organization: 'harborline' }

let hub: TestHub
beforeEach(async () => {
  hub = await createTestHub()
})
afterEach(() => hub.close())

async function setUp(username = 'robinhale') {
  const bearer = await hub.signIn(username)
  const state = { signedOut: false, reachable: true }
  const written = new Map<string, unknown>()
  const announced: unknown[] = []
  const newClient = () =>
    createHubClient({
      baseUrl: 'http://localhost',
      fetch: (url, init) => {
        if (!state.reachable) throw new TypeError('fetch failed')
        return hub.hub.request(url, init)
      },
      bearer: { current: async () => bearer, renew: async () => bearer },
      sleep: async () => {},
    })
  let client = newClient()
  const signedIn = <T>(value: T): T => {
    if (state.signedOut) throw new Failed('input.invalid')
    return value
  }
  const area = membersArea({
    accounts: { find: () => signedIn({} as never), client: () => signedIn(client) },
    documents: {
      read: async (name) => written.get(name) ?? null,
      write: async (name, value) => {
        written.set(name, structuredClone(value))
        return { saved: true }
      },
    },
    announce: (name, payload) => announced.push([name, payload]),
    now: hub.now,
  })
  return { area, state, written, announced, signInAnew: () => (client = newClient()) }
}

describe('the members of an organization', () => {
  it('come with role and teams, and are kept for when there is no server', async () => {
    const { area, state, announced } = await setUp()
    expect(await area.list(ref)).toEqual({ members: [], unreadable: 0, readAt: null, offline: false })
    const read = await area.refresh(ref)
    expect(read.members).toContainEqual({
      username: 'tomasreyes',
      fullName: 'Tomás Reyes',
      email: 'tomasreyes@example.com',
      role: 'editor',
      teams: ['platform'],
    })
    expect(read.members.find(({ username }) => username === 'robinhale')).toMatchObject({
      role: 'owner',
      teams: ['owners'],
    })
    expect(read).toMatchObject({ readAt: new Date(hub.now()).toISOString(), offline: false })
    expect(await area.list(ref)).toEqual(read)
    state.reachable = false
    expect(await area.refresh(ref)).toEqual({ ...read, offline: true })
    expect(announced).toEqual([['changed', ref]])
  })

  it('are announced only when they are others than before', async () => {
    const { area, announced } = await setUp()
    await area.refresh(ref)
    await area.refresh(ref)
    expect(announced).toHaveLength(1)
  })

  it('leave out who is only invited', async () => {
    const { area } = await setUp()
    const owner = await hub.signIn('robinhale')
    const json = { org: 'harborline', role: 'member', invitees: ['new@example.com'] }
    expect((await hub.ask('POST', '/v2/invites/bulk', { bearer: owner, json })).status).toBe(202)
    expect((await area.refresh(ref)).members.map(({ email }) => email)).not.toContain('new@example.com')
  })

  it('cannot be read by everybody: said which', async () => {
    const { area } = await setUp('leahpark')
    const owner = await hub.signIn('robinhale')
    await hub.ask('DELETE', '/v2/orgs/harborline/members/leahpark', { bearer: owner })
    await expect(area.refresh(ref)).rejects.toMatchObject({
      failure: { code: 'members.unreadable', detail: 'the members' },
    })
  })

  it('cannot be told without a server before they were ever read', async () => {
    const { area, state } = await setUp()
    state.reachable = false
    await expect(area.refresh(ref)).rejects.toMatchObject({ failure: { code: 'server.unreachable' } })
  })

  it('are not written down for somebody who signed out meanwhile', async () => {
    const { area, state, written, signInAnew } = await setUp()
    const reading = area.refresh(ref)
    signInAnew()
    await reading
    expect(written.size).toBe(0)
    state.signedOut = true
    await expect(area.list(ref)).rejects.toThrow('input.invalid')
  })
})

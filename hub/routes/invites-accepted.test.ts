// Taking up an invite: who can, and what it makes of them.
import { afterEach, beforeEach, expect, test } from 'vitest'
import {
  addPerson,
  bearerOf,
  join,
  newAccessToken,
  personalBearer,
  recordedBy,
  stateOf,
} from '../test-bearers.ts'
import { type TestHub, createTestHub, organizationResource } from '../test-hub.ts'

let t: TestHub
let owner: string
beforeEach(async () => {
  t = await createTestHub()
  owner = await t.signIn('robinhale')
  addPerson(t, 'guest')
})
afterEach(() => t.close())

const invite = (invitees: unknown, more: object = {}, bearer = owner) =>
  t.ask('POST', '/v2/invites/bulk', { bearer, json: { org: 'harborline', invitees, ...more } })
const invited = async (invitee: string, more: object = {}) =>
  (await invite([invitee], more)).body.invitees[0].invite as { id: string; role: string; team: string }
const list = async () =>
  (await t.ask('GET', '/v2/orgs/harborline/invites/', { bearer: owner })).body.data as { id: string }[]
const accept = (id: string, bearer: string) => t.ask('POST', `/v2/invites/${id}/accept`, { bearer })
const memberOf = async (username: string) => {
  const path = `/v2/orgs/harborline/members?search=${username}`
  return (await t.ask('GET', path, { bearer: owner })).body.results[0] as
    { role: string; groups: string[] } | undefined
}

test('makes a member with the role and team of the invite, once, and writes down both', async () => {
  const { id } = await invited('guest@example.com', { role: 'editor', team: 'platform' })
  const bearer = await bearerOf(t, 'guest')
  const recorded = await recordedBy(t, async () => expect((await accept(id, bearer)).status).toBe(204))
  expect(recorded).toMatchObject([
    {
      action: 'org.member.add',
      name: 'guest',
      actor: 'guest',
      data: { role: 'editor', inviter: 'robinhale' },
    },
    { action: 'org.team.member.add', name: 'guest', actor: 'guest', data: { team: 'platform' } },
  ])
  expect(await memberOf('guest')).toMatchObject({ role: 'Editor', groups: ['platform'] })
  expect(await list()).toEqual([])
  expect((await accept(id, bearer)).status).toBe(404)
})

test('is for the person of the address, also when they came later', async () => {
  const { id } = await invited('Later@Example.com')
  addPerson(t, 'later', 'LATER@example.com')
  expect((await accept(id, await bearerOf(t, 'later'))).status).toBe(204)
  expect(await memberOf('later')).toMatchObject({ role: 'Member' })
})

test('is for nobody else: others do not find the invite, tokens may not', async () => {
  const { id } = await invited('guest', { role: 'owner' })
  const before = stateOf(t)
  for (const username of ['robinhale', 'leahpark', 'ingridsolheim'])
    expect((await accept(id, await bearerOf(t, username))).status).toBe(404)
  expect((await accept(id, await personalBearer(t, 'guest', 'repo:admin'))).status).toBe(403)
  expect((await t.ask('POST', `/v2/invites/${id}/accept`)).status).toBe(401)
  expect(stateOf(t)).toBe(before)
  const token = await newAccessToken(t, 'harborline', organizationResource('harborline', 'scope-invite-edit'))
  expect((await accept(id, token.bearer)).status).toBe(403)
  expect(await memberOf('guest')).toBeUndefined()
})

test('does not change the role of who has become a member otherwise', async () => {
  const { id } = await invited('guest', { role: 'owner' })
  join(t, 'harborline', 'guest', 'member')
  const recorded = await recordedBy(t, async () =>
    expect((await accept(id, await bearerOf(t, 'guest'))).status).toBe(204),
  )
  expect(recorded).toEqual([])
  expect(await memberOf('guest')).toMatchObject({ role: 'Member' })
  expect(await list()).toEqual([])
})

test('is over when the organization is deactivated', async () => {
  const { id } = await invited('guest')
  t.hub.context.database.run("UPDATE organizations SET is_active = 0 WHERE name = 'harborline'")
  expect((await accept(id, await bearerOf(t, 'guest'))).status).toBe(404)
})

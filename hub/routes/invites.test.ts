// Invites into an organization: who can be invited, sending again, and taking back. Who may is in
// organization-access.test.ts and scopes.test.ts.
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { addPerson, bearerOf, newAccessToken, recordedBy, stateOf } from '../test-bearers.ts'
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

describe('inviting', () => {
  test('answers 202 with what became of each, in the order sent', async () => {
    const sent = ['guest', 'New@Example.com', 'leahpark', 'nobody-here', 'guest@example.com', ' GUEST ', '']
    const { status, body } = await invite(sent)
    expect(status).toBe(202)
    expect(
      body.invitees.map((one: { invitee: string; status: string }) => [one.invitee, one.status]),
    ).toEqual([
      ['guest', 'invited'],
      ['New@Example.com', 'invited'],
      ['leahpark', 'existing_org_member'],
      ['nobody-here', 'invalid_email_or_docker_id'],
      ['guest@example.com', 'already_invited'],
      [' GUEST ', 'already_invited'],
      ['', 'invalid_email_or_docker_id'],
    ])
    expect(body.invitees[0].invite).toEqual({
      id: expect.stringMatching(/^[0-9a-f-]{36}$/) as string,
      inviter_username: 'robinhale',
      invitee: 'guest',
      org: 'harborline',
      team: '',
      role: 'member',
      created_at: expect.stringMatching(/^2027-03-10T12:00:00\.\d{6}Z$/) as string,
    })
    expect(body.invitees[4].invite).toEqual(body.invitees[0].invite)
    expect(body.invitees[2]).not.toHaveProperty('invite')
    expect(await list()).toEqual([body.invitees[0].invite, body.invitees[1].invite])
  })

  test('takes what Docker’s Terraform provider sends', async () => {
    const json = {
      org: 'harborline',
      team: '',
      invitees: ['newtest@example.com'],
      role: 'member',
      dry_run: false,
    }
    const { status, body } = await t.ask('POST', '/v2/invites/bulk', { bearer: owner, json })
    expect([status, body.invitees[0].status]).toEqual([202, 'invited'])
  })

  test.each([
    ['a@b', 'invalid_email_or_docker_id'],
    ['@example.com', 'invalid_email_or_docker_id'],
    ['a b@example.com', 'invalid_email_or_docker_id'],
    ['a@b@example.com', 'invalid_email_or_docker_id'],
    ['a\u0000@example.com', 'invalid_email_or_docker_id'],
    [`${'x'.repeat(65)}@example.com`, 'invalid_email_or_docker_id'],
    [`a@${'x'.repeat(250)}.com`, 'invalid_email_or_docker_id'],
    ["' OR 1=1 --", 'invalid_email_or_docker_id'],
    ['LEAHPARK@example.com', 'existing_org_member'],
    ['ingridsolheim', 'invited'],
    [`${'x'.repeat(64)}@example.com`, 'invited'],
    ['ünï@exämple.de', 'invited'],
  ])('%j is %s', async (text, status) => {
    const { body } = await invite([text])
    expect(body.invitees).toMatchObject([{ invitee: text, status }])
    expect(await list()).toHaveLength(status === 'invited' ? 1 : 0)
  })

  test.each([
    [{ role: 'owner' }, { role: 'owner', team: '' }],
    [
      { role: 'editor', team: 'PLATFORM' },
      { role: 'editor', team: 'platform' },
    ],
    [{ team: 'Owners' }, { role: 'owner', team: '' }],
    [
      { team: 'owners', role: 'member' },
      { role: 'owner', team: '' },
    ],
    [{ team: null }, { role: 'member', team: '' }],
  ])('with %j makes %j', async (more, expected) => {
    expect(await invited('guest', more)).toMatchObject(expected)
  })

  test('writes down each one that was new', async () => {
    const recorded = await recordedBy(t, () => invite(['guest', 'leahpark', 'guest'], { team: 'platform' }))
    const data = { role: 'member', team: 'platform' }
    expect(recorded).toEqual([
      { account: 'harborline', action: 'org.member.invite.send', name: 'guest', actor: 'robinhale', data },
    ])
  })

  test('says with dry_run what would be, and does nothing', async () => {
    const before = stateOf(t)
    const sent = ['guest', 'guest@example.com', 'new@example.com', 'leahpark', '?']
    const recorded = await recordedBy(t, async () => {
      const { status, body } = await invite(sent, { dry_run: true })
      expect(status).toBe(202)
      const statuses = body.invitees.map((one: { status: string }) => one.status)
      expect(statuses).toEqual([
        ...['invited', 'already_invited', 'invited', 'existing_org_member', 'invalid_email_or_docker_id'],
      ])
      for (const one of body.invitees) expect(one).not.toHaveProperty('invite')
    })
    expect(recorded).toEqual([])
    expect(stateOf(t)).toBe(before)
  })

  test.each([
    ['invitees', { invitees: [] }],
    ['invitees', { invitees: 'guest' }],
    ['invitees', { invitees: [7] }],
    ['invitees', { invitees: undefined }],
    ['invitees', { invitees: Array.from({ length: 1001 }, () => 'x') }],
    ['role', { role: 'admin' }],
    ['role', { role: 'Owner' }],
    ['team', { team: 'no-such-team' }],
    ['team', { team: 7 }],
    ['org', { org: '' }],
    ['org', { org: undefined }],
    ['dry_run', { dry_run: 'true' }],
  ])('refuses a bad %s and invites nobody: %j', async (field, more) => {
    const before = stateOf(t)
    const { status, body } = await invite(['guest'], more)
    expect([status, Object.keys(body.fields)]).toEqual([400, [field]])
    expect(body.text).toContain(field)
    expect(stateOf(t)).toBe(before)
  })

  test('an address that has an account by now was invited already, under whichever name', async () => {
    const { id } = await invited('Later@example.com')
    addPerson(t, 'later', 'LATER@example.com')
    for (const name of ['later', 'later@example.com'])
      expect((await invite([name])).body.invitees).toMatchObject([
        { status: 'already_invited', invite: { id } },
      ])
    expect(await list()).toHaveLength(1)
  })

  test('takes a thousand at once', async () => {
    const people = Array.from({ length: 1000 }, (_, index) => `person${index}@example.com`)
    expect((await invite(people)).status).toBe(202)
    expect(await list()).toHaveLength(1000)
  })

  test('people of another organization can be invited, and its invites are its own', async () => {
    t.hub.context.database.run(
      `DELETE FROM memberships WHERE user_id = (SELECT id FROM users WHERE username = 'leahpark')
       AND organization_id = (SELECT id FROM organizations WHERE name = 'meadowlark')`,
    )
    expect((await invite(['leahpark'], { org: 'meadowlark' })).body.invitees[0].status).toBe('invited')
    expect(await list()).toEqual([])
  })
})

describe('an invite', () => {
  test('can be sent again, which is written down and changes nothing', async () => {
    const { id } = await invited('guest')
    const before = stateOf(t)
    const recorded = await recordedBy(t, async () => {
      const again = await t.ask('PATCH', `/v2/invites/${id}/resend`, { bearer: owner })
      expect([again.status, again.text]).toEqual([204, ''])
    })
    expect(recorded).toMatchObject([
      { action: 'org.member.invite.send', name: 'guest', data: { resent: 'true' } },
    ])
    expect(stateOf(t)).toBe(before)
  })

  test('can be taken back, once', async () => {
    const { id } = await invited('guest')
    const recorded = await recordedBy(t, async () => {
      const gone = await t.ask('DELETE', `/v2/invites/${id}`, { bearer: owner })
      expect([gone.status, gone.text]).toEqual([204, ''])
    })
    expect(recorded).toMatchObject([
      { action: 'org.member.invite.cancel', name: 'guest', actor: 'robinhale' },
    ])
    expect(await list()).toEqual([])
    for (const [method, rest] of [
      ['DELETE', ''],
      ['PATCH', '/resend'],
    ] as const) {
      const answer = await t.ask(method, `/v2/invites/${id}${rest}`, { bearer: owner })
      expect([answer.status, answer.body.detail]).toEqual([404, 'invite not found'])
    }
    expect((await accept(id, await bearerOf(t, 'guest'))).status).toBe(404)
  })

  test('of another organization is out of reach of a token with the scope here', async () => {
    const { id } = await invited('guest')
    const other = await newAccessToken(
      t,
      'meadowlark',
      organizationResource('meadowlark', 'scope-invite-edit'),
    )
    for (const [method, rest] of [
      ['DELETE', ''],
      ['PATCH', '/resend'],
    ] as const)
      expect((await t.ask(method, `/v2/invites/${id}${rest}`, { bearer: other.bearer })).status).toBe(403)
    expect((await invite(['x@example.com'], {}, other.bearer)).status).toBe(403)
    expect(await list()).toHaveLength(1)
  })

  test('follows the name of its team, and outlives it', async () => {
    const { id } = await invited('guest', { team: 'platform' })
    const groups = '/v2/orgs/harborline/groups'
    await t.ask('PATCH', `${groups}/platform`, { bearer: owner, json: { name: 'runners' } })
    expect(await list()).toMatchObject([{ id, team: 'runners' }])
    await t.ask('DELETE', `${groups}/runners`, { bearer: owner })
    expect(await list()).toMatchObject([{ id, team: '' }])
    expect((await accept(id, await bearerOf(t, 'guest'))).status).toBe(204)
    expect(await memberOf('guest')).toMatchObject({ role: 'Member', groups: [] })
  })
})

// Members of an organization: the list and its filters, the export, roles, and leaving. Who may is in
// organization-access.test.ts and scopes.test.ts.
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { addPerson, bearerOf, join, newAccessToken, recordedBy, stateOf } from '../test-bearers.ts'
import { type TestHub, createTestHub, organizationResource } from '../test-hub.ts'

const members = '/v2/orgs/harborline/members'

let t: TestHub
let owner: string
beforeEach(async () => {
  t = await createTestHub()
  owner = await t.signIn('robinhale')
})
afterEach(() => t.close())

const list = (query = '', bearer = owner) => t.ask('GET', `${members}${query}`, { bearer })
const names = async (query = '', bearer = owner) =>
  (await list(query, bearer)).body.results.map((one: { username: string }) => one.username)
const setRole = (username: string, role: unknown, bearer = owner) =>
  t.ask('PUT', `${members}/${username}`, { bearer, json: { role } })
const remove = (username: string, bearer = owner) => t.ask('DELETE', `${members}/${username}`, { bearer })
const invite = (invitees: string[], more = {}) =>
  t.ask('POST', '/v2/invites/bulk', { bearer: owner, json: { org: 'harborline', invitees, ...more } })
const tokenWith = async (...scopes: string[]) =>
  (await newAccessToken(t, 'harborline', organizationResource('harborline', ...scopes))).bearer

describe('the list', () => {
  test('has Docker’s members of each, roles in upper case, and the teams with owners among them', async () => {
    const { body } = await list()
    expect(Object.keys(body)).toEqual(['count', 'next', 'previous', 'results'])
    expect(body).toMatchObject({ count: 5, next: null, previous: null })
    const daniel = body.results[0]
    expect(daniel).toMatchObject({
      username: 'danieloduya',
      full_name: 'Daniel Oduya',
      email: 'danieloduya@example.com',
      primary_email: 'danieloduya@example.com',
      location: 'Lagos',
      company: '',
      profile_url: '',
      gravatar_url: '',
      gravatar_email: '',
      type: 'User',
      role: 'Owner',
      groups: ['partners', 'owners'],
      is_guest: false,
    })
    expect(daniel.id).toMatch(/^[0-9a-f]{32}$/)
    expect(daniel.date_joined).toMatch(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{6}Z$/)
    const roles = body.results.map((one: { username: string; role: string }) => [one.username, one.role])
    expect(Object.fromEntries(roles)).toMatchObject({ leahpark: 'Member', tomasreyes: 'Editor' })
  })

  test('pages by user name, with absolute links that keep the rest of the query', async () => {
    const first = await list('/?page_size=2&search=a&x=1')
    expect(first.body.next).toBe(`http://localhost${members}/?page_size=2&search=a&x=1&page=2`)
    expect(first.body.previous).toBeNull()
    const second = await t.ask('GET', first.body.next, { bearer: owner })
    expect(second.body.previous).toBe(`http://localhost${members}/?page_size=2&search=a&x=1&page=1`)
    const third = await t.ask('GET', second.body.next, { bearer: owner })
    expect(third.body.next).toBeNull()
    const all = [first, second, third].flatMap(({ body }) =>
      body.results.map((one: { username: string }) => one.username),
    )
    expect(all).toEqual(['danieloduya', 'leahpark', 'miravance', 'robinhale', 'tomasreyes'])
  })

  test('past its end is an empty page that leads back', async () => {
    const { status, body } = await list('?page=9')
    expect(status).toBe(200)
    expect(body).toEqual({
      count: 5,
      next: null,
      previous: `http://localhost${members}?page=1&page_size=10`,
      results: [],
    })
  })

  test.each([
    ['?search=PARK', ['leahpark']],
    ['?search=Mira%20V', ['miravance']],
    ['?search=leahpark@', ['leahpark']],
    ['?search=%25', []],
    ['?search=_', []],
    ['?role=owner', ['danieloduya', 'miravance', 'robinhale']],
    ['?role=EDITOR', ['tomasreyes']],
    ['?role=member&search=robin', []],
    ['?role=', ['danieloduya', 'leahpark', 'miravance', 'robinhale', 'tomasreyes']],
    ['?type=member&invites=true&role=member', ['leahpark']],
    ['?type=invitee', ['', '']],
    ['?type=invitee&role=editor', ['']],
    ['?type=all&search=new', ['', '']],
    ['?invites=true&role=member', ['leahpark', '']],
    ['?invites=false&role=member', ['leahpark']],
  ])('%s finds %j', async (query, expected) => {
    await invite(['new1@example.com'])
    await invite(['new2@example.com'], { role: 'editor' })
    expect(await names(query)).toEqual(expected)
    expect((await list(query)).body.count).toBe(expected.length)
  })

  test('shows who is invited as Docker does, with an account or without', async () => {
    addPerson(t, 'guest')
    await invite(['guest', 'new@example.com'], { team: 'platform' })
    const { body } = await list('?type=invitee')
    expect(body.results).toMatchObject([
      { username: '', email: 'new@example.com', role: 'Invitee', groups: ['platform'] },
      { username: 'guest', email: 'guest@example.com', role: 'Invitee', groups: ['platform'] },
    ])
  })

  test.each([
    ['page=0', 'page'],
    ['page=x', 'page'],
    ['page=-1', 'page'],
    ['page=1.5', 'page'],
    ['page_size=0', 'page_size'],
    ['page_size=101', 'page_size'],
    ['type=guest', 'type'],
    ['role=admin', 'role'],
    ['role=Owner,Member', 'role'],
    ['invites=yes', 'invites'],
  ])('refuses ?%s and names %s', async (query, field) => {
    const { status, body } = await list(`?${query}`)
    expect([status, Object.keys(body.fields)]).toEqual([400, [field]])
    expect(body.text).toContain(field)
  })

  test('shows email addresses to owners and access tokens, and lets no one else search them', async () => {
    const reading = await tokenWith('scope-member-read')
    for (const bearer of [owner, reading]) {
      expect((await list('?search=leahpark@', bearer)).body.results[0].email).toBe('leahpark@example.com')
    }
    for (const username of ['tomasreyes', 'leahpark']) {
      const bearer = await t.signIn(username)
      expect((await list('', bearer)).text).not.toContain('@')
      expect(await names('?search=@example', bearer)).toEqual([])
    }
  })

  test('shows who is invited to owners and to tokens that may read invites too', async () => {
    await invite(['new@example.com'])
    const reading = await tokenWith('scope-member-read')
    for (const query of ['?type=all', '?type=invitee', '?invites=true']) {
      expect((await list(query, await t.signIn('leahpark'))).status).toBe(403)
      const refused = await list(query, reading)
      expect([refused.status, refused.body.detail]).toEqual([
        403,
        expect.stringContaining('scope-invite-read'),
      ])
    }
    const both = await tokenWith('scope-member-read', 'scope-invite-read')
    expect((await list('?type=invitee', both)).body.count).toBe(1)
  })
})

describe('roles', () => {
  test.each(['owner', 'editor', 'member'])('%s is given, answered and written down', async (role) => {
    addPerson(t, 'hand')
    join(t, 'harborline', 'hand', role === 'editor' ? 'owner' : 'editor')
    const recorded = await recordedBy(t, async () => {
      const { status, body } = await setRole('hand', role)
      expect(status).toBe(200)
      expect(body).toMatchObject({ username: 'hand', role: role.charAt(0).toUpperCase() + role.slice(1) })
      expect(body.groups).toEqual(role === 'owner' ? ['owners'] : [])
    })
    const data = { from: role === 'editor' ? 'owner' : 'editor', to: role }
    expect(recorded).toEqual([
      { account: 'harborline', action: 'org.member.role.change', name: 'hand', actor: 'robinhale', data },
    ])
    expect((await list('?search=hand')).body.results[0].role.toLowerCase()).toBe(role)
  })

  test('giving somebody the role they have changes nothing and is not written down', async () => {
    const recorded = await recordedBy(t, async () =>
      expect((await setRole('leahpark', 'member')).status).toBe(200),
    )
    expect(recorded).toEqual([])
  })

  test.each(['Owner', 'admin', '', null, 7, ['owner'], undefined])('refuses the role %j', async (role) => {
    const before = stateOf(t)
    const { status, body } = await setRole('leahpark', role)
    expect([status, Object.keys(body.fields)]).toEqual([400, ['role']])
    expect(body.text).toContain('role')
    expect(stateOf(t)).toBe(before)
  })

  test.each(['nobody', 'ingridsolheim', 'guest', 'Leahpark', '%00', '..%2Fx'])(
    '%s is not a member',
    async (name) => {
      addPerson(t, 'guest')
      await invite(['guest'])
      for (const answer of [await setRole(name, 'owner'), await remove(name)])
        expect([answer.status, answer.body.detail]).toEqual([404, 'member not found'])
    },
  )
})

describe('leaving and being removed', () => {
  test('takes somebody out of the organization and its teams, and of nothing else', async () => {
    const recorded = await recordedBy(t, async () => {
      const gone = await remove('leahpark')
      expect([gone.status, gone.text]).toEqual([204, ''])
    })
    expect(recorded).toEqual([
      {
        ...{ account: 'harborline', action: 'org.member.remove', name: 'leahpark', actor: 'robinhale' },
        data: { role: 'member', teams: '["partners"]' },
      },
    ])
    expect(await names()).not.toContain('leahpark')
    const team = await t.ask('GET', '/v2/orgs/harborline/groups/partners/members', { bearer: owner })
    expect(team.body.results.map((one: { username: string }) => one.username)).toEqual(['danieloduya'])
    const elsewhere = await t.ask('GET', '/v2/orgs/meadowlark/members?search=leahpark', { bearer: owner })
    expect(elsewhere.body.results[0].groups).toEqual(['field'])
    expect((await remove('leahpark')).status).toBe(404)
  })

  test.each(['leahpark', 'tomasreyes', 'miravance'])(
    '%s may leave, but send nobody away',
    async (username) => {
      const bearer = await t.signIn(username)
      if (username !== 'miravance') expect((await remove('robinhale', bearer)).status).toBe(403)
      const recorded = await recordedBy(t, async () =>
        expect((await remove(username, bearer)).status).toBe(204),
      )
      expect(recorded).toMatchObject([{ action: 'org.member.remove', name: username, actor: username }])
      expect((await list('', bearer)).status).toBe(403)
    },
  )

  test('somebody who is in no organization cannot leave it', async () => {
    expect((await remove('ingridsolheim', await bearerOf(t, 'ingridsolheim'))).status).toBe(403)
  })

  test('the last owner who can act stays, whoever asks', async () => {
    const token = await tokenWith('scope-member-edit')
    t.hub.context.database.run("UPDATE users SET is_active = 0 WHERE username = 'danieloduya'")
    expect((await remove('miravance')).status).toBe(204)
    const before = stateOf(t)
    for (const bearer of [owner, token]) {
      for (const answer of [
        await remove('robinhale', bearer),
        await setRole('robinhale', 'editor', bearer),
      ]) {
        expect(answer.status).toBe(400)
        expect(answer.body.detail).toContain('last owner')
      }
      expect((await setRole('robinhale', 'owner', bearer)).status).toBe(200)
    }
    expect(stateOf(t)).toBe(before)
    expect((await setRole('leahpark', 'owner')).status).toBe(200)
    expect((await remove('robinhale')).status).toBe(204)
  })

  test('owners who all leave at once leave one', async () => {
    t.hub.context.database.run("UPDATE memberships SET role = 'owner'")
    const people = ['robinhale', 'miravance', 'tomasreyes', 'leahpark', 'danieloduya']
    const bearers = await Promise.all(people.map((name) => bearerOf(t, name)))
    const answers = await Promise.all(people.map((name, index) => remove(name, bearers[index])))
    expect(answers.map(({ status }) => status).sort()).toEqual([204, 204, 204, 204, 400])
  })
})

// Who is in a team: list, adding and removing. Who may is in organization-access.test.ts and scopes.test.ts.
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { addPerson, join, newAccessToken, recordedBy, stateOf } from '../test-bearers.ts'
import { type TestHub, createTestHub, organizationResource } from '../test-hub.ts'

const team = '/v2/orgs/harborline/groups/platform'
const members = `${team}/members`

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
const add = (member: unknown) => t.ask('POST', members, { bearer: owner, json: { member } })
const remove = (username: string) => t.ask('DELETE', `${members}/${username}`, { bearer: owner })

describe('the list', () => {
  test('has Docker’s members of each, in a page, not a bare list', async () => {
    const { body } = await list('/')
    expect(body).toMatchObject({ count: 2, next: null, previous: null })
    const [mira] = body.results
    expect(mira).toMatchObject({
      ...{ username: 'miravance', full_name: 'Mira Vance', email: 'miravance@example.com' },
      ...{
        location: 'Antwerp',
        company: '',
        profile_url: '',
        gravatar_url: '',
        gravatar_email: '',
        type: 'User',
      },
    })
    expect(mira.id).toMatch(/^[0-9a-f]{32}$/)
    expect(mira.date_joined).toMatch(/\.\d{6}Z$/)
  })

  test('pages by user name, with absolute links', async () => {
    for (const username of ['leahpark', 'danieloduya', 'robinhale']) await add(username)
    const first = await list('?page_size=2')
    expect(first.body.next).toBe(`http://localhost${members}?page_size=2&page=2`)
    const second = await t.ask('GET', first.body.next, { bearer: owner })
    const third = await t.ask('GET', second.body.next, { bearer: owner })
    expect(third.body).toMatchObject({
      next: null,
      previous: `http://localhost${members}?page_size=2&page=2`,
    })
    const all = [first, second, third].flatMap(({ body }) => body.results as { username: string }[])
    expect(all.map(({ username }) => username)).toEqual([
      ...['danieloduya', 'leahpark', 'miravance', 'robinhale', 'tomasreyes'],
    ])
  })

  test.each([
    ['?search=MIRA', ['miravance']],
    ['?search=Reyes', ['tomasreyes']],
    ['?search=vance@', ['miravance']],
    ['?search=leah', []],
    ['?search=%25', []],
  ])('%s finds %j', async (query, expected) => {
    expect(await names(query)).toEqual(expected)
    expect((await list(query)).body.count).toBe(expected.length)
  })

  test('shows and searches email addresses for owners and access tokens only', async () => {
    const token = await newAccessToken(
      t,
      'harborline',
      organizationResource('harborline', 'scope-group-read'),
    )
    expect((await list('?search=vance@', token.bearer)).body.results[0].email).toBe('miravance@example.com')
    const editor = await t.signIn('tomasreyes')
    expect((await list('', editor)).text).not.toContain('@')
    expect(await names('?search=vance@', editor)).toEqual([])
  })

  test('is a bare one for hub-tool, whole', async () => {
    for (const username of ['leahpark', 'danieloduya', 'robinhale']) await add(username)
    const headers = { 'user-agent': 'hub-tool/v0.4.5' }
    const { body } = await t.ask('GET', `${members}?page_size=2`, { bearer: owner, headers })
    expect(body).toHaveLength(5)
    expect(body[0]).toMatchObject({ username: 'danieloduya', type: 'User' })
  })

  test('of a team that is not there is not found', async () => {
    for (const path of [
      '/v2/orgs/harborline/groups/nobody/members',
      '/v2/orgs/meadowlark/groups/platform/members',
    ]) {
      const answer = await t.ask('GET', path, { bearer: owner })
      expect([answer.status, answer.body.detail]).toEqual([404, 'team not found'])
    }
  })
})

describe('adding', () => {
  test.each(['leahpark', 'leahpark@example.com', 'LeahPark@Example.COM'])('%s, once', async (member) => {
    const recorded = await recordedBy(t, async () => {
      for (const answer of [await add(member), await add(member)]) {
        expect(answer.status).toBe(200)
        expect(answer.body).toMatchObject({ username: 'leahpark', email: 'leahpark@example.com' })
      }
    })
    const data = { team: 'platform' }
    expect(recorded).toEqual([
      { account: 'harborline', action: 'org.team.member.add', name: 'leahpark', actor: 'robinhale', data },
    ])
    expect(await names()).toEqual(['leahpark', 'miravance', 'tomasreyes'])
    expect((await t.ask('GET', team, { bearer: owner })).body.member_count).toBe(3)
  })

  test.each(['nobody', 'nobody@example.com', 'guest', 'guest@example.com', 'LEAHPARK', '@'])(
    '%s, who is not a member of the organization, is not found',
    async (member) => {
      addPerson(t, 'guest')
      const before = stateOf(t)
      const answer = await add(member)
      expect([answer.status, answer.body.detail]).toEqual([404, 'member not found'])
      expect(stateOf(t)).toBe(before)
    },
  )

  test.each(['', null, 7, ['leahpark'], undefined])('refuses %j and names the field', async (member) => {
    const { status, body } = await add(member)
    expect([status, Object.keys(body.fields)]).toEqual([400, ['member']])
    expect(body.text).toContain('member')
  })

  test('opens what the team may do', async () => {
    const bearer = await t.signIn('leahpark')
    const repository = '/v2/namespaces/harborline/repositories/ci-runner'
    expect((await t.ask('GET', repository, { bearer })).status).toBe(404)
    await add('leahpark')
    expect((await t.ask('GET', repository, { bearer })).body.permissions.admin).toBe(true)
    await remove('leahpark')
    expect((await t.ask('GET', repository, { bearer })).status).toBe(404)
  })
})

describe('removing', () => {
  test('answers 204, once, and writes it down; the person stays in the organization', async () => {
    const recorded = await recordedBy(t, async () => {
      const gone = await remove('miravance')
      expect([gone.status, gone.text]).toEqual([204, ''])
      const again = await remove('miravance')
      expect([again.status, again.body.detail]).toEqual([404, 'member not found'])
    })
    const data = { team: 'platform' }
    expect(recorded).toEqual([
      {
        account: 'harborline',
        action: 'org.team.member.remove',
        name: 'miravance',
        actor: 'robinhale',
        data,
      },
    ])
    const inOrganization = await t.ask('GET', '/v2/orgs/harborline/members?search=mira', { bearer: owner })
    expect(inOrganization.body.results).toMatchObject([{ username: 'miravance', groups: ['owners'] }])
  })

  test('of somebody who is in another team, or nobody, is not found', async () => {
    addPerson(t, 'hand')
    join(t, 'harborline', 'hand')
    for (const username of ['leahpark', 'hand', 'nobody']) expect((await remove(username)).status).toBe(404)
  })
})

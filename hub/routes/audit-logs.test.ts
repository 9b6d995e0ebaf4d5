// The audit log: its filters and pages, Docker's names for actions, and errors in the shape that it alone has. Who may
// is in organization-access.test.ts and scopes.test.ts.
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { writeAuditEvent } from '../data/audit-log.ts'
import { addPerson, bearerOf, join, newAccessToken, personalBearer } from '../test-bearers.ts'
import { type TestHub, createTestHub, organizationResource } from '../test-hub.ts'

const path = '/v2/auditlogs/harborline'

interface Event {
  account: string
  action: string
  name: string
  actor: string
  data: Record<string, string>
  timestamp: string
  action_description: string
}

let t: TestHub
let owner: string
beforeAll(async () => {
  t = await createTestHub()
  owner = await t.signIn('robinhale')
  // Sixty events a day apart in a year with no others, each told apart by its name.
  for (let index = 0; index < 60; index++)
    writeAuditEvent(t.hub.context.database, {
      account: index % 10 === 9 ? 'meadowlark' : 'harborline',
      action: index % 3 === 0 ? 'repo.tag.push' : 'org.team.create',
      name: `n${index}`,
      actor: index % 2 === 0 ? 'robinhale' : 'harborline',
      data: { tag: 'v1', count: index, deep: { a: [1] }, none: null },
      timestamp: new Date(Date.UTC(2020, 0, 1 + index, 12)).toISOString().replace('.000Z', '.000000Z'),
    })
})
afterAll(() => t.close())

const ask = (query: string, bearer = owner) => t.ask('GET', `${path}${query}`, { bearer })
const events = async (query: string) => (await ask(query)).body.logs as Event[]
const names = async (query: string) => (await events(query)).map(({ name }) => name)
const of2020 = 'from=2020-01-01T00:00:00Z&to=2020-12-31T00:00:00Z'

describe('an event', () => {
  test('has Docker’s members, with texts as data and a sentence', async () => {
    const { body } = await ask('?name=n0')
    expect(body).toEqual({
      logs: [
        {
          account: 'harborline',
          action: 'repo.tag.push',
          name: 'n0',
          actor: 'robinhale',
          data: { tag: 'v1', count: '0', deep: '{"a":[1]}', none: 'null' },
          timestamp: '2020-01-01T12:00:00.000000Z',
          action_description: 'pushed a tag to the repository n0',
        },
      ],
    })
  })

  test('of an action that the list does not know is described by its name', async () => {
    writeAuditEvent(t.hub.context.database, {
      ...{ account: 'harborline', action: 'org.moon.walk', name: 'm', actor: 'x', data: {} },
      timestamp: '2019-01-01T00:00:00.000000Z',
    })
    expect((await events('?action=org.moon.walk'))[0]?.action_description).toBe('org.moon.walk m')
  })
})

describe('filters', () => {
  test.each([
    ['?name=n7', ['n7']],
    ['?name=N7', []],
    ['?name=n9', []],
    ['?name=n%25', []],
    ['?action=repo.tag.push&actor=harborline&page_size=3', ['n57', 'n51', 'n45']],
    [`?actor=robinhale&action=org.team.create&${of2020}&page_size=2`, ['n58', 'n56']],
    ['?name=n7&action=repo.tag.push', []],
    ['?name=n7&action=&actor=', ['n7']],
    ['?action=repo', []],
    ['?from=2020-01-02T12:00:00Z&to=2020-01-04T12:00:00Z', ['n3', 'n2', 'n1']],
    ['?from=2020-01-02T12:00:00.000001Z&to=2020-01-04T11:59:59.999999Z', ['n2']],
    ['?from=2020-01-02T14:00:00%2B02:00&to=2020-01-02t07:00:00-05:00', ['n1']],
    ['?from=2020-01-04T12:00:00Z&to=2020-01-02T12:00:00Z', []],
    ['?to=2020-01-01T12:00:00.000000999Z&action=repo.tag.push', ['n0']],
  ])('%s finds %j', async (query, expected) => {
    expect(await names(query)).toEqual(expected)
  })

  test.each([
    ...['yesterday', '2020-01-01', '2020-01-01T00:00:00', '2020-02-30T00:00:00Z', '2020-01-01T24:00:00Z'],
    ...['2020-01-01T00:00:00+25:00', '1577836800', '2020-01-01T00:00:00Z%20', '9999-12-31T23:59:59-01:00'],
    '0000-01-01T00:00:00%2B01:00',
  ])('refuses the moment %s, and names the field', async (text) => {
    for (const field of ['from', 'to']) {
      const { status, body } = await ask(`?${field}=${text}`)
      expect([status, Object.keys(body.fields)]).toEqual([400, [field]])
      expect(body.message).toContain(field)
    }
  })
})

describe('pages', () => {
  test('have 25 events, newest first, and no count and no links', async () => {
    const { body } = await ask(`?${of2020}`)
    expect(Object.keys(body)).toEqual(['logs'])
    const first = body.logs as Event[]
    const second = await events(`?${of2020}&page=2`)
    const third = await events(`/?${of2020}&page=3`)
    expect([first, second, third].map(({ length }) => length)).toEqual([25, 25, 4])
    expect(await names(`?${of2020}&page=4`)).toEqual([])
    const times = [...first, ...second, ...third].map(({ timestamp }) => timestamp)
    expect(times).toEqual([...times].sort().reverse())
    expect(new Set(times).size).toBe(54)
    expect(await events(`?${of2020}&page_size=100`)).toHaveLength(54)
  })

  test('events within one millisecond are newest first too', async () => {
    addPerson(t, 'hand')
    join(t, 'harborline', 'hand')
    for (const role of ['owner', 'editor', 'member', 'owner'])
      await t.ask('PUT', '/v2/orgs/harborline/members/hand', { bearer: owner, json: { role } })
    const roles = (await events('?name=hand')).map(({ data }) => data['to'])
    expect(roles).toEqual(['owner', 'member', 'editor', 'owner'])
  })

  test.each(['page=0', 'page=x', 'page_size=0', 'page_size=101', 'page_size='])(
    'refuses ?%s',
    async (query) => {
      const { status, body } = await ask(`?${query}`)
      expect([status, Object.keys(body.fields)]).toEqual([400, [query.split('=')[0]]])
    },
  )
})

describe('a person’s own namespace', () => {
  test('is read by that person, with any personal access token but the public one, and by nobody else', async () => {
    await t.ask('POST', '/v2/namespaces/leahpark/repositories', {
      bearer: await t.signIn('leahpark'),
      json: { name: 'mine' },
    })
    const read = (bearer: string, rest = '') => t.ask('GET', `/v2/auditlogs/leahpark${rest}`, { bearer })
    const own = await read(await t.signIn('leahpark'))
    expect(own.body.logs).toMatchObject([{ action: 'repo.create', name: 'leahpark/mine', actor: 'leahpark' }])
    for (const rest of ['', '/actions']) {
      for (const scope of ['repo:read', 'repo:write', 'repo:admin'])
        expect((await read(await personalBearer(t, 'leahpark', scope), rest)).status).toBe(200)
      expect((await read(await personalBearer(t, 'leahpark', 'repo:public_read'), rest)).status).toBe(403)
      expect((await read(owner, rest)).status).toBe(404)
      expect((await t.ask('GET', `/v2/auditlogs/leahpark${rest}`)).status).toBe(401)
      const token = await newAccessToken(
        t,
        'harborline',
        organizationResource('harborline', 'scope-activity-read'),
      )
      expect((await read(token.bearer, rest)).status).toBe(404)
    }
  })
})

describe('actions', () => {
  const actions = async () =>
    (await t.ask('GET', `${path}/actions`, { bearer: owner })).body.actions as Record<
      string,
      { label: string; actions: { name: string; label: string; description: string }[] }
    >

  // Source: the example in Docker's Hub API reference; only what can happen here, and one of our own.
  const documented = [
    ...['create', 'member.add', 'member.remove', 'member.role.change', 'member.invite.send'],
    ...[
      'team.create',
      'team.update',
      'team.delete',
      'team.member.add',
      'team.member.remove',
      'settings.update',
    ],
    ...['enabled', 'disabled', 'registry_added', 'registry_updated', 'registry_removed'].map(
      (name) => `registry_access.${name}`,
    ),
    ...['access_token.create', 'access_token.update', 'access_token.delete'],
  ]

  test('are grouped, named and labelled as Docker’s', async () => {
    const { org, repo, ...rest } = await actions()
    expect(rest).toEqual({})
    expect([org?.label, repo?.label]).toEqual(['Organization', 'Repository'])
    expect(org?.actions.map(({ name }) => name).sort()).toEqual(
      [...documented, 'member.invite.cancel'].sort(),
    )
    expect(repo?.actions.map(({ name }) => name).sort()).toEqual(
      [
        ...[
          'create',
          'update',
          'delete',
          'change_privacy',
          'immutable.tags.updated',
          'tag.push',
          'tag.delete',
        ],
      ].sort(),
    )
    for (const { label, description } of [...(org?.actions ?? []), ...(repo?.actions ?? [])]) {
      expect(label).toMatch(/^[A-Z]/)
      expect(description).not.toBe('')
    }
  })
})

describe('errors', () => {
  test.each([
    [path, undefined, 401, 16, 'authentication required'],
    [`${path}/actions`, 'x', 401, 16, 'invalid or has expired'],
    [`${path}/`, 'leahpark', 403, 7, 'your role'],
    ['/v2/auditlogs/nobody', 'robinhale', 404, 5, 'organization not found'],
    ['/v2/auditlogs/nobody/actions', 'robinhale', 404, 5, 'organization not found'],
    [`${path}?page=0`, 'robinhale', 400, 3, 'page must be'],
    [`${path}?from=x`, 'robinhale', 400, 3, 'from must be'],
  ])('%s for %s has Docker’s shape there', async (asked, who, status, code, words) => {
    const bearer = who === undefined ? {} : { bearer: who === 'x' ? 'x' : await bearerOf(t, who) }
    const answer = await t.ask('GET', asked, bearer)
    expect(answer.status).toBe(status)
    expect(answer.body).toMatchObject({
      code,
      message: expect.stringContaining(words) as string,
      details: [],
    })
  })

  test('of everything else have not, and neither has too many requests', async () => {
    expect((await t.ask('GET', '/v2/orgs/harborline/members')).body).not.toHaveProperty('code')
    const limited = await createTestHub({ requestsPerMinute: 1 })
    await limited.ask('GET', path)
    const answer = await limited.ask('GET', path)
    expect([answer.status, answer.body]).toEqual([429, { detail: 'Rate limit exceeded', error: false }])
    limited.close()
  })
})

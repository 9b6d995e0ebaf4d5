// Teams of an organization: list, names, changes, and the team of owners that is none. Who may is in
// organization-access.test.ts and scopes.test.ts.
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { newAccessToken, recordedBy, stateOf } from '../test-bearers.ts'
import { type TestHub, createTestHub, organizationResource } from '../test-hub.ts'

const groups = '/v2/orgs/harborline/groups'

let t: TestHub
let owner: string
beforeEach(async () => {
  t = await createTestHub()
  owner = await t.signIn('robinhale')
})
afterEach(() => t.close())

const list = (query = '', bearer = owner) => t.ask('GET', `${groups}${query}`, { bearer })
const names = async (query = '', bearer = owner) =>
  (await list(query, bearer)).body.results.map((one: { name: string }) => one.name)
const read = (name: string, bearer = owner) => t.ask('GET', `${groups}/${name}`, { bearer })
const make = (json: unknown) => t.ask('POST', groups, { bearer: owner, json })
const change = (method: string, name: string, json: unknown) =>
  t.ask(method, `${groups}/${name}`, { bearer: owner, json })

describe('the list', () => {
  test('has Docker’s members of each', async () => {
    const { body } = await list()
    expect(Object.keys(body)).toEqual(['count', 'next', 'previous', 'results'])
    expect(body).toMatchObject({ count: 3, next: null, previous: null })
    const [owners, partners] = body.results
    expect(owners).toMatchObject({ id: 0, name: 'owners', member_count: 3 })
    expect(Object.keys(partners)).toEqual(['id', 'uuid', 'name', 'description', 'member_count'])
    expect(partners).toMatchObject({ name: 'partners', member_count: 2 })
    expect(typeof partners.id).toBe('number')
  })

  test('pages by name, with absolute links', async () => {
    const first = await list('/?page_size=2')
    expect(first.body.next).toBe(`http://localhost${groups}/?page_size=2&page=2`)
    const second = await t.ask('GET', first.body.next, { bearer: owner })
    expect(second.body).toMatchObject({
      next: null,
      previous: `http://localhost${groups}/?page_size=2&page=1`,
    })
    expect([...first.body.results, ...second.body.results].map(({ name }) => name)).toEqual([
      ...['owners', 'partners', 'platform'],
    ])
  })

  test.each([
    ['?search=PART', ['partners']],
    ['?search=%25', []],
    ['?username=leahpark', ['partners']],
    ['?username=danieloduya', ['owners', 'partners']],
    ['?username=danieloduya&search=own', ['owners']],
    ['?username=nobody', []],
    ['?username=', ['owners', 'partners', 'platform']],
  ])('%s finds %j', async (query, expected) => {
    expect(await names(query)).toEqual(expected)
    expect((await list(query)).body.count).toBe(expected.length)
  })

  test.each(['page=0', 'page_size=101', 'page_size=x'])('refuses ?%s', async (query) => {
    const { status, body } = await list(`?${query}`)
    expect([status, Object.keys(body.fields)]).toEqual([400, [query.split('=')[0]]])
  })

  test('has for editors all but the owners’, for members their own, and hides the others from them', async () => {
    const editor = await t.signIn('tomasreyes')
    expect(await names('', editor)).toEqual(['partners', 'platform'])
    expect((await read('owners', editor)).status).toBe(404)
    const member = await t.signIn('leahpark')
    expect(await names('', member)).toEqual(['partners'])
    expect(await names('?username=danieloduya', member)).toEqual(['partners'])
    expect(await names('?username=miravance', member)).toEqual([])
    for (const path of ['platform', 'owners', 'platform/members', 'owners/members']) {
      const answer = await read(path, member)
      expect([answer.status, answer.body.detail]).toEqual([404, 'team not found'])
    }
    const { bearer } = await newAccessToken(
      t,
      'harborline',
      organizationResource('harborline', 'scope-group-read'),
    )
    expect(await names('', bearer)).toEqual(['owners', 'partners', 'platform'])
  })
})

describe('making', () => {
  test('answers 201 with the team, and writes it down', async () => {
    const recorded = await recordedBy(t, async () => {
      const { status, body } = await make({ name: 'Night_shift-2', description: 'two\nlines' })
      expect(status).toBe(201)
      expect(body).toMatchObject({ name: 'Night_shift-2', description: 'two\nlines', member_count: 0 })
      expect((await read('Night_shift-2')).body).toEqual(body)
    })
    const data = { description: 'two\nlines' }
    expect(recorded).toEqual([
      { account: 'harborline', action: 'org.team.create', name: 'Night_shift-2', actor: 'robinhale', data },
    ])
  })

  test('takes what Docker’s Terraform provider sends, and no description', async () => {
    const sent = { id: 0, uuid: '', name: 'terraformed', description: 'x', member_count: 0 }
    expect((await make(sent)).body).toMatchObject({ name: 'terraformed', description: 'x' })
    expect((await make({ name: 'bare-one' })).body.description).toBe('')
    expect((await make({ name: 'bare-two', description: null })).body.description).toBe('')
  })

  test.each([
    ['name', { name: 'ab' }],
    ['name', { name: 'x'.repeat(31) }],
    ['name', { name: 'two words' }],
    ['name', { name: 'ünï' }],
    ['name', { name: 'line\n' }],
    ['name', { name: '../crew' }],
    ['name', { name: null }],
    ['name', { name: 7 }],
    ['name', {}],
    ['name', { name: 'platform' }],
    ['name', { name: 'PLATFORM' }],
    ['name', { name: 'owners' }],
    ['name', { name: 'Owners' }],
    ['description', { name: 'fine', description: 'x'.repeat(201) }],
    ['description', { name: 'fine', description: 7 }],
    ['description', { name: 'fine', description: 'nul\u0000' }],
  ])('refuses a bad %s and makes nothing: %j', async (field, json) => {
    const before = stateOf(t)
    const { status, body } = await make(json)
    expect([status, Object.keys(body.fields)]).toEqual([400, [field]])
    expect(body.text).toContain(field)
    expect(stateOf(t)).toBe(before)
  })

  test('another organization may have a team of the same name', async () => {
    const path = '/v2/orgs/meadowlark/groups'
    expect((await t.ask('POST', path, { bearer: owner, json: { name: 'platform' } })).status).toBe(201)
    expect((await read('platform')).body.description).not.toBe('')
  })

  test('two at once with one name make one', async () => {
    const answers = await Promise.all([make({ name: 'crew' }), make({ name: 'CREW' })])
    expect(answers.map(({ status }) => status).sort()).toEqual([201, 400])
  })
})

describe('changing', () => {
  test('PATCH takes any part and leaves the rest', async () => {
    const { body: before } = await read('platform')
    for (const part of [
      { description: 'x' },
      { name: 'Platform' },
      { name: 'platform', description: '' },
      {},
    ]) {
      Object.assign(before, part)
      const { status, body } = await change('PATCH', 'pLATFORM', part)
      expect([status, body]).toEqual([200, before])
    }
  })

  test('PUT takes the whole: what is absent is emptied, and the name must be there', async () => {
    expect((await change('PUT', 'platform', { name: 'runners' })).body).toMatchObject({
      name: 'runners',
      description: '',
      member_count: 2,
    })
    expect((await read('platform')).status).toBe(404)
    expect((await change('PUT', 'runners', { description: 'x' })).body.fields).toHaveProperty('name')
  })

  test('is written down once, with the name before, and not when nothing changed', async () => {
    const { description } = (await read('platform')).body as { description: string }
    const recorded = await recordedBy(t, async () => {
      await change('PATCH', 'platform', { name: 'runners' })
      await change('PATCH', 'runners', { name: 'runners', description })
    })
    const data = { before: 'platform', description }
    expect(recorded).toEqual([
      { account: 'harborline', action: 'org.team.update', name: 'runners', actor: 'robinhale', data },
    ])
  })

  test.each([
    ['PATCH', 'name', { name: 'partners' }],
    ['PATCH', 'name', { name: 'x' }],
    ['PATCH', 'name', { name: null }],
    ['PATCH', 'description', { description: 'x'.repeat(201) }],
    ['PUT', 'name', { name: 'Partners' }],
    ['PUT', 'description', { name: 'platform', description: 7 }],
  ])('%s refuses a bad %s and changes nothing: %j', async (method, field, json) => {
    const before = stateOf(t)
    const { status, body } = await change(method, 'platform', json)
    expect([status, Object.keys(body.fields)]).toEqual([400, [field]])
    expect(stateOf(t)).toBe(before)
  })

  test('keeps who is in it and what it may do', async () => {
    await change('PATCH', 'platform', { name: 'runners' })
    const { body } = await read('runners/members')
    expect(body.count).toBe(2)
    const repositories = t.hub.context.database.all(
      "SELECT 1 FROM team_repositories r JOIN teams ON id = team_id WHERE name = 'runners'",
    )
    expect(repositories).toHaveLength(4)
  })
})

describe('deleting', () => {
  test('answers 204, once, writes it down, and takes away what the team allowed', async () => {
    const member = await t.signIn('leahpark')
    const repository = '/v2/namespaces/harborline/repositories/partner-sandbox'
    t.hub.context.database.run("UPDATE repositories SET is_private = 1 WHERE name = 'partner-sandbox'")
    expect((await t.ask('GET', repository, { bearer: member })).status).toBe(200)
    const recorded = await recordedBy(t, async () => {
      const gone = await t.ask('DELETE', `${groups}/Partners`, { bearer: owner })
      expect([gone.status, gone.text]).toEqual([204, ''])
    })
    expect(recorded).toMatchObject([{ action: 'org.team.delete', name: 'partners', data: { members: 2 } }])
    expect((await t.ask('GET', repository, { bearer: member })).status).toBe(404)
    expect(await names('', member)).toEqual([])
    for (const answer of [
      await read('partners'),
      await change('PATCH', 'partners', {}),
      await t.ask('DELETE', `${groups}/partners`, { bearer: owner }),
    ])
      expect([answer.status, answer.body.detail]).toEqual([404, 'team not found'])
  })
})

test('the team of owners is whoever has the role, and cannot be changed as a team', async () => {
  const { bearer } = await newAccessToken(
    t,
    'harborline',
    organizationResource('harborline', 'scope-group-edit'),
  )
  const before = stateOf(t)
  for (const asking of [owner, bearer])
    for (const [method, path, json] of [
      ['PUT', 'owners', { name: 'bosses' }],
      ['PATCH', 'OWNERS', { description: 'x' }],
      ['DELETE', 'owners', undefined],
      ['POST', 'owners/members', { member: 'leahpark' }],
      ['DELETE', 'owners/members/miravance', undefined],
    ] as const) {
      const answer = await t.ask(method, `${groups}/${path}`, { bearer: asking, json })
      expect([method, path, answer.status]).toEqual([method, path, 403])
      expect(answer.body.detail).toContain('change roles of members instead')
    }
  expect(stateOf(t)).toBe(before)
  await t.ask('PUT', '/v2/orgs/harborline/members/leahpark', { bearer: owner, json: { role: 'owner' } })
  expect((await read('owners')).body.member_count).toBe(4)
  expect((await read('owners/members?search=leah')).body.count).toBe(1)
})

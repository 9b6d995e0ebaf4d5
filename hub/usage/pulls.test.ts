// Pull limits at the registry token service: what counts as a pull, whose it is, and what is answered beyond.
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { registryService } from '../registry/constants.ts'
import { type TestHub, createTestHub, repositoryResource } from '../test-hub.ts'

const limit = 4
const hours = 3_600_000
const publicOnes = ['species-lookup', 'survey-cli', 'base-python'] as const
const owner = 'robinhale'

type Credentials = [username: string, secret: string]

let t: TestHub
beforeEach(async () => {
  t = await createTestHub({ pullsPerSixHours: limit })
})
afterEach(() => t.close())

async function newToken(...scopes: string[]): Promise<{ id: string; credentials: Credentials }> {
  const resources = [
    repositoryResource('harborline/*', ...scopes),
    repositoryResource('*/*/public', 'scope-image-pull'),
  ]
  const bearer = await t.signIn(owner)
  const json = { label: 'test', resources }
  const { body } = await t.ask('POST', '/v2/orgs/harborline/access-tokens', { bearer, json })
  return { id: body.id as string, credentials: ['harborline', body.token as string] }
}

const scope = (name: string, actions = 'pull') => `repository:${name}:${actions}`
const pull = scope('meadowlark/species-lookup')

const basic = ([username, secret]: Credentials) => ({
  authorization: `Basic ${Buffer.from(`${username}:${secret}`).toString('base64')}`,
})

function ask(credentials: Credentials | null, scopes: string[] = [pull], method = 'GET') {
  const search = scopes.map((one) => `&scope=${encodeURIComponent(one)}`).join('')
  return t.ask(method, `/token?service=${registryService}${search}`, {
    headers: credentials ? basic(credentials) : {},
  })
}

const told = ({ headers }: { headers: Headers }) =>
  ['ratelimit-limit', 'ratelimit-remaining', 'docker-ratelimit-source'].map((name) => headers.get(name))
const left = async (credentials: Credentials | null) =>
  (await ask(credentials, [])).headers.get('ratelimit-remaining')?.split(';')[0]

describe('the headers', () => {
  test('tell limit, window and rest, and name the access token by its id', async () => {
    const { id, credentials } = await newToken('scope-image-pull')
    expect(told(await ask(credentials, []))).toEqual(['4;w=21600', '4;w=21600', id])
    expect(told(await ask(credentials))).toEqual(['4;w=21600', '3;w=21600', id])
  })

  test('are half of it for an address, named by itself', async () => {
    expect(told(await ask(null))).toEqual(['2;w=21600', '1;w=21600', '127.0.0.1'])
  })

  test('come with POST too', async () => {
    const { id, credentials } = await newToken('scope-image-pull')
    const [username, password] = credentials
    const form = new URLSearchParams({ grant_type: 'password', username, password, scope: pull })
    const answer = await t.ask('POST', '/token', {
      raw: form.toString(),
      headers: { 'content-type': 'application/x-www-form-urlencoded' },
    })
    expect([answer.status, ...told(answer)]).toEqual([200, '4;w=21600', '3;w=21600', id])
  })
})

describe('a pull is', () => {
  test.each<[counted: number, what: string, scopes: string[], method?: string]>([
    [1, 'a grant to pull', [pull]],
    [1, 'the same repository asked for twice', [pull, pull]],
    [3, 'each of several repositories', publicOnes.map((name) => scope(`meadowlark/${name}`))],
    [1, 'what is granted of the asked', [scope('meadowlark/species-lookup', 'pull,push')]],
    [0, 'not a push', [scope('harborline/yard-api', 'pull,push')]],
    [0, 'not everything, which is asked for to delete', [scope('harborline/yard-api', '*')]],
    [0, 'not signing in', []],
    [0, 'not what is refused', [scope('meadowlark/survey-api'), scope('nowhere/app')]],
    [0, 'not a look that brings no token', [pull], 'HEAD'],
  ])('%i: %s', async (counted, _, scopes, method) => {
    const { credentials } = await newToken('scope-image-delete')
    expect((await ask(credentials, scopes, method)).status).toBe(200)
    expect(await left(credentials)).toBe(`${limit - counted}`)
  })
})

describe('beyond the limit', () => {
  test('the answer is one whose words Docker shows, and it says when to come back', async () => {
    const { id, credentials } = await newToken('scope-image-pull')
    for (let time = 0; time < limit; time++) expect((await ask(credentials)).status).toBe(200)
    t.pass(2 * hours)
    const answer = await ask(credentials)
    expect(answer.status).toBe(429)
    const { details } = answer.body
    expect(details).toContain('pull limit')
    expect(answer.body).toEqual({ details, errors: [{ code: 'TOOMANYREQUESTS', message: details }] })
    expect(answer.headers.get('retry-after')).toBe(`${4 * 3600}`)
    expect(told(answer)).toEqual(['4;w=21600', '0;w=21600', id])
    t.pass(4 * hours)
    expect((await ask(credentials)).status).toBe(200)
  })

  test('signing in and pushing go on', async () => {
    const { credentials } = await newToken('scope-image-push')
    for (let time = 0; time < limit; time++) await ask(credentials)
    expect((await ask(credentials)).status).toBe(429)
    expect((await ask(credentials, [])).status).toBe(200)
    expect((await ask(credentials, [scope('harborline/yard-api', 'pull,push')])).status).toBe(200)
  })

  test('several at once are given whole or not at all', async () => {
    const { credentials } = await newToken('scope-image-pull')
    const three = publicOnes.map((name) => scope(`meadowlark/${name}`))
    expect((await ask(credentials, three)).status).toBe(200)
    const refused = await ask(credentials, three)
    expect([refused.status, told(refused)[1]]).toEqual([429, '1;w=21600'])
    expect((await ask(credentials)).status).toBe(200)
  })

  test('wrong credentials are still told so, and cost nobody anything', async () => {
    const { credentials } = await newToken('scope-image-pull')
    for (let time = 0; time < 5; time++)
      expect((await ask([credentials[0], `${credentials[1]}x`])).status).toBe(401)
    expect([await left(credentials), await left(null)]).toEqual(['4', '2'])
  })
})

test('a pull is paid by the token, the person or the address that asks, and by nobody else', async () => {
  const { credentials: token } = await newToken('scope-image-pull')
  const { credentials: sibling } = await newToken('scope-image-pull')
  const person: Credentials = [owner, t.passwordOf(owner)]
  const other: Credentials = ['miravance', t.passwordOf('miravance')]
  const whole = [limit, limit, limit, limit, limit / 2].map(String)
  const payers = [token, sibling, person, other, null]
  const rest = () => Promise.all(payers.map((payer) => left(payer)))
  expect(await rest()).toEqual(whole)
  for (const [index, payer] of payers.entries()) {
    while ((await ask(payer)).status === 200);
    expect(await rest()).toEqual(whole.map((full, at) => (at <= index ? '0' : full)))
  }
})

test('a personal access token uses its person’s', async () => {
  const personal: Credentials = [owner, t.addPersonalToken(owner, ['repo:read']).secret]
  const [, , source] = told(await ask(personal))
  expect(told(await ask([owner, t.passwordOf(owner)]))).toEqual(['4;w=21600', '2;w=21600', source])
})

test('half of one is still one', async () => {
  const small = await createTestHub({ pullsPerSixHours: 1 })
  const path = `/token?scope=${pull}`
  expect((await small.ask('GET', path)).headers.get('ratelimit-limit')).toBe('1;w=21600')
  expect((await small.ask('GET', path)).status).toBe(429)
  small.close()
})

test('0 turns it off', async () => {
  const open = await createTestHub({ pullsPerSixHours: 0 })
  for (let time = 0; time < 5; time++) {
    const answer = await open.ask('GET', `/token?scope=${pull}`)
    expect([answer.status, ...told(answer)]).toEqual([200, null, null, null])
  }
  open.close()
})

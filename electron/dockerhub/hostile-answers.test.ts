// Whatever a server answers: a value of the asked-for form, or a failure from the closed list. Never anything else.
import * as fc from 'fast-check'
import { expect, it } from 'vitest'
import { Failed, failureSchema } from '../../shared/errors.ts'
import { signIn, submitCode } from './auth.ts'
import { createHubClient } from './client.ts'
import { listOrganizations } from './organizations.ts'
import { findMember } from './members.ts'
import { searchRepositories } from './repositories.ts'
import { listRepositoryTeams } from './teams.ts'
import { createAccessToken, deleteAccessToken, getAccessToken, listAccessTokens } from './tokens.ts'

const names = [
  'id',
  'token',
  'access_token',
  'label',
  'results',
  'username',
  'group_id',
  'permission',
  'next',
  'count',
  'total',
  'is_active',
  'resources',
]
const words = [
  'message',
  'detail',
  'text',
  'fields',
  'login_2fa_token',
  'orgname',
  'name',
  '__proto__',
  'constructor',
]

/** JSON made of the names that clients look for, with anything under them. */
const json = fc.letrec<{ value: unknown }>((tie) => ({
  value: fc.oneof(
    { depthSize: 'small', withCrossShrink: true },
    fc.constantFrom<unknown>(
      null,
      true,
      0,
      -1,
      1e308,
      '',
      'a',
      '\u202E\u0000',
      'https://evil.test/v2?page=2',
    ),
    fc.string({ unit: 'binary' }),
    fc.array(tie('value'), { maxLength: 4 }),
    fc.dictionary(fc.constantFrom(...names, ...words), tie('value'), { maxKeys: 6, noNullPrototype: true }),
  ),
})).value

const answer = fc.record({
  status: fc.constantFrom(200, 201, 204, 302, 400, 401, 402, 403, 404, 409, 418, 422, 429, 500, 503, 599),
  type: fc.constantFrom(
    'application/json',
    'application/json',
    'application/json; charset=utf-16',
    'text/html',
    '',
  ),
  text: fc.oneof(
    json.map((value) => JSON.stringify(value)),
    fc.string(),
  ),
  retryAfter: fc.constantFrom('', '1', '-1', '99999999999', 'NaN', 'Thu, 01 Jan 1970 00:00:00 GMT'),
})

const body = { label: 'ci', resources: [{ type: 'TYPE_ORG', path: 'acme', scopes: ['scope-member-read'] }] }

it('keeps every call within its promises', async () => {
  let time = 0
  await fc.assert(
    fc.asyncProperty(fc.array(answer, { minLength: 1, maxLength: 4 }), async (answers) => {
      let at = 0
      const fetch = () => {
        const next = answers[at++ % answers.length]
        if (!next) throw new Error('no answer')
        const headers = { 'content-type': next.type, 'retry-after': next.retryAfter }
        return new Response(next.status === 204 ? null : next.text, { status: next.status, headers })
      }
      const client = createHubClient({
        baseUrl: 'http://hub.test',
        fetch,
        bearer: { current: async () => 'bearer', renew: async () => 'bearer' },
        monotonic: () => time,
        sleep: async (milliseconds) => void (time += milliseconds),
      })
      const door = { baseUrl: 'http://hub.test', fetch }
      const calls = [
        () => listOrganizations(client),
        () => listAccessTokens(client, 'acme'),
        () => getAccessToken(client, 'acme', '1'),
        () => createAccessToken(client, 'acme', body),
        () => deleteAccessToken(client, 'acme', '1'),
        () => searchRepositories(client, 'acme', { name: '', page: 2, pageSize: 100 }),
        () => findMember(client, 'acme', 'mona'),
        () => listRepositoryTeams(client, 'acme', 'web'),
        () => signIn(door, { username: 'mona', secret: 'password' }),
        () => submitCode(door, 'login-token', '123456'),
      ]
      for (const call of calls) {
        time += 301_000
        try {
          await call()
        } catch (error) {
          if (!(error instanceof Failed)) throw error
          failureSchema.parse(error.failure)
          expect([...(error.failure.detail ?? '')].length).toBeLessThanOrEqual(300)
          // eslint-disable-next-line no-control-regex -- these are the characters that must not be there
          expect(error.failure.detail ?? '').not.toMatch(/[\u0000-\u001f\u202a-\u202e]/)
        }
      }
      expect({}).not.toHaveProperty('detail')
    }),
    { numRuns: 1000 },
  )
}, 20_000)

// Signing in: both login routes, the second factor, lock-out, and when bearers stop working.
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { organizationLoginDetail, secondFactorDetail } from '../../shared/hub/auth.ts'
import { hashPassword } from '../data/passwords.ts'
import { findUser, setPasswordHash } from '../data/users.ts'
import { type TestHub, createTestHub, repositoryResource } from '../test-hub.ts'

const owner = 'robinhale'
const twoFactorOwner = 'danieloduya'
const minute = 60_000

let t: TestHub
beforeEach(async () => {
  t = await createTestHub()
})
afterEach(() => t.close())

const login = (username: string, password: string, query = '') =>
  t.ask('POST', `/v2/users/login${query}`, { json: { username, password } })
const exchange = (identifier: string, secret: string) =>
  t.ask('POST', '/v2/auth/token', { json: { identifier, secret } })
const submit = (challenge: string, code: string) =>
  t.ask('POST', '/v2/users/2fa-login', { json: { login_2fa_token: challenge, code } })

async function newAccessToken(organization = 'harborline') {
  const answer = await t.ask('POST', `/v2/orgs/${organization}/access-tokens`, {
    bearer: await t.signIn(owner),
    json: { label: 'test', resources: [repositoryResource(`${organization}/*`, 'scope-image-pull')] },
  })
  return answer.body as { id: string; token: string }
}

const claimsOf = (bearer: string) =>
  JSON.parse(Buffer.from(bearer.split('.')[1] ?? '', 'base64url').toString()) as Record<string, never>

describe('a password', () => {
  test('gives a bearer at /v2/users/login', async () => {
    const answer = await login(owner, t.passwordOf(owner))
    expect(answer.status).toBe(200)
    expect(Object.keys(answer.body)).toEqual(['token'])
    const user = await t.ask('GET', '/v2/user', { bearer: answer.body.token })
    expect(user.body).toMatchObject({ username: owner, full_name: 'Robin Hale' })
  })

  test('gives an access_token at /v2/auth/token', async () => {
    const answer = await exchange(owner, t.passwordOf(owner))
    expect(answer.status).toBe(200)
    expect(Object.keys(answer.body)).toEqual(['access_token'])
    expect((await t.ask('GET', '/v2/user', { bearer: answer.body.access_token })).status).toBe(200)
  })

  test('comes with a refresh token only when asked for', async () => {
    const answer = await login(owner, t.passwordOf(owner), '?refresh_token=true')
    expect(Object.keys(answer.body)).toEqual(['token', 'refresh_token'])
    const refused = await t.ask('GET', '/v2/user', { bearer: answer.body.refresh_token })
    expect(refused.status).toBe(401)
  })

  test('gives a bearer in the form that Docker clients read', async () => {
    const bearer = await t.signIn(owner)
    const [header, payload, signature, ...rest] = bearer.split('.')
    expect([payload, signature].every(Boolean) && rest.length === 0).toBe(true)
    expect(JSON.parse(Buffer.from(header ?? '', 'base64url').toString())).toEqual({
      alg: 'HS256',
      typ: 'JWT',
    })
    const claims = claimsOf(bearer)
    expect(claims).toMatchObject({
      exp: t.now() / 1000 + 600,
      'https://hub.docker.com': { username: owner, email: 'robinhale@example.com' },
      scope: expect.any(String),
    })
    const account = claims['https://hub.docker.com'] as unknown as Record<string, string>
    expect(account['source']).toBe(`docker_pwd|${account['uuid']}`)
    expect(account['session_id']).toBeTruthy()
  })

  test.each([
    [owner, 'wrong'],
    ['nobody', 'wrong'],
    ['ingridsolheim', 'wrong'],
  ])('of %s that is wrong is refused the same way on both routes', async (username, password) => {
    for (const answer of [await login(username, password), await exchange(username, password)]) {
      expect(answer.status).toBe(401)
      expect(answer.body).toEqual({
        detail: 'Incorrect authentication credentials',
        message: 'Incorrect authentication credentials',
      })
    }
  })

  test('of a deactivated person is refused, and their bearers stop working', async () => {
    const bearer = await t.signIn(owner)
    t.hub.context.database.run('UPDATE users SET is_active = 0 WHERE username = ?', owner)
    expect((await login(owner, t.passwordOf(owner))).status).toBe(401)
    expect((await t.ask('GET', '/v2/user', { bearer })).status).toBe(401)
  })

  test.each([
    [{ username: owner }],
    [{ username: owner, password: 7 }],
    [{ username: '', password: 'x' }],
    [{ username: owner, password: 'x'.repeat(5000) }],
  ])('body %j is answered field by field', async (json) => {
    const answer = await t.ask('POST', '/v2/users/login', { json })
    expect(answer.status).toBe(400)
    expect(Object.keys(answer.body)).toEqual(['fields', 'text'])
  })
})

describe('personal access tokens', () => {
  test('sign in on both routes', async () => {
    const { secret } = t.addPersonalToken(owner, ['repo:read'])
    expect((await login(owner, secret)).status).toBe(200)
    const answer = await exchange(owner, secret)
    expect(answer.status).toBe(200)
    expect((await t.ask('GET', '/v2/user/orgs', { bearer: answer.body.access_token })).status).toBe(200)
  })

  test('do not manage organization access tokens', async () => {
    const { secret } = t.addPersonalToken(owner, ['repo:admin'])
    const { body } = await login(owner, secret)
    const answer = await t.ask('GET', '/v2/orgs/harborline/access-tokens', { bearer: body.token })
    expect(answer.status).toBe(403)
    expect(answer.body.detail).toBe('token issued from personal access token is not allowed')
  })

  test('need no code, which is why owners with a second factor have them', async () => {
    const { secret } = t.addPersonalToken(twoFactorOwner, ['repo:read'])
    expect((await login(twoFactorOwner, secret)).status).toBe(200)
  })

  test('of somebody else, expired or switched off are refused', async () => {
    const mine = t.addPersonalToken(owner, ['repo:read'], new Date(t.now() + minute).toISOString())
    expect((await login('miravance', mine.secret)).status).toBe(401)
    const { body } = await login(owner, mine.secret)
    t.pass(minute)
    expect((await login(owner, mine.secret)).status).toBe(401)
    expect((await t.ask('GET', '/v2/user', { bearer: body.token })).status).toBe(401)

    const other = t.addPersonalToken(owner, ['repo:read'])
    const session = await login(owner, other.secret)
    t.hub.context.database.run('UPDATE personal_tokens SET is_active = 0 WHERE id = ?', other.id)
    expect((await login(owner, other.secret)).status).toBe(401)
    expect((await t.ask('GET', '/v2/user', { bearer: session.body.token })).status).toBe(401)
  })

  test('that are wrong do not lock the user name', async () => {
    const wrong = ['dckr', 'pat', 'wrong'].join('_')
    for (let time = 0; time < 12; time++) expect((await login(owner, wrong)).status).toBe(401)
    expect((await login(owner, t.passwordOf(owner))).status).toBe(200)
  })
})

describe('organization access tokens', () => {
  test('sign in at /v2/auth/token with the name of the organization', async () => {
    const { id, token } = await newAccessToken()
    const answer = await exchange('harborline', token)
    expect(answer.status).toBe(200)
    expect(claimsOf(answer.body.access_token)['https://hub.docker.com']).toMatchObject({
      username: 'harborline',
      source: `docker_oat|${id}`,
    })
  })

  test('with another account name are refused', async () => {
    const { token } = await newAccessToken()
    for (const identifier of [owner, 'meadowlark', 'nobody'])
      expect((await exchange(identifier, token)).status).toBe(401)
  })

  test('are refused at /v2/users/login in Docker’s words, and so is the name of an organization', async () => {
    const { token } = await newAccessToken()
    for (const answer of [await login('harborline', token), await login('harborline', 'anything')]) {
      expect(answer.status).toBe(401)
      expect(answer.body.detail).toBe(organizationLoginDetail)
    }
  })

  test('are no bearers themselves', async () => {
    const { token } = await newAccessToken()
    expect((await t.ask('GET', '/v2/user', { bearer: token })).status).toBe(401)
  })

  test('open neither the user’s routes nor access tokens', async () => {
    const { token } = await newAccessToken()
    const bearer = (await exchange('harborline', token)).body.access_token as string
    for (const path of ['/v2/user', '/v2/user/orgs', '/v2/orgs/harborline/access-tokens']) {
      const answer = await t.ask('GET', path, { bearer })
      expect(answer.status).toBe(403)
      expect(answer.body.detail).toBe('token issued from organization access token is not allowed')
    }
  })

  test('stop with their bearers when deactivated, and come back when reactivated', async () => {
    const { id, token } = await newAccessToken()
    const bearer = (await exchange('harborline', token)).body.access_token as string
    const list = () => t.ask('GET', '/v2/namespaces/harborline/repositories', { bearer })
    expect((await list()).status).toBe(200)
    const change = async (is_active: boolean) =>
      t.ask('PATCH', `/v2/orgs/harborline/access-tokens/${id}`, {
        bearer: await t.signIn(owner),
        json: { is_active },
      })
    await change(false)
    expect((await list()).status).toBe(401)
    expect((await exchange('harborline', token)).status).toBe(401)
    await change(true)
    expect((await exchange('harborline', token)).status).toBe(200)
  })

  test('stop with their bearers when deleted', async () => {
    const { id, token } = await newAccessToken()
    const bearer = (await exchange('harborline', token)).body.access_token as string
    await t.ask('DELETE', `/v2/orgs/harborline/access-tokens/${id}`, { bearer: await t.signIn(owner) })
    expect((await t.ask('GET', '/v2/namespaces/harborline/repositories', { bearer })).status).toBe(401)
    expect((await exchange('harborline', token)).status).toBe(401)
  })

  test('are marked as used', async () => {
    const { id, token } = await newAccessToken()
    const bearer = await t.signIn(owner)
    const read = async () => (await t.ask('GET', `/v2/orgs/harborline/access-tokens/${id}`, { bearer })).body
    expect((await read()).last_used_at).toBeNull()
    await exchange('harborline', token)
    expect((await read()).last_used_at).toMatch(/^2027-03-10T12:00:00\.\d{6}Z$/)
  })
})

describe('the second factor', () => {
  const challenge = async () =>
    (await login(twoFactorOwner, t.passwordOf(twoFactorOwner))).body.login_2fa_token as string

  test('is asked for in the words that hub-tool compares', async () => {
    const answer = await login(twoFactorOwner, t.passwordOf(twoFactorOwner))
    expect(answer.status).toBe(401)
    expect(answer.body.detail).toBe(secondFactorDetail)
    expect(answer.body.login_2fa_token).toEqual(expect.any(String))
  })

  test('finishes with the code, and owners are owners then', async () => {
    const answer = await submit(await challenge(), t.codeOf(twoFactorOwner))
    expect(answer.status).toBe(200)
    const list = await t.ask('GET', '/v2/orgs/meadowlark/access-tokens', { bearer: answer.body.token })
    expect(list.status).toBe(200)
  })

  test('refuses a code that was used, in a new sign-in too', async () => {
    const code = t.codeOf(twoFactorOwner)
    expect((await submit(await challenge(), code)).status).toBe(200)
    const replay = await submit(await challenge(), code)
    expect(replay.status).toBe(401)
    expect(replay.body.detail).toContain('already used')
    t.pass(minute)
    expect((await submit(await challenge(), t.codeOf(twoFactorOwner))).status).toBe(200)
  })

  test('refuses an earlier code after a later one', async () => {
    const early = t.codeOf(twoFactorOwner)
    t.pass(30_000)
    expect((await submit(await challenge(), t.codeOf(twoFactorOwner))).status).toBe(200)
    expect((await submit(await challenge(), early)).status).toBe(401)
  })

  test('takes a code one step late, not two', async () => {
    const code = t.codeOf(twoFactorOwner)
    t.pass(60_000)
    expect((await submit(await challenge(), code)).status).toBe(401)
    t.pass(-30_000)
    expect((await submit(await challenge(), code)).status).toBe(200)
  })

  test('uses up its challenge', async () => {
    const used = await challenge()
    expect((await submit(used, t.codeOf(twoFactorOwner))).status).toBe(200)
    t.pass(minute)
    const again = await submit(used, t.codeOf(twoFactorOwner))
    expect(again.status).toBe(401)
    expect(again.body.detail).toContain('start again')
  })

  test('waits five minutes', async () => {
    const started = await challenge()
    t.pass(5 * minute)
    expect((await submit(started, t.codeOf(twoFactorOwner))).status).toBe(401)
  })

  test('takes no bearer as a challenge, and no challenge as a bearer', async () => {
    expect((await submit(await t.signIn(owner), t.codeOf(twoFactorOwner))).status).toBe(401)
    expect((await t.ask('GET', '/v2/user', { bearer: await challenge() })).status).toBe(401)
  })

  test.each(['', '12345', '1234567', 'abcdef', '123 456', '１２３４５６'])('refuses %j', async (code) => {
    expect([400, 401]).toContain((await submit(await challenge(), code)).status)
  })

  test('wants the code as text', async () => {
    const answer = await t.ask('POST', '/v2/users/2fa-login', {
      json: { login_2fa_token: await challenge(), code: 123456 },
    })
    expect(answer.status).toBe(400)
    expect(answer.body.fields).toHaveProperty('code')
  })

  test('keeps the password alone from /v2/auth/token', async () => {
    const answer = await exchange(twoFactorOwner, t.passwordOf(twoFactorOwner))
    expect(answer.status).toBe(401)
    expect(answer.body.detail).toContain('second factor')
  })

  test('a new password ends challenges that are under way', async () => {
    const started = await challenge()
    const { database } = t.hub.context
    setPasswordHash(database, findUser(database, twoFactorOwner)?.id ?? '', await hashPassword('another', 4))
    expect((await submit(started, t.codeOf(twoFactorOwner))).status).toBe(401)
  })
})

describe('the lock-out', () => {
  const wrongTimes = async (times: number) => {
    for (let time = 0; time < times; time++) expect((await login(owner, 'wrong')).status).toBe(401)
  }

  test('comes after ten wrong passwords, for ten minutes, on both routes, for the right password too', async () => {
    await wrongTimes(10)
    for (const answer of [
      await login(owner, t.passwordOf(owner)),
      await exchange(owner, t.passwordOf(owner)),
    ]) {
      expect(answer.status).toBe(429)
      expect(answer.headers.get('retry-after')).toBe('600')
      expect(answer.body).toEqual({ detail: expect.any(String), error: false })
    }
    t.pass(10 * minute - 1)
    expect((await login(owner, t.passwordOf(owner))).status).toBe(429)
    t.pass(1)
    expect((await login(owner, t.passwordOf(owner))).status).toBe(200)
  })

  test('starts counting anew after a right password', async () => {
    await wrongTimes(9)
    expect((await login(owner, t.passwordOf(owner))).status).toBe(200)
    await wrongTimes(9)
    expect((await login(owner, t.passwordOf(owner))).status).toBe(200)
  })

  test('counts guesses that are sent all at once', async () => {
    const answers = await Promise.all(Array.from({ length: 40 }, () => login(owner, 'wrong')))
    expect(answers.filter(({ status }) => status === 401)).toHaveLength(10)
    expect(answers.filter(({ status }) => status === 429)).toHaveLength(30)
  })

  test('is for one user name, known or not', async () => {
    await wrongTimes(10)
    expect((await login('miravance', t.passwordOf('miravance'))).status).toBe(200)
    for (let time = 0; time < 10; time++) expect((await login('nobody', 'x')).status).toBe(401)
    expect((await login('nobody', 'x')).status).toBe(429)
  })

  test('leaves bearers and personal access tokens working', async () => {
    const bearer = await t.signIn(owner)
    const { secret } = t.addPersonalToken(owner, ['repo:read'])
    await wrongTimes(10)
    expect((await t.ask('GET', '/v2/user', { bearer })).status).toBe(200)
    expect((await login(owner, secret)).status).toBe(200)
  })

  test('counts wrong codes, and a right password in between does not reset them', async () => {
    for (let time = 0; time < 10; time++) {
      const { body } = await login(twoFactorOwner, t.passwordOf(twoFactorOwner))
      expect((await submit(body.login_2fa_token, '000000')).status).toBe(401)
    }
    expect((await login(twoFactorOwner, t.passwordOf(twoFactorOwner))).status).toBe(429)
  })

  test('holds for a challenge that was already given', async () => {
    const { body } = await login(twoFactorOwner, t.passwordOf(twoFactorOwner))
    for (let time = 0; time < 10; time++)
      expect((await submit(body.login_2fa_token, '000000')).status).toBe(401)
    const answer = await submit(body.login_2fa_token, t.codeOf(twoFactorOwner))
    expect(answer.status).toBe(429)
    expect(answer.headers.get('retry-after')).toBe('600')
  })
})

describe('a bearer', () => {
  test('lives ten minutes', async () => {
    const bearer = await t.signIn(owner)
    t.pass(10 * minute - 1000)
    expect((await t.ask('GET', '/v2/user', { bearer })).status).toBe(200)
    t.pass(1000)
    const answer = await t.ask('GET', '/v2/user', { bearer })
    expect(answer.status).toBe(401)
    expect(answer.body).toEqual({ detail: expect.any(String), message: expect.any(String) })
  })

  test('lives as long as the server was told', async () => {
    const other = await createTestHub({ bearerSeconds: 5 })
    try {
      const bearer = await other.signIn(owner)
      other.pass(4000)
      expect((await other.ask('GET', '/v2/user', { bearer })).status).toBe(200)
      other.pass(1000)
      expect((await other.ask('GET', '/v2/user', { bearer })).status).toBe(401)
    } finally {
      other.close()
    }
  })

  test('stops working when the password changes', async () => {
    const bearer = await t.signIn(owner)
    const { database } = t.hub.context
    setPasswordHash(database, findUser(database, owner)?.id ?? '', await hashPassword('another', 4))
    expect((await t.ask('GET', '/v2/user', { bearer })).status).toBe(401)
    expect((await login(owner, 'another')).status).toBe(200)
  })

  test('stops working when the person is deleted', async () => {
    const bearer = await t.signIn(owner)
    t.hub.context.database.run('DELETE FROM users WHERE username = ?', owner)
    expect((await t.ask('GET', '/v2/user', { bearer })).status).toBe(401)
  })

  test('of another server is refused', async () => {
    const other = await createTestHub()
    try {
      expect((await t.ask('GET', '/v2/user', { bearer: await other.signIn(owner) })).status).toBe(401)
    } finally {
      other.close()
    }
  })

  test('missing or of another scheme is refused', async () => {
    expect((await t.ask('GET', '/v2/user')).status).toBe(401)
    for (const authorization of ['Basic eDp5', 'Bearer', 'Bearer ', 'Bearer a b', 'JWT x.y.z'])
      expect((await t.ask('GET', '/v2/user', { headers: { authorization } })).status).toBe(401)
  })
})

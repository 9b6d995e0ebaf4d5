// Asking a registry over real sockets, when it is as it should be and when it means harm: the secret goes to the realm alone.
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import {
  type Behaviour,
  type FaultServer,
  type WireRequest,
  drip,
  httpAnswer,
  silence,
  startFaultServer,
} from '../../tests/support/fault-server.ts'
import { Failed } from '../../shared/errors.ts'
import { askRegistry, dockerHubRegistry, type RegistryDoor } from './registry.ts'

const secret = ['dckr', 'oat', 'canary-of-this-test'].join('_')
const credential = { username: 'acme', secret }
const basic = Buffer.from(`acme:${secret}`).toString('base64')

let server: FaultServer
let other: FaultServer
beforeEach(async () => {
  server = await startFaultServer(silence)
  other = await startFaultServer(silence)
})
afterEach(() => Promise.all([server.close(), other.close()]))

const jwt = (payload: unknown) =>
  `e30.${Buffer.from(JSON.stringify(payload)).toString('base64url')}.signature`
const challenge = (realm = `${server.url}/token`) =>
  httpAnswer(401, {}, { 'www-authenticate': `Bearer realm="${realm}",service="the service"` })
const scopesIn = ({ target }: WireRequest) => new URL(target, server.url).searchParams.getAll('scope')
const answering = (token: (request: WireRequest) => Buffer, first = () => challenge()): Behaviour => {
  return (socket, request) =>
    void socket.write(request.target.startsWith('/token') ? token(request) : first())
}
const ask = (
  repositories: string[] = ['acme/a'],
  door: Partial<RegistryDoor> = {},
  onProgress?: (asked: number) => void,
) =>
  askRegistry(
    { url: server.url, realmHost: null, fetch, deadlineSeconds: 5, ...door },
    credential,
    repositories.map((repository) => ({ repository, actions: ['pull', 'push'] })),
    onProgress,
  )
const failureOf = (work: Promise<unknown>) =>
  work.then(
    () => ({ code: 'none', detail: undefined }),
    (error: unknown) =>
      error instanceof Failed ? error.failure : { code: String(error), detail: undefined },
  )

describe('a registry that answers', () => {
  it('is asked at its realm, for its service, with the organization’s name and the secret', async () => {
    const access = [
      { type: 'repository', name: 'acme/a', actions: ['pull'] },
      { type: 'registry', name: 'catalog', actions: ['*'] },
      'nonsense',
    ]
    server.behave(answering(() => httpAnswer(200, { token: jwt({ sub: 'acme/t1', access }) })))
    const answer = await ask()
    expect(answer).toEqual({
      signedIn: true,
      subject: 'acme/t1',
      granted: new Map([['acme/a', ['pull']]]),
    })
    const [base, token] = server.requests
    expect(base).toMatchObject({ method: 'GET', target: '/v2/' })
    expect(base?.headers).not.toHaveProperty('authorization')
    expect(token?.headers['authorization']).toBe(`Basic ${basic}`)
    expect(new URL(token?.target ?? '', server.url).searchParams.get('service')).toBe('the service')
    expect(server.requests.map(({ target }) => target).join()).not.toContain('canary')
  })

  it('is asked for twenty repositories at a time, and tells how far it is', async () => {
    const grants = (scopes: string[]) =>
      scopes.map((scope) => ({ type: 'repository', name: scope.split(':')[1], actions: ['pull'] }))
    server.behave(
      answering((request) => httpAnswer(200, { access_token: jwt({ access: grants(scopesIn(request)) }) })),
    )
    const steps: number[] = []
    const answer = await ask(
      Array.from({ length: 45 }, (_, at) => `acme/r${at}`),
      {},
      (asked) => steps.push(asked),
    )
    expect(answer.signedIn && answer.granted?.size).toBe(45)
    expect(steps).toEqual([20, 40, 45])
    expect(server.requests.slice(1).map((request) => scopesIn(request).length)).toEqual([20, 20, 5])
    expect(scopesIn(server.requests[1]!)[0]).toBe('repository:acme/r0:pull,push')
  })

  it('is signed in to even when there is nothing to ask for', async () => {
    server.behave(answering(() => httpAnswer(200, { token: jwt({ access: null }) })))
    expect(await ask([])).toEqual({ signedIn: true, subject: null, granted: new Map() })
    expect(server.requests).toHaveLength(2)
  })

  it('may hand out tokens that say nothing', async () => {
    for (const token of ['opaque', 'a.%%%.c', `a.${Buffer.from('[[').toString('base64url')}.c`]) {
      server.behave(answering(() => httpAnswer(200, { token })))
      expect(await ask()).toMatchObject({ signedIn: true, granted: null })
    }
  })

  it.each([
    ['deactivated', { details: 'this access token is deactivated' }],
    ['expired', { details: 'this access token has expired' }],
    ['wrongName', { details: 'it belongs to an organization: use the name of that organization' }],
    ['wrong', { details: 'incorrect username or password' }],
    ['expired', { errors: [{ code: 'UNAUTHORIZED', message: 'token expired' }] }],
    ['wrong', '<html>'],
  ])('refuses: %s', async (refusal, body) => {
    server.behave(answering(() => httpAnswer(401, body)))
    expect(await ask()).toMatchObject({ signedIn: false, refusal })
  })

  it('has no secret in the words it is quoted with', async () => {
    server.behave(answering(() => httpAnswer(401, { details: `no ${secret} and no ${basic} here` })))
    const words = JSON.stringify(await ask())
    expect(words).toContain('[redacted]')
    for (const form of [secret, basic, 'canary']) expect(words).not.toContain(form)
    server.behave(answering(() => httpAnswer(400, { message: `what is ${secret}` })))
    const failed = await ask().catch((error: unknown) => error as Failed)
    expect(JSON.stringify([failed, (failed as Failed).stack])).not.toContain('canary')
  })
})

describe('a realm that is not to have the secret', () => {
  it.each([
    ['plain http to another computer', 'http://auth.example.com/token'],
    ['a name in it', 'https://me:you@auth.example.com/token'],
    ['no address', 'nonsense'],
    ['another scheme', 'file:///etc/passwd'],
  ])('%s', async (_, realm) => {
    server.behave(
      answering(
        () => httpAnswer(200, {}),
        () => challenge(realm),
      ),
    )
    expect(await failureOf(ask())).toMatchObject({ code: 'registry.untrusted' })
    expect(server.received()).not.toContain(basic)
  })

  it('another host than Docker Hub’s, whatever answers there', async () => {
    const asked: string[] = []
    const answers = (realm: string) => (url: string) => {
      asked.push(url)
      return new Response('{}', {
        status: 401,
        headers: { 'content-type': 'application/json', 'www-authenticate': `Bearer realm="${realm}"` },
      })
    }
    for (const realm of [
      'https://auth.example.com/token',
      'http://127.0.0.1:1/token',
      'https://auth.docker.io.evil.test/token',
    ])
      expect(await failureOf(ask([], { ...dockerHubRegistry, fetch: answers(realm) }))).toMatchObject({
        code: 'registry.untrusted',
      })
    expect(new Set(asked)).toEqual(new Set(['https://registry-1.docker.io/v2/']))
    const good = await ask([], { ...dockerHubRegistry, fetch: answers('https://auth.docker.io/token') })
    expect(good).toMatchObject({ signedIn: false })
  })

  it('this computer, when the registry is another one', async () => {
    const challenged = () =>
      new Response(null, {
        status: 401,
        headers: { 'www-authenticate': `Bearer realm="${other.url}/token"` },
      })
    const failure = await failureOf(ask([], { url: 'https://registry.example.com', fetch: challenged }))
    expect(failure).toMatchObject({ code: 'registry.untrusted' })
    expect(other.requests).toEqual([])
  })
})

describe('a server that misbehaves', () => {
  it('is not followed to where it redirects, at the registry or at the realm', async () => {
    const elsewhere = () => httpAnswer(307, {}, { location: `${other.url}/token` })
    server.behave(answering(elsewhere, elsewhere))
    expect(await failureOf(ask())).toMatchObject({ code: 'server.unexpected' })
    server.behave(answering(elsewhere))
    expect(await failureOf(ask())).toMatchObject({ code: 'server.unexpected' })
    expect(other.requests).toEqual([])
  })

  it('is not read to the end when its answer is huge', async () => {
    const huge = { token: 'x'.repeat(300_000) }
    server.behave(answering(() => httpAnswer(200, huge)))
    expect(await failureOf(ask())).toMatchObject({
      code: 'server.unexpected',
      detail: expect.stringContaining('larger than allowed'),
    })
  })

  it('has one deadline for everything together', async () => {
    server.behave(silence)
    expect(await failureOf(ask([], { deadlineSeconds: 0.05 }))).toMatchObject({ code: 'server.timeout' })
    server.behave((socket, request) =>
      request.target.startsWith('/token')
        ? drip(httpAnswer(200, { token: jwt({}) }), 20)(socket, request)
        : void socket.write(challenge()),
    )
    expect(await failureOf(ask([], { deadlineSeconds: 0.2 }))).toMatchObject({ code: 'server.timeout' })
    // The clock has passed the end before the second request.
    server.behave(answering(() => httpAnswer(200, { token: jwt({}) })))
    let time = 0
    const monotonic = () => (time += 20_000)
    expect(await failureOf(ask([], { deadlineSeconds: 30, monotonic }))).toMatchObject({
      code: 'server.timeout',
    })
  })

  it.each([
    [httpAnswer(200, {}), 'server.unexpected'],
    [httpAnswer(401, {}), 'server.unexpected'],
    [httpAnswer(401, {}, { 'www-authenticate': 'Basic realm="x"' }), 'server.unexpected'],
    [httpAnswer(503, {}), 'server.failed'],
    [httpAnswer(429, {}, { 'retry-after': '7' }), 'server.rateLimited'],
  ])('that is no registry gets no secret (%#)', async (answer, code) => {
    server.behave((socket) => void socket.write(answer))
    expect(await failureOf(ask())).toMatchObject({ code })
    expect(server.received()).not.toContain(basic)
  })

  it.each([
    [httpAnswer(200, 'not json'), 'server.unexpected'],
    [httpAnswer(200, { nothing: 1 }), 'server.unexpected'],
    [httpAnswer(200, []), 'server.unexpected'],
    [httpAnswer(429, {}, { 'retry-after': '7' }), 'server.rateLimited'],
    [httpAnswer(502, '', { 'content-type': 'text/html' }), 'server.failed'],
  ])('at the realm is a failure (%#)', async (answer, code) => {
    server.behave(answering(() => answer))
    expect(await failureOf(ask())).toMatchObject({ code })
  })

  it('that is not there cannot be reached', async () => {
    const { url } = other
    await other.close()
    expect(await failureOf(ask([], { url }))).toMatchObject({ code: 'server.unreachable' })
    other = await startFaultServer(silence)
  })
})

// The client over real sockets, against a server that misbehaves.
import { createServer } from 'node:net'
import { gzipSync } from 'node:zlib'
import { afterEach, describe, expect, it } from 'vitest'
import * as z from 'zod'
import {
  answers,
  type Behaviour,
  cutAfter,
  drip,
  type FaultServer,
  httpAnswer,
  silence,
  startFaultServer,
} from '../../tests/support/fault-server.ts'
import { issue } from '../../tests/support/certificates.ts'
import { signIn } from './auth.ts'
import { createHubClient } from './client.ts'
import { createAccessToken } from './tokens.ts'

const servers: FaultServer[] = []
afterEach(async () => {
  for (const server of servers.splice(0)) await server.close()
})

async function misbehaving(behaviour: Behaviour): Promise<FaultServer> {
  const server = await startFaultServer(behaviour)
  servers.push(server)
  return server
}

const clientOf = (baseUrl: string, deadlineSeconds = 5) =>
  createHubClient({
    baseUrl,
    fetch,
    bearer: { current: async () => 'bearer-canary', renew: async () => 'bearer-canary' },
    deadlineSeconds,
    sleep: async () => {},
  })

const read = { method: 'GET', path: '/v2/user', answer: z.looseObject({ username: z.string() }) } as const
const mona = httpAnswer(200, { username: 'mona' })
const body = { label: 'ci', resources: [{ type: 'TYPE_ORG', path: 'acme', scopes: ['scope-member-read'] }] }
const created = httpAnswer(201, {
  id: '7',
  ...body,
  token: ['dckr', 'oat', 'y'.repeat(27)].join('_'),
  is_active: true,
  created_at: '2026-03-18T21:15:40.504110Z',
})

async function unusedPort(): Promise<number> {
  const server = createServer()
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const address = server.address()
  await new Promise((resolve) => server.close(resolve))
  return typeof address === 'object' && address ? address.port : 0
}

describe('a server that cannot be reached', () => {
  it('is told, and nothing was sent', async () => {
    const refused = clientOf(`http://127.0.0.1:${await unusedPort()}`)
    await expect(refused.request(read)).rejects.toMatchObject({
      failure: { code: 'server.unreachable', detail: 'ECONNREFUSED' },
    })
    await expect(createAccessToken(refused, 'acme', body)).rejects.toMatchObject({
      failure: { code: 'server.unreachable' },
    })
    const nameless = clientOf('https://granary-hub.invalid')
    await expect(createAccessToken(nameless, 'acme', body)).rejects.toMatchObject({
      failure: { code: 'server.unreachable' },
      reach: 'notSent',
    })
  })

  it('is told when it does not speak TLS', async () => {
    const plain = createServer((socket) => {
      socket.on('error', () => {})
      socket.once('data', () => socket.end('HTTP/1.1 400 Bad Request\r\n\r\n'))
    })
    await new Promise<void>((resolve) => plain.listen(0, '127.0.0.1', resolve))
    const address = plain.address()
    const port = typeof address === 'object' && address ? address.port : 0
    const failing = clientOf(`https://127.0.0.1:${port}`).request(read)
    await expect(failing).rejects.toMatchObject({ failure: { code: 'server.certificate' } })
    await new Promise((resolve) => plain.close(resolve))
  })
})

describe('a certificate', () => {
  const day = 86_400_000
  it.each([
    ['signed by nobody known', {}, /SELF_SIGNED|UNABLE_TO/],
    [
      'that has run out',
      { from: Date.now() - 9 * day, until: Date.now() - day },
      /CERT_HAS_EXPIRED|SELF_SIGNED/,
    ],
    ['of tomorrow', { from: Date.now() + day }, /CERT_NOT_YET_VALID|SELF_SIGNED/],
    ['for another name', { names: ['other.example'] }, /ALTNAME|SELF_SIGNED/],
  ])('%s is refused before a secret is sent', async (_what, wanted, detail) => {
    const issued = await issue({ name: 'localhost', names: ['localhost'], ...wanted })
    const server = await startFaultServer(answers(mona), { tls: issued })
    servers.push(server)
    const signingIn = signIn({ baseUrl: server.url, fetch }, { username: 'mona', secret: 'password-canary' })
    await expect(signingIn).rejects.toMatchObject({
      failure: { code: 'server.certificate', detail: expect.stringMatching(detail) as string },
      reach: 'notSent',
    })
    expect(server.received()).toBe('')
  })
})

describe('a server that takes too long', () => {
  it.each([
    ['says nothing', silence],
    ['sends a byte now and then', drip(mona, 40)],
    ['stops in the middle', (socket) => void socket.write(mona.subarray(0, mona.length - 5))],
  ] satisfies [string, Behaviour][])('and %s is given up at the deadline', async (_what, behaviour) => {
    const server = await misbehaving(behaviour)
    await expect(clientOf(server.url, 0.3).request(read)).rejects.toMatchObject({
      failure: { code: 'server.timeout' },
    })
    // The time is for the whole call, so there is none left for another try.
    expect(server.requests).toHaveLength(1)
  })

  it('leaves the outcome of a creation open', async () => {
    const server = await misbehaving(silence)
    await expect(createAccessToken(clientOf(server.url, 0.3), 'acme', body)).rejects.toMatchObject({
      failure: { code: 'token.unknownOutcome' },
    })
    expect(server.requests).toHaveLength(1)
  })
})

describe('an answer that breaks off', () => {
  const headersEnd = created.indexOf('\r\n\r\n')
  const cuts = [0, 1, 12, headersEnd, headersEnd + 4, headersEnd + 5, created.length - 20, created.length - 1]

  it.each(cuts)(
    'after %i bytes leaves the outcome of a creation open, and it was sent once',
    async (bytes) => {
      const server = await misbehaving(cutAfter(created, bytes))
      await expect(createAccessToken(clientOf(server.url), 'acme', body)).rejects.toMatchObject({
        failure: { code: 'token.unknownOutcome' },
      })
      expect(server.requests.map(({ method }) => method)).toEqual(['POST'])
    },
  )

  it('is complete after its last byte', async () => {
    const server = await misbehaving(answers(created))
    expect(await createAccessToken(clientOf(server.url), 'acme', body)).toMatchObject({ id: '7' })
  })

  it.each([0, 20, mona.length - 1])('after %i bytes is asked for again when reading', async (bytes) => {
    const server = await misbehaving((socket, request) => {
      server.behave(answers(mona))
      cutAfter(mona, bytes)(socket, request)
    })
    expect(await clientOf(server.url).request(read)).toEqual({ username: 'mona' })
    expect(server.requests).toHaveLength(2)
  })

  it('is unreachable when it always does', async () => {
    const server = await misbehaving(cutAfter(mona, 20))
    await expect(clientOf(server.url).request(read)).rejects.toMatchObject({
      failure: { code: 'server.unreachable' },
    })
    expect(server.requests).toHaveLength(3)
  })

  it('does not hide a refusal whose words were lost', async () => {
    const refusal = httpAnswer(403, { detail: 'owners only' })
    const server = await misbehaving(cutAfter(refusal, refusal.length - 3))
    await expect(clientOf(server.url).request(read)).rejects.toMatchObject({
      failure: { code: 'server.refused' },
    })
  })
})

describe('an answer that is not HTTP as it should be', () => {
  it.each([
    ['no HTTP', Buffer.from('SSH-2.0-OpenSSH_9.2\r\n')],
    [
      'a bad chunk',
      Buffer.from(
        'HTTP/1.1 200 OK\r\ncontent-type: application/json\r\ntransfer-encoding: chunked\r\n\r\nzz\r\n{}',
      ),
    ],
    ['not gzip at all', httpAnswer(200, '{"username":"mona"}', { 'content-encoding': 'gzip' })],
  ])('is unexpected: %s', async (_what, bytes) => {
    const server = await misbehaving(answers(bytes))
    await expect(clientOf(server.url).request(read)).rejects.toMatchObject({
      failure: { code: 'server.unexpected' },
    })
  })

  it('is given up as soon as it unpacks to more than allowed', async () => {
    const bomb = gzipSync(Buffer.alloc(64 * 1024 * 1024, ' '))
    const server = await misbehaving(answers(httpAnswer(200, bomb, { 'content-encoding': 'gzip' })))
    const before = process.memoryUsage().rss
    await expect(clientOf(server.url).request(read)).rejects.toMatchObject({
      failure: { code: 'server.unexpected', detail: 'the answer is larger than allowed' },
    })
    expect(process.memoryUsage().rss - before).toBeLessThan(50 * 1024 * 1024)
  })
})

describe('a redirect', () => {
  it.each([301, 302, 303, 307, 308])(
    'with %i carries no byte of a secret to the other server',
    async (status) => {
      const other = await misbehaving(answers(httpAnswer(200, { token: 'a.b.c' })))
      const server = await misbehaving(
        answers(httpAnswer(status, '', { location: `${other.url}/v2/users/login` })),
      )
      const signingIn = signIn(
        { baseUrl: server.url, fetch },
        { username: 'mona', secret: 'password-canary' },
      )
      await expect(signingIn).rejects.toMatchObject({ failure: { code: 'server.unexpected' } })
      await expect(clientOf(server.url).request(read)).rejects.toMatchObject({
        failure: { code: 'server.unexpected' },
      })
      expect(server.received()).toContain('password-canary')
      expect(other.received()).toBe('')
    },
  )
})

import { randomBytes } from 'node:crypto'
import { describe, expect, it } from 'vitest'
import type { ChildResult } from './child.ts'
import { failureOf, failureOfLogout } from './outcome.ts'

const result = (output: string, more: Partial<ChildResult> = {}): ChildResult => ({
  code: 1,
  output,
  answer: '',
  ended: 'exit',
  ...more,
})
const tried = (words: string) =>
  `time="2030-01-01T00:00:00Z" level=info msg="Error logging in to endpoint, trying next endpoint" error="${words}"\n`

describe('the end of docker login', () => {
  // Seen with CLI 28.2.2; those of an engine and of other systems from docker/cli and moby.
  it.each([
    ['Get "http://localhost:5000/v2/": unauthorized: incorrect username or password', 'docker.rejected'],
    [
      'Error response from daemon: Get "https://registry-1.docker.io/v2/": unauthorized: x',
      'docker.rejected',
    ],
    ['Get "http://localhost:5000/v2/": denied: token inactive', 'docker.rejected'],
    ['login attempt to https://quay.io/v2/ failed with status: 401 Unauthorized', 'docker.rejected'],
    ['Get "http://localhost:1/v2/": dial tcp 127.0.0.1:1: connect: connection refused', 'docker.unreachable'],
    ['Get "https://x/v2/": dial tcp: lookup x on 10.0.0.1:53: no such host', 'docker.unreachable'],
    [
      'Get "https://x/v2/": net/http: request canceled (Client.Timeout exceeded while awaiting headers)',
      'docker.unreachable',
    ],
    ['Get "https://x/v2/": context deadline exceeded', 'docker.unreachable'],
    ['Get "https://x/v2/": EOF', 'docker.unreachable'],
    ['Get "https://x/v2/": proxyconnect tcp: Proxy Authentication Required', 'docker.unreachable'],
    [
      'Get "https://x/v2/": tls: failed to verify certificate: x509: certificate signed by unknown authority',
      'server.certificate',
    ],
    ['Get "http://localhost:5000/v2/": toomanyrequests: slow', 'server.rateLimited'],
    ['Get "http://x/v2/": received unexpected HTTP status: 500 Internal Server Error', 'server.failed'],
    ['login attempt to http://x/v2/ failed with status: 503 Service Unavailable', 'server.failed'],
    ['login attempt to http://x/v2/ failed with status: 404 Not Found', 'server.unexpected'],
    ['Get "http://x/v2/": unable to decode token response: invalid character', 'server.unexpected'],
    ['Error saving credentials: rename /a/config.json1 /a/config.json: file exists', 'docker.notSaved'],
    [
      'Error saving credentials: error storing credentials - err: exit status 1, out: `keyring is locked`',
      'docker.notSaved',
    ],
    [
      'Error saving credentials: error storing credentials - err: exec: "docker-credential-nope": executable file not found in $PATH, out: ``',
      'docker.helperMissing',
    ],
    ['open /root/.docker/contexts: something new', 'internal'],
  ])('%s', (words, code) => {
    expect(failureOf(result(`${tried('dial tcp: connection refused')}${words}\n\n`), [])?.failure).toEqual({
      code,
      detail: words,
    })
  })

  it('success is only an exit code of 0', () => {
    expect(failureOf(result('WARNING! Your credentials are stored unencrypted', { code: 0 }), [])).toBeNull()
    expect(failureOf(result('Login Succeeded', { code: null }), [])?.failure.code).toBe('internal')
  })

  it.each([
    ['deadline', 'docker.timeout'],
    ['notStarted', 'docker.absent'],
    ['aborted', 'internal'],
  ] as const)('ended by %s is %s, whatever was written', (ended, code) => {
    expect(failureOf(result('unauthorized: x', { ended, code: null }), [])?.failure.code).toBe(code)
  })

  it('tells docker’s last line, without the secret and in one short line', () => {
    const secret = randomBytes(20).toString('hex')
    const words = `unauthorized: ${secret}\u0007 ${Buffer.from(`acme:${secret}`).toString('base64')} ${'x'.repeat(900)}`
    const failed = failureOf(result(words), [secret])
    expect(failed?.failure.detail).toHaveLength(300)
    expect(failed?.failure.detail).toMatch(/^unauthorized: \[redacted\] {2}/)
    expect(failed?.message).not.toContain(Buffer.from(`acme:${secret}`).toString('base64').slice(8, 40))
  })
})

describe('the end of docker logout', () => {
  it('is good unless docker warns that the sign-in stayed, which it does with the exit code of success', () => {
    const warned = [
      'Removing login credentials for https://index.docker.io/v1/',
      'WARNING: could not erase credentials:',
      'https://index.docker.io/v1/: error erasing credentials - err: exit status 1, out: `the keyring is locked`',
    ].join('\n')
    expect(failureOfLogout(result('Not logged in to quay.io', { code: 0 }))).toBeNull()
    expect(failureOfLogout(result(warned, { code: 0 }))?.failure).toMatchObject({
      code: 'docker.notErased',
      detail: expect.stringContaining('the keyring is locked') as string,
    })
    expect(failureOfLogout(result('', { code: null, ended: 'deadline' }))?.failure.code).toBe(
      'docker.timeout',
    )
  })
})

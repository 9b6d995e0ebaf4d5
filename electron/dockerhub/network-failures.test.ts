import { describe, expect, it } from 'vitest'
import { networkFailure } from './network-failures.ts'

const caused = (code: string, syscall?: string, message = code) =>
  new TypeError('fetch failed', { cause: Object.assign(new Error(message), { code, syscall }) })

describe('networkFailure', () => {
  it.each([
    // Node: undici's causes
    [caused('ECONNREFUSED', 'connect'), 'server.unreachable', 'notSent', true],
    [caused('ENOTFOUND', 'getaddrinfo'), 'server.unreachable', 'notSent', true],
    [caused('EAI_AGAIN', 'getaddrinfo'), 'server.unreachable', 'notSent', true],
    [caused('ENETUNREACH', 'connect'), 'server.unreachable', 'notSent', true],
    [caused('ETIMEDOUT', 'connect'), 'server.timeout', 'notSent', true],
    [caused('UND_ERR_CONNECT_TIMEOUT'), 'server.timeout', 'notSent', true],
    [caused('UND_ERR_HEADERS_TIMEOUT'), 'server.timeout', 'maybeDone', true],
    [caused('ECONNRESET', 'read'), 'server.unreachable', 'maybeDone', true],
    [caused('UND_ERR_SOCKET', undefined, 'other side closed'), 'server.unreachable', 'maybeDone', true],
    [caused('CERT_HAS_EXPIRED'), 'server.certificate', 'notSent', false],
    [caused('DEPTH_ZERO_SELF_SIGNED_CERT'), 'server.certificate', 'notSent', false],
    [caused('UNABLE_TO_VERIFY_LEAF_SIGNATURE'), 'server.certificate', 'notSent', false],
    [caused('ERR_TLS_CERT_ALTNAME_INVALID'), 'server.certificate', 'notSent', false],
    [caused('ERR_SSL_WRONG_VERSION_NUMBER'), 'server.certificate', 'notSent', false],
    [caused('ERR_SSL_TLSV13_ALERT_CERTIFICATE_REQUIRED'), 'server.certificate', 'maybeDone', false],
    [caused('HPE_INVALID_CONSTANT'), 'server.unexpected', 'maybeDone', false],
    [caused('Z_DATA_ERROR'), 'server.unexpected', 'maybeDone', false],
    [caused('', undefined, 'unexpected redirect'), 'server.unexpected', 'maybeDone', false],
    // Chromium
    [new Error('net::ERR_NAME_NOT_RESOLVED'), 'server.unreachable', 'notSent', true],
    [new Error('net::ERR_CONNECTION_REFUSED'), 'server.unreachable', 'notSent', true],
    [new Error('net::ERR_INTERNET_DISCONNECTED'), 'server.unreachable', 'notSent', true],
    [new Error('net::ERR_PROXY_CONNECTION_FAILED'), 'server.unreachable', 'notSent', true],
    [new Error('net::ERR_CONNECTION_TIMED_OUT'), 'server.timeout', 'notSent', true],
    [new Error('net::ERR_TIMED_OUT'), 'server.timeout', 'maybeDone', true],
    [new Error('net::ERR_CONNECTION_RESET'), 'server.unreachable', 'maybeDone', true],
    [new Error('net::ERR_EMPTY_RESPONSE'), 'server.unreachable', 'maybeDone', true],
    [new Error('net::ERR_CONTENT_LENGTH_MISMATCH'), 'server.unreachable', 'maybeDone', true],
    [new Error('net::ERR_CERT_AUTHORITY_INVALID'), 'server.certificate', 'notSent', false],
    [new Error('net::ERR_CERT_DATE_INVALID'), 'server.certificate', 'notSent', false],
    [new Error('net::ERR_SSL_PROTOCOL_ERROR'), 'server.certificate', 'maybeDone', false],
    [new Error('net::ERR_INVALID_CHUNKED_ENCODING'), 'server.unexpected', 'maybeDone', false],
    [new Error('net::ERR_CONTENT_DECODING_FAILED'), 'server.unexpected', 'maybeDone', false],
    [
      new Error("Attempted to redirect, but redirect policy was 'error'"),
      'server.unexpected',
      'maybeDone',
      false,
    ],
    // anything else
    [new TypeError('terminated'), 'server.unreachable', 'maybeDone', true],
    ['a text', 'server.unreachable', 'maybeDone', true],
  ] as const)('%s is %s, %s', (error, code, reach, passing) => {
    const failure = networkFailure(error)
    expect(failure.failure.code).toBe(code)
    expect(failure.reach).toBe(reach)
    expect(failure.passing).toBe(passing)
  })

  it('looks into every address that was tried, and names the reason', () => {
    const tried = ['::1', '127.0.0.1'].map((address) =>
      Object.assign(new Error(`connect ECONNREFUSED ${address}`), {
        code: 'ECONNREFUSED',
        syscall: 'connect',
      }),
    )
    const failure = networkFailure(new TypeError('fetch failed', { cause: new AggregateError(tried) }))
    expect(failure.failure).toEqual({ code: 'server.unreachable', detail: 'ECONNREFUSED' })
    expect(failure.reach).toBe('notSent')
  })

  it('ends on causes that go round', () => {
    const error = new Error('round')
    error.cause = error
    expect(networkFailure(error).failure.code).toBe('server.unreachable')
  })
})

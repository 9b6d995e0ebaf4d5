// What `fetch` throws, from Node (undici's causes) and from Chromium (net::ERR_…), told apart for the owner.
import type { FailureCode } from '../../shared/errors.ts'
import { HubFailed } from './failures.ts'

interface Fault {
  /** `ECONNREFUSED`, `CERT_HAS_EXPIRED`, or Chromium's name without `net::ERR_`. */
  code: string
  syscall: string
  message: string
}

/** An error with its causes and siblings, outermost first. */
function faultsOf(error: unknown, depth = 0): Fault[] {
  if (!(error instanceof Error) || depth > 5) return []
  const { code, syscall } = error as { code?: unknown; syscall?: unknown }
  const chromium = /net::ERR_([A-Z0-9_]+)/.exec(error.message)?.[1]
  const own: Fault = {
    code: chromium ?? (typeof code === 'string' ? code : ''),
    syscall: typeof syscall === 'string' ? syscall : '',
    message: error.message,
  }
  const siblings: unknown[] = error instanceof AggregateError ? error.errors.slice(0, 10) : []
  return [own, ...[error.cause, ...siblings].flatMap((inner) => faultsOf(inner, depth + 1))]
}

// Node's names come from OpenSSL's verification errors, Chromium's from net_error_list.h.
const verification =
  /^(CERT_|DEPTH_ZERO_SELF_SIGNED_CERT|SELF_SIGNED_CERT_IN_CHAIN|UNABLE_TO_|ERR_TLS_CERT_|HOSTNAME_MISMATCH|INVALID_CA|PATH_LENGTH_EXCEEDED|INVALID_PURPOSE)/
const secureConnection = /^(SSL_|ERR_SSL_|ERR_TLS_|EPROTO$|BAD_SSL_)/
const timeout =
  /^(UND_ERR_(CONNECT|HEADERS|BODY)_TIMEOUT|ETIMEDOUT|ESOCKETTIMEDOUT|TIMED_OUT|CONNECTION_TIMED_OUT)$/
const malformed =
  /^(HPE_|Z_|UND_ERR_HEADERS_OVERFLOW|UND_ERR_RES_CONTENT_LENGTH_MISMATCH|CONTENT_DECODING|INVALID_(RESPONSE|CHUNKED_ENCODING|HTTP_RESPONSE|REDIRECT)|RESPONSE_HEADERS|TOO_MANY_REDIRECTS|UNSAFE_REDIRECT|HTTP2_PROTOCOL_ERROR)/
const beforeSending =
  /^(ENOTFOUND|EAI_|ECONNREFUSED|EHOSTUNREACH|ENETUNREACH|ENETDOWN|EHOSTDOWN|EADDRNOTAVAIL|UND_ERR_CONNECT_TIMEOUT|ERR_SSL_WRONG_VERSION_NUMBER|NAME_|DNS_|CONNECTION_(REFUSED|FAILED|TIMED_OUT)|INTERNET_DISCONNECTED|ADDRESS_|PROXY_|TUNNEL_|SOCKS_|UNSAFE_PORT|NETWORK_ACCESS_DENIED|BLOCKED_BY_|SSL_VERSION_OR_CIPHER_MISMATCH|SSL_UNRECOGNIZED_NAME_ALERT)/

/** The failure behind an error that `fetch` or reading its body threw. */
export function networkFailure(error: unknown): HubFailed {
  const faults = faultsOf(error)
  const find = (pattern: RegExp) => faults.find(({ code }) => pattern.test(code))
  const connecting = faults.some(({ syscall }) => syscall === 'connect' || syscall === 'getaddrinfo')
  const redirected = faults.some(({ message }) => /\bredirect/i.test(message))
  const verified = find(verification)
  const kinds: [FailureCode, Fault | undefined][] = [
    ['server.certificate', verified ?? find(secureConnection)],
    ['server.unexpected', redirected ? { code: 'redirect', syscall: '', message: '' } : find(malformed)],
    ['server.timeout', find(timeout)],
  ]
  const [code, fault] = kinds.find(([, found]) => found !== undefined) ?? [
    'server.unreachable' as const,
    undefined,
  ]
  const name = (fault ?? faults.findLast(({ code: known }) => known !== ''))?.code
  return new HubFailed(
    code,
    {
      ...(name === undefined ? {} : { detail: name }),
      reach: verified || connecting || find(beforeSending) ? 'notSent' : 'maybeDone',
      passing: code === 'server.unreachable' || code === 'server.timeout',
    },
    { cause: error },
  )
}

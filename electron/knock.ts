// Knocking at a proxy: one request without a body, on whose way the proxies can be answered (proxies.ts).
import { type Session, net, session } from 'electron'
import type { AnswerProxy, Knock, Knocked } from './proxies.ts'

/** Milliseconds for a proxy, and the server behind it, to answer: less than a request has in all. */
const knockDeadline = 8_000

let alone = 0

/** A knock through a session that is never used again, so that Chromium sends what may be wrong a single time. */
export const knockAlone: Knock = async (url, answer) => {
  const own = session.fromPartition(`proxy-${alone++}`, { cache: false })
  try {
    return await knock(own, url, answer)
  } finally {
    await own.closeAllConnections()
  }
}

/** Beyond the proxy: it took what it was given, and what is wrong there the request itself will meet. */
const beyond = /net::ERR_(CERT_|SSL_|HTTP2_|INVALID_|RESPONSE_|CONTENT_)/

/** Through a session: Electron's `fetch` has no event for a proxy that asks; this older form of it has. */
export function knock(own: Session, url: string, answer: AnswerProxy): Promise<Knocked> {
  return new Promise((resolve) => {
    const request = net.request({
      session: own,
      url,
      method: 'HEAD',
      credentials: 'omit',
      redirect: 'manual',
    })
    const asked = new Set<string>()
    let turnedAway = false
    const end = (otherwise: Knocked) => {
      clearTimeout(timer)
      resolve(turnedAway ? 'turnedAway' : otherwise)
      request.abort()
    }
    const timer = setTimeout(() => end('stopped'), knockDeadline)
    request.on('login', ({ isProxy, host, port }, give) => {
      // A server that asks in this way is none of ours: it gets nothing.
      if (!isProxy) return give()
      const proxy = `${host}:${port}`
      const credentials = answer({ proxy, refused: asked.has(proxy) })
      asked.add(proxy)
      turnedAway = credentials === null
      if (credentials) give(credentials.username, credentials.password)
      else give()
    })
    request.on('response', ({ statusCode }) => end(statusCode === 407 ? 'stopped' : 'through'))
    request.on('redirect', () => end('through'))
    request.on('error', ({ message }) => end(beyond.test(message) ? 'through' : 'stopped'))
    request.end()
  })
}

// The door against web pages: an exact host allow-list (DNS rebinding) and no foreign origins (CSRF). No CORS anywhere.
import type { HttpBindings } from '@hono/node-server'
import type { Context, MiddlewareHandler } from 'hono'
import { HubError } from './errors.ts'

/** `host[:port]` values the server answers to, compared exactly; the server adds its own when it knows its port. */
export type AllowedHosts = Set<string>

/** The one Host header as it came, or, for requests made in memory, the host of their URL. */
function hostOf(c: Context<{ Bindings: Partial<HttpBindings> }>): string {
  const incoming = c.env?.incoming
  if (!incoming) return new URL(c.req.url).host
  // Node keeps the first of several and says nothing.
  const { rawHeaders } = incoming
  const hosts = rawHeaders.filter(
    (_, index) => index % 2 === 1 && /^host$/i.test(rawHeaders[index - 1] ?? ''),
  )
  return hosts.length === 1 ? (hosts[0] ?? '').toLowerCase() : ''
}

export function guard(allowed: AllowedHosts): MiddlewareHandler<{ Bindings: Partial<HttpBindings> }> {
  return async (c, next) => {
    const host = hostOf(c)
    // A request line may name a host too (`GET http://host/ HTTP/1.1`); links in answers are made from that one.
    if (!allowed.has(host) || !allowed.has(new URL(c.req.url).host)) throw new HubError('request.host')
    const origin = c.req.header('origin')
    if (origin !== undefined && origin !== `http://${host}` && origin !== `https://${host}`)
      throw new HubError('request.origin')
    // Browsers send it and pages cannot forge it; `none` is a person typing the address, `same-site` another port of ours.
    const site = c.req.header('sec-fetch-site')
    if (site !== undefined && site !== 'same-origin' && site !== 'none') throw new HubError('request.origin')
    await next()
  }
}

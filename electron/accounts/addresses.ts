// Which addresses a password may be sent to, and what a server is called.
import type { Account, ServerChoice } from '../../shared/contract/accounts.ts'
import { Failed } from '../../shared/errors.ts'
import { isLoopback } from '../dockerhub/loopback.ts'

export interface Server {
  kind: Account['kind']
  /** Base address without a slash at the end and without `/v2`. */
  url: string
  /** For `docker login`: host[:port], or empty for Docker Hub. */
  registry: string
  /** A PEM file of authorities trusted for this server, or null. */
  caFile: string | null
}

/** The Local Hub of this start, and its owner. */
export interface DemoHubAccess {
  url: string
  registry: string
  username: string
  password: string
}

export const dockerHub: Server = {
  kind: 'dockerHub',
  url: 'https://hub.docker.com',
  registry: '',
  caFile: null,
}

/** The server behind what the owner chose. Throws `server.address`. */
export function serverOf(choice: ServerChoice): Server {
  if (choice.kind === 'dockerHub') return dockerHub
  const url = normalAddress(choice.url)
  if (url === dockerHub.url) return dockerHub
  return { kind: 'server', url, registry: new URL(url).host, caFile: choice.caFile }
}

/** The Local Hub of the demo: only ever this computer itself. Throws `server.address`. */
export function demoServer(demo: Pick<DemoHubAccess, 'url' | 'registry'>): Server {
  const url = normalAddress(demo.url)
  if (!isLoopback(new URL(url).hostname))
    throw new Failed('server.address', { detail: 'not on this computer' })
  return { kind: 'demo', url, registry: demo.registry, caFile: null }
}

/**
 * A base address in its one spelling: https, or http on this computer itself; no user name, query or fragment.
 * A missing scheme means https. Throws `server.address` with the reason.
 */
export function normalAddress(text: string): string {
  const trimmed = text.trim()
  const refuse = (detail: string) => new Failed('server.address', { detail, field: 'url' })
  // Parsers drop or fold these, so that what is sent somewhere would not be what the owner reads.
  // eslint-disable-next-line no-control-regex -- these are the characters to find
  if (/[\s\\\u0000-\u001f\u007f]/.test(trimmed)) throw refuse('spaces or backslashes')
  let url: URL
  try {
    url = new URL(/^[a-z][a-z0-9+.-]*:\/\//i.test(trimmed) ? trimmed : `https://${trimmed}`)
  } catch {
    throw refuse('not an address')
  }
  if (url.protocol !== 'https:' && url.protocol !== 'http:') throw refuse('neither https nor http')
  if (url.username !== '' || url.password !== '' || trimmed.includes('@'))
    throw refuse('a user name in the address')
  if (/[?#]/.test(trimmed)) throw refuse('a query or a fragment')
  if (url.protocol === 'http:' && !isLoopback(url.hostname)) throw refuse('http to another computer')
  const path = url.pathname.replace(/\/+$/, '').replace(/\/v2$/, '')
  return url.origin + path
}

export function serverName({ kind, url }: Pick<Server, 'kind' | 'url'>): string {
  if (kind === 'demo') return 'Demo on this computer'
  return kind === 'dockerHub' ? 'Docker Hub' : url.replace(/^https?:\/\//, '')
}

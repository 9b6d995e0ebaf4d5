// Listening on loopback, with limits against slow and greedy clients.
import { type Server, createServer as createHttpServer } from 'node:http'
import { createServer as createHttpsServer } from 'node:https'
import type { AddressInfo } from 'node:net'
import { type HttpBindings, createAdaptorServer } from '@hono/node-server'
import type { Hub } from './app.ts'

/** Milliseconds, connections and bytes. */
export interface ServerLimits {
  headersTimeout: number
  requestTimeout: number
  keepAliveTimeout: number
  connections: number
  headerBytes: number
}

// Node's own: 60 s for headers, checked every 30 s, and any number of connections.
const standardLimits: ServerLimits = {
  headersTimeout: 5000,
  requestTimeout: 10_000,
  keepAliveTimeout: 5000,
  connections: 1000,
  headerBytes: 16 * 1024,
}

export interface ListenOptions {
  /** `127.0.0.1` takes the same port of `::1` too. */
  host: '127.0.0.1' | '::1'
  /** 0: any. */
  port: number
  /** PEM texts; with them the server speaks HTTPS. */
  tls?: { cert: string; key: string }
  limits?: Partial<ServerLimits>
}

export interface Listening {
  port: number
  /** Ends open connections too. */
  close(): Promise<void>
}

/** Fails with a sentence when the port is taken. */
export async function listen(hub: Hub, options: ListenOptions): Promise<Listening> {
  const first = await listenOn(hub, options.host, options.port, options)
  const { port } = first.address() as AddressInfo
  if (options.host === '::1') return { port, close: () => end(first) }
  try {
    // `docker login localhost:PORT` may try ::1 first: whoever sat on that port there would be sent the secret.
    const second = await listenOn(hub, '::1', port, options).catch(nullWithoutIpv6)
    const close = async () => {
      await Promise.all([end(first), second && end(second)])
    }
    return { port, close }
  } catch (error) {
    await end(first)
    throw error
  }
}

function nullWithoutIpv6(error: NodeJS.ErrnoException): null {
  if (error.code === 'EADDRNOTAVAIL' || error.code === 'EAFNOSUPPORT') return null
  throw error
}

function listenOn(
  hub: Hub,
  host: string,
  port: number,
  { tls, limits: own }: ListenOptions,
): Promise<Server> {
  const limits = { ...standardLimits, ...own }
  const serverOptions = {
    headersTimeout: limits.headersTimeout,
    requestTimeout: limits.requestTimeout,
    keepAliveTimeout: limits.keepAliveTimeout,
    maxHeaderSize: limits.headerBytes,
    // How often the two timeouts are looked at; with Node's 30 s they would mean little.
    connectionsCheckingInterval: Math.min(1000, limits.headersTimeout),
  }
  // Never HTTP/2, so the bindings are those of node:http.
  const fetch = (request: Request, env: unknown) => hub.fetch(request, env as HttpBindings)
  const server = createAdaptorServer(
    tls
      ? { fetch, createServer: createHttpsServer, serverOptions: { ...serverOptions, ...tls } }
      : { fetch, createServer: createHttpServer, serverOptions },
  ) as Server
  server.maxConnections = limits.connections
  return new Promise((resolve, reject) => {
    server.once('error', (error: NodeJS.ErrnoException) => {
      if (error.code === 'EADDRINUSE') error.message = `Port ${port} of ${host} is in use by another program.`
      reject(error)
    })
    server.listen({ host, port, ipv6Only: true }, () => resolve(server))
  })
}

const end = (server: Server): Promise<void> =>
  new Promise((resolve) => {
    server.close(() => resolve())
    server.closeAllConnections()
  })

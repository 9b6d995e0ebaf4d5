// A company's proxy: everything that is asked of it goes to one port of this computer, and is noted.
import { type IncomingMessage, createServer } from 'node:http'
import { type AddressInfo, connect } from 'node:net'
import type { Duplex } from 'node:stream'

export interface Proxy {
  url: string
  /** Address of a script that names it. */
  script: string
  /** What it was asked for, as `host:port`. */
  asked: Set<string>
  /** What it was given to let somebody through (`user:password`), each time that it was not what it wants. */
  refused: string[]
  /** From now on it wants this, and every connection begins anew. */
  want(login: string): void
  stop(): Promise<void>
}

/** `port` is where it leads, whatever was asked for; `login` (`user:password`) is what it wants to be given for that. */
export async function startProxy(port: number, login: string | null = null): Promise<Proxy> {
  const asked = new Set<string>()
  const refused: string[] = []
  const connections = new Set<Duplex>()
  let wanted = login
  function letsThrough({ headers }: IncomingMessage): boolean {
    if (wanted === null) return true
    const given = headers['proxy-authorization']
    if (given === undefined) return false
    const words = Buffer.from(given.replace(/^Basic /, ''), 'base64').toString()
    if (words !== wanted) refused.push(words)
    return words === wanted
  }
  const server = createServer((request, response) => {
    if (request.url === '/proxy.pac')
      return response.end(`function FindProxyForURL() { return 'PROXY 127.0.0.1:${own}' }`)
    asked.add(new URL(request.url ?? '').host)
    response.writeHead(502).end()
  })
  // By itself a server forgets those that were asked for a tunnel.
  server.on('connection', (connection) =>
    connections.add(connection.on('close', () => connections.delete(connection))),
  )
  server.on('connect', (request, client) => {
    if (!letsThrough(request))
      return void client.end(
        'HTTP/1.1 407 Proxy Authentication Required\r\nProxy-Authenticate: Basic realm="The company"\r\nContent-Length: 0\r\n\r\n',
      )
    asked.add(request.url ?? '')
    const upstream = connect(port, '127.0.0.1', () => {
      client.write('HTTP/1.1 200 Connection established\r\n\r\n')
      upstream.pipe(client).pipe(upstream)
    })
    for (const socket of [client, upstream])
      socket.on('error', () => undefined).on('close', () => [client, upstream].map((each) => each.destroy()))
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const { port: own } = server.address() as AddressInfo
  const url = `http://127.0.0.1:${own}`
  return {
    url,
    script: `${url}/proxy.pac`,
    asked,
    refused,
    want(next) {
      wanted = next
      for (const connection of connections) connection.destroy()
    },
    stop: () =>
      new Promise((resolve) => {
        server.close(() => resolve())
        for (const connection of connections) connection.destroy()
      }),
  }
}

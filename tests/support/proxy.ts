// A company's proxy: everything that is asked of it goes to one port of this computer, and is noted.
import { createServer } from 'node:http'
import { type AddressInfo, connect } from 'node:net'

export interface Proxy {
  url: string
  /** Address of a script that names it. */
  script: string
  /** What it was asked for, as `host:port`. */
  asked: Set<string>
  stop(): Promise<void>
}

/** `port` is where it leads, whatever was asked for. */
export async function startProxy(port: number): Promise<Proxy> {
  const asked = new Set<string>()
  const server = createServer((request, response) => {
    if (request.url === '/proxy.pac')
      return response.end(`function FindProxyForURL() { return 'PROXY 127.0.0.1:${own}' }`)
    asked.add(new URL(request.url ?? '').host)
    response.writeHead(502).end()
  })
  server.on('connect', (request, client) => {
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
    stop: () =>
      new Promise((resolve) => {
        server.close(() => resolve())
        server.closeAllConnections()
      }),
  }
}

// A Hub whose clock is wrong, as far as its answers tell: passes everything on, and changes the Date.
import { createServer, request } from 'node:http'

export interface SkewedServer {
  url: string
  close(): Promise<void>
}

/** Before `hub` (its address), `ahead` milliseconds ahead of this computer. */
export async function startSkewedServer(hub: string, ahead: number): Promise<SkewedServer> {
  const { host, hostname, port } = new URL(hub)
  const server = createServer((asked, answer) => {
    const { method, url, headers } = asked
    const passed = request(
      { hostname, port, method, path: url, headers: { ...headers, host } },
      (response) => {
        const date = new Date(Date.now() + ahead).toUTCString()
        answer.writeHead(response.statusCode ?? 502, { ...response.headers, date })
        response.pipe(answer)
      },
    )
    passed.on('error', () => answer.destroy())
    asked.pipe(passed)
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const address = server.address()
  return {
    url: `http://127.0.0.1:${typeof address === 'object' ? address?.port : 0}`,
    close: () =>
      new Promise((resolve) => {
        server.closeAllConnections()
        server.close(() => resolve())
      }),
  }
}

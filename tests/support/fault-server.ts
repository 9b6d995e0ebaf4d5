// A server over real sockets that misbehaves exactly as told: for what a client does when the network or a Hub fails.
import { createServer, type Server, type Socket } from 'node:net'
import { createServer as createSecureServer } from 'node:tls'

/** A request as it came over the wire. */
export interface WireRequest {
  method: string
  /** With the query. */
  target: string
  headers: Record<string, string>
  body: string
}

/** What to do with a request, once it has arrived completely. */
export type Behaviour = (socket: Socket, request: WireRequest) => void

export interface FaultServer {
  url: string
  port: number
  /** Complete requests, in the order they came. */
  requests: WireRequest[]
  /** Everything that was received, to search for what should never have been sent. */
  received(): string
  /** Behaves like this from now on. */
  behave(behaviour: Behaviour): void
  /** Resolves with the next complete request. */
  nextRequest(): Promise<WireRequest>
  close(): Promise<void>
}

/** Listens on a free port of this computer. With `tls` (PEM) it speaks https, for `localhost`. */
export async function startFaultServer(
  first: Behaviour,
  { tls }: { tls?: { key: string; cert: string } } = {},
): Promise<FaultServer> {
  let behaviour = first
  const requests: WireRequest[] = []
  const waiting: ((request: WireRequest) => void)[] = []
  const sockets = new Set<Socket>()
  let everything = ''

  function onConnection(socket: Socket): void {
    sockets.add(socket)
    socket.on('close', () => sockets.delete(socket))
    socket.on('error', () => {})
    let pending = ''
    socket.on('data', (data) => {
      const text = data.toString('latin1')
      everything += text
      pending += text
      for (let taken = takeRequest(pending); taken; taken = takeRequest(pending)) {
        pending = taken.rest
        requests.push(taken.request)
        for (const resolve of waiting.splice(0)) resolve(taken.request)
        behaviour(socket, taken.request)
      }
    })
  }

  const server: Server = tls ? createSecureServer(tls, onConnection) : createServer(onConnection)
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const address = server.address()
  const port = typeof address === 'object' && address ? address.port : 0

  return {
    url: tls ? `https://localhost:${port}` : `http://127.0.0.1:${port}`,
    port,
    requests,
    received: () => everything,
    behave: (next) => void (behaviour = next),
    nextRequest: () => new Promise((resolve) => waiting.push(resolve)),
    close: () =>
      new Promise((resolve) => {
        for (const socket of sockets) socket.destroy()
        server.close(() => resolve())
      }),
  }
}

function takeRequest(text: string): { request: WireRequest; rest: string } | null {
  const end = text.indexOf('\r\n\r\n')
  if (end < 0) return null
  const [line = '', ...lines] = text.slice(0, end).split('\r\n')
  const headers = Object.fromEntries(
    lines.map((header) => {
      const colon = header.indexOf(':')
      return [header.slice(0, colon).toLowerCase(), header.slice(colon + 1).trim()]
    }),
  )
  const length = Number(headers['content-length'] ?? 0)
  const body = text.slice(end + 4, end + 4 + length)
  if (body.length < length) return null
  const [method = '', target = ''] = line.split(' ')
  return { request: { method, target, headers, body }, rest: text.slice(end + 4 + length) }
}

/** A whole HTTP answer as bytes. Objects are sent as JSON; a `content-length` is added unless headers have one. */
export function httpAnswer(status: number, body: unknown, headers: Record<string, string> = {}): Buffer {
  const bytes = Buffer.isBuffer(body)
    ? body
    : Buffer.from(typeof body === 'string' ? body : JSON.stringify(body), 'utf8')
  const all = { 'content-type': 'application/json', 'content-length': String(bytes.length), ...headers }
  const lines = Object.entries(all).map(([name, value]) => `${name}: ${value}\r\n`)
  return Buffer.concat([Buffer.from(`HTTP/1.1 ${status} Status\r\n${lines.join('')}\r\n`), bytes])
}

/** Answers in order, repeating the last one. */
export function answers(...list: Buffer[]): Behaviour {
  let at = 0
  return (socket) => void socket.write(list[Math.min(at++, list.length - 1)] ?? Buffer.alloc(0))
}

/** Takes the request and says nothing. */
export const silence: Behaviour = () => {}

/** Sends the first `bytes` bytes of an answer and then resets the connection. */
export const cutAfter =
  (answer: Buffer, bytes: number): Behaviour =>
  (socket) => {
    if (bytes === 0) socket.resetAndDestroy()
    else socket.write(answer.subarray(0, bytes), () => socket.resetAndDestroy())
  }

/** Sends one byte each `milliseconds`, until the other side has had enough. */
export const drip =
  (answer: Buffer, milliseconds: number): Behaviour =>
  (socket) => {
    let at = 0
    const timer = setInterval(() => {
      if (at >= answer.length) clearInterval(timer)
      else socket.write(answer.subarray(at, ++at))
    }, milliseconds)
    socket.on('close', () => clearInterval(timer))
  }

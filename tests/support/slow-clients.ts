// Connections that keep a server waiting: headers that never end, bodies that trickle, and idle ones that are kept.
import { once } from 'node:events'
import { type Socket, connect } from 'node:net'

const kinds = ['headers', 'body', 'idle'] as const
export type SlowKind = (typeof kinds)[number]

export interface SlowClient {
  kind: SlowKind
  /** When the server ended it: what it said until then. */
  closed: Promise<string>
  /** True once the server ended it. */
  isClosed(): boolean
  /** Sends one more byte of what never ends. */
  trickle(): void
  end(): void
}

const starts: Readonly<Record<SlowKind, (host: string) => string>> = {
  headers: (host) => `GET /v2/user HTTP/1.1\r\nHost: ${host}\r\nX-Slow: `,
  body: (host) =>
    `POST /v2/users/login HTTP/1.1\r\nHost: ${host}\r\nContent-Type: application/json\r\nContent-Length: 1000\r\n\r\n{`,
  // A whole request, and then nothing.
  idle: (host) => `GET /v2/ HTTP/1.1\r\nHost: ${host}\r\n\r\n`,
}

async function open(kind: SlowKind, port: number): Promise<SlowClient> {
  const socket: Socket = connect({ port, host: '127.0.0.1' })
  socket.on('error', () => undefined)
  let said = ''
  let isClosed = false
  socket.setEncoding('latin1').on('data', (text: string) => (said += text))
  // Not `once`, which an error (a byte sent too late) would make fail.
  const closed = new Promise<string>((resolve) => {
    socket.on('close', () => {
      isClosed = true
      resolve(said)
    })
  })
  await once(socket, 'connect')
  socket.write(starts[kind](`localhost:${port}`))
  return {
    ...{ kind, closed, isClosed: () => isClosed },
    trickle() {
      if (kind !== 'idle' && socket.writable) socket.write('x')
    },
    end: () => socket.destroy(),
  }
}

/** As many of each kind as comes to `count`, all of them connected. */
export const slowClients = (count: number, port: number): Promise<SlowClient[]> =>
  Promise.all(Array.from({ length: count }, (_, index) => open(kinds[index % kinds.length] ?? 'idle', port)))

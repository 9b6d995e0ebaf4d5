// A server of updates that can go wrong in the ways that servers and networks do.
import { type Server, createServer } from 'node:http'
import type { AddressInfo } from 'node:net'

/**
 * Fine, gone without an answer, or what it sends for the file of a release: cut off in the middle, one byte changed,
 * or held back after the first half until `fault` changes.
 */
export type UpdateFault = 'none' | 'away' | 'cut' | 'changed' | 'held'

export interface UpdateServer {
  url: string
  /** By name, answered under `/name`. */
  files: Map<string, Buffer>
  fault(kind: UpdateFault): void
  stop(): Promise<void>
}

export async function startUpdateServer(): Promise<UpdateServer> {
  const files = new Map<string, Buffer>()
  let fault: UpdateFault = 'none'
  let release: () => void = () => undefined
  const server: Server = createServer((request, answer) => {
    const name = (request.url ?? '').split('?')[0]?.slice(1) ?? ''
    const bytes = files.get(name)
    if (fault === 'away') return void request.socket.destroy()
    if (bytes === undefined) return void answer.writeHead(404).end()
    answer.writeHead(200, { 'content-length': bytes.length })
    if (name.endsWith('.yml') || fault === 'none') return void answer.end(bytes)
    const half = bytes.length >> 1
    if (fault === 'changed') return void answer.end(changed(bytes, half))
    answer.write(bytes.subarray(0, half), () => {
      if (fault === 'cut') answer.destroy()
      else release = () => answer.end(bytes.subarray(half))
    })
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    files,
    fault(kind) {
      fault = kind
      release()
      release = () => undefined
    },
    async stop() {
      server.closeAllConnections()
      await new Promise((resolve) => server.close(resolve))
    },
  }
}

function changed(bytes: Buffer, at: number): Buffer {
  const copy = Buffer.from(bytes)
  copy[at] = (copy[at] ?? 0) ^ 1
  return copy
}

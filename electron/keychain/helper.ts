// The helper process: the only place that loads keytar, whose calls can block for ever or take the process down.
// `findCredentials` and `findPassword` are never called: an entry planted without a name crashes them.
import { createRequire } from 'node:module'
import type * as Keytar from 'keytar'
import { type Reply, type Request, readRequest } from './protocol.ts'
import { service } from './names.ts'
import { hasSessionBus, noSessionBus } from './session-bus.ts'

/** The part of Electron's `process.parentPort` that is used. */
interface ParentPort {
  on(event: 'message', listener: (event: { data: unknown }) => void): void
  postMessage(message: unknown): void
}

const require = createRequire(import.meta.url)
const { parentPort } = process as unknown as { parentPort?: ParentPort }

// The libraries below keytar translate their errors, and main tells states apart by the English words.
process.env['LC_ALL'] = 'C'

const say = (reply: Reply): void => {
  if (parentPort) parentPort.postMessage(reply)
  else process.send?.(reply)
}

async function act(request: Request): Promise<string | boolean | null> {
  if (!hasSessionBus()) throw new Error(noSessionBus)
  // Loaded here and not above: when the native part cannot be loaded the answer can still say so. And by `require`:
  // older Electrons cannot `import()` from a package's archive (seen in 25).
  const keytar = require('keytar') as typeof Keytar
  switch (request.call) {
    case 'get':
      return keytar.getPassword(service, request.name)
    case 'set':
      await keytar.setPassword(service, request.name, request.value)
      return null
    case 'remove':
      return keytar.deletePassword(service, request.name)
  }
}

async function hear(message: unknown): Promise<void> {
  const request = readRequest(message)
  // Without a number there is nobody to answer; main's deadline ends the call.
  if (request === null) return
  const { id } = request
  try {
    say({ id, ok: true, value: await act(request) })
  } catch (error) {
    say({ id, ok: false, error: error instanceof Error ? error.message : String(error) })
  }
}

if (parentPort) parentPort.on('message', ({ data }) => void hear(data))
else {
  process.on('message', (message) => void hear(message))
  process.on('disconnect', () => process.exit())
}
// A call that hangs keeps a process from ending after it decided to: without main, it would stay as long as the call.
process.on('exit', () => process.kill(process.pid, 'SIGKILL'))
say({ ready: true })

// The Local Hub inside the app: the entry of an Electron utility process. Told to start once, it answers `ready` or `failed`.
import './web-crypto.ts'
import { startHub } from './server.ts'
import { demoRequestsPerMinute } from './usage/requests.ts'

/** What Electron gives a utility process; declared here, so that the server never imports Electron. */
interface ParentPort {
  on(event: 'message', listener: (event: { data: unknown }) => void): void
  postMessage(message: Answer): void
}

type Answer =
  { type: 'ready'; url: string; registry: string; owner: string } | { type: 'failed'; reason: string }

interface Start {
  type: 'start'
  dataFolder: string
  /** Kept as a hash only; replaces the one of the last start. */
  ownerPassword: string
}

function isStart(message: unknown): message is Start {
  const { type, dataFolder, ownerPassword } = (message ?? {}) as Partial<Record<keyof Start, unknown>>
  return type === 'start' && isText(dataFolder) && isText(ownerPassword)
}

const isText = (value: unknown): boolean => typeof value === 'string' && value !== ''

async function answerTo({ dataFolder, ownerPassword }: Start): Promise<Answer> {
  try {
    const { url, registry, owner } = await startHub({
      dataFolder,
      seed: { ownerPassword },
      requestsPerMinute: demoRequestsPerMinute,
    })
    return { type: 'ready', url, registry, owner }
  } catch (error) {
    return { type: 'failed', reason: error instanceof Error ? error.message : String(error) }
  }
}

// Electron ends its utility processes with the app; when the app itself was killed, nobody is left to do so.
function leaveWithParent(): void {
  const parent = process.ppid
  setInterval(() => {
    if (process.ppid !== parent) process.exit(0)
  }, 1000).unref()
}

const port = (process as NodeJS.Process & { parentPort?: ParentPort }).parentPort
if (port === undefined) {
  process.stderr.write('hub/process.ts is started by the app. From a shell, use: npm run hub\n')
  process.exitCode = 2
} else {
  leaveWithParent()
  let started = false
  port.on('message', ({ data }) => {
    if (started || !isStart(data)) return
    started = true
    void answerTo(data).then((answer) => port.postMessage(answer))
  })
}

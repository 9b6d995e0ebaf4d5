// Starts the Local Hub for the demo organization, in a process of its own, once, and again when it ended.
import { randomBytes } from 'node:crypto'
import type { UtilityProcess } from 'electron'
import * as z from 'zod'
import { Failed } from '../shared/errors.ts'

export interface Demo {
  url: string
  registry: string
  username: string
  /** Made anew at each start and handed over in memory only. */
  password: string
}

export interface DemoHub {
  start(): Promise<Demo>
  stop(): void
}

const message = z.discriminatedUnion('type', [
  z.object({ type: z.literal('ready'), url: z.url(), registry: z.string(), owner: z.string() }),
  z.object({ type: z.literal('failed'), reason: z.string() }),
])

/** Longest wait for the Hub to come up, its first seeding included (milliseconds). */
const startDeadline = 20_000

/** `fork` starts hub/process.ts; `dataFolder` is where its database lives. Fails with `hub.failed`. */
export function createDemoHub(options: {
  fork(): UtilityProcess
  dataFolder: string
  /** It had been ready and ended by itself. */
  onEnded(): void
}): DemoHub {
  let running: { process: UtilityProcess; demo: Promise<Demo> } | null = null

  function launch(): Promise<Demo> {
    const child = options.fork()
    const password = randomBytes(24).toString('base64url')
    const demo = new Promise<Demo>((resolve, reject) => {
      const fail = (detail: string) => {
        clearTimeout(timer)
        if (running?.process === child) running = null
        child.kill()
        reject(new Failed('hub.failed', { detail }))
      }
      const timer = setTimeout(() => fail('It did not answer in time.'), startDeadline)
      let ready = false
      child.once('exit', () => {
        const unexpected = ready && running?.process === child
        fail('It ended.')
        if (unexpected) options.onEnded()
      })
      child.on('message', (raw: unknown) => {
        const parsed = message.safeParse(raw)
        if (!parsed.success) return
        if (parsed.data.type === 'failed') return fail(parsed.data.reason)
        clearTimeout(timer)
        ready = true
        const { url, registry, owner } = parsed.data
        resolve({ url, registry, username: owner, password })
      })
      child.postMessage({ type: 'start', dataFolder: options.dataFolder, ownerPassword: password })
    })
    running = { process: child, demo }
    return demo
  }

  return {
    start: () => running?.demo ?? launch(),
    stop() {
      const ending = running
      running = null
      ending?.process.kill()
    },
  }
}

// A CNCF Distribution registry beside the Local Hub: Debian's docker-registry, configured for our tokens.
import { type ChildProcess, spawn } from 'node:child_process'
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { writeWhole } from '../data/files.ts'
import type { StartedHub } from '../server.ts'
import { distributionConfiguration } from './distribution.ts'

export interface RegistryProgram {
  /** `localhost:PORT`, as clients name it. */
  address: string
  /** Resolves, with words for a person, when it ends without having been stopped. */
  ended: Promise<string>
  stop(): Promise<void>
}

export interface RegistryProgramOptions {
  started: Pick<StartedHub, 'url' | 'registryCa' | 'tlsCa' | 'eventsSecretFile'>
  /** Its configuration and images are kept here. */
  folder: string
  /** 0: any. */
  port: number
}

/** Longest wait for it to listen (milliseconds). */
const startDeadline = 20_000
/** Longest wait for it to stop before it is killed (milliseconds). */
const stopDeadline = 3_000

/** Ready when it resolves. Rejects with words for a person: not installed, port taken, configuration refused. */
export async function startRegistryProgram(options: RegistryProgramOptions): Promise<RegistryProgram> {
  const { started, folder, port } = options
  const file = join(folder, 'registry.yml')
  writeWhole(
    file,
    distributionConfiguration({
      url: started.url,
      ca: started.registryCa,
      secret: readFileSync(started.eventsSecretFile, 'utf8').trim(),
      storage: join(folder, 'registry-data'),
      port,
    }),
  )
  const child = spawn('docker-registry', ['serve', file], {
    stdio: ['ignore', 'pipe', 'pipe'],
    // Nothing else of our environment: a configuration can be overridden by variables named REGISTRY_*.
    env: {
      PATH: process.env['PATH'],
      HOME: folder,
      OTEL_TRACES_EXPORTER: 'none',
      // It tells the Local Hub what was pushed and pulled, over HTTPS when that speaks it.
      ...(started.tlsCa !== null && { SSL_CERT_FILE: started.tlsCa }),
    },
  })
  const killNow = () => child.kill('SIGKILL')
  process.once('exit', killNow)
  let stopping = false
  const gone = new Promise<void>((resolve) => {
    child.once('exit', () => resolve())
    child.once('error', () => resolve())
  })
  const ended = new Promise<string>((resolve) => {
    void gone.then(() => stopping || resolve(`docker-registry ended with code ${child.exitCode}`))
  })
  const stop = async () => {
    stopping = true
    child.kill('SIGTERM')
    const late = setTimeout(killNow, stopDeadline)
    await gone
    clearTimeout(late)
    process.off('exit', killNow)
  }
  try {
    return { address: `localhost:${await listening(child)}`, ended, stop }
  } catch (error) {
    await stop()
    throw error
  }
}

/** The line that says why: the first of a Go panic, before its stack, or the last. */
function telling(output: string): string {
  const lines = output.trim().split('\n')
  return lines.find((line) => line.startsWith('panic: ')) ?? lines.at(-1) ?? ''
}

/** The port of its line "listening on 127.0.0.1:PORT"; rejects with the last output when it ends first. */
function listening(child: ChildProcess): Promise<number> {
  return new Promise((resolve, reject) => {
    let output = ''
    const fail = (why: string) => {
      clearTimeout(deadline)
      reject(new Error(`${why} ${telling(output)}`.trim()))
    }
    const deadline = setTimeout(() => fail('docker-registry did not start in time.'), startDeadline)
    const look = (chunk: string) => {
      // Read on after the start, or the pipe fills and the registry stands still.
      output = (output + chunk).slice(-20_000)
      const port = /listening on 127\.0\.0\.1:(\d+)/.exec(output)?.[1]
      if (port === undefined) return
      clearTimeout(deadline)
      resolve(Number(port))
    }
    child.stdout?.setEncoding('utf8').on('data', look)
    child.stderr?.setEncoding('utf8').on('data', look)
    child.once('error', (error: NodeJS.ErrnoException) =>
      fail(
        error.code === 'ENOENT'
          ? 'docker-registry is not installed (Debian: apt-get install docker-registry).'
          : error.message,
      ),
    )
    child.once('exit', () => fail('docker-registry ended:'))
  })
}

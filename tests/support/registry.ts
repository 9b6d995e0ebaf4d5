// A real CNCF Distribution registry (Debian's docker-registry 2.8) for one test, in a folder that is removed again.
import { type ChildProcess, spawn } from 'node:child_process'
import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'

export interface Registry {
  /** `localhost:PORT`, as clients name it. */
  address: string
  stop(): Promise<void>
}

/** Resolves with the port of "listening on 127.0.0.1:PORT"; rejects with the last output when the program ends first. */
function listening(child: ChildProcess): Promise<number> {
  return new Promise((resolve, reject) => {
    let output = ''
    const deadline = setTimeout(
      () => reject(new Error(`docker-registry did not start: ${output.slice(-2000)}`)),
      20_000,
    )
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
    child.once('error', reject)
    child.once('exit', () => {
      clearTimeout(deadline)
      reject(new Error(`docker-registry ended: ${output.slice(-2000)}`))
    })
  })
}

/**
 * Starts a registry that trusts the tokens of one token service. `realm` is that service's token address,
 * `service` the `aud` and `issuer` the `iss` of its tokens, `caFile` a PEM file with the certificate that
 * their `x5c` leads to. Ready when it resolves: `/v2/` has answered 401 with that realm.
 */
export async function startRegistry(options: {
  realm: string
  service: string
  issuer: string
  caFile: string
}): Promise<Registry> {
  const folder = await mkdtemp(join(tmpdir(), 'granary-registry-'))
  const quoted = (text: string) => JSON.stringify(text)
  const configuration = `version: 0.1
log: { accesslog: { disabled: true }, level: info }
storage:
  filesystem: { rootdirectory: ${quoted(join(folder, 'data'))} }
  delete: { enabled: true }
http: { addr: "127.0.0.1:0" }
auth:
  token:
    realm: ${quoted(options.realm)}
    service: ${quoted(options.service)}
    issuer: ${quoted(options.issuer)}
    rootcertbundle: ${quoted(options.caFile)}
`
  const file = join(folder, 'config.yml')
  await writeFile(file, configuration)
  const child = spawn('docker-registry', ['serve', file], {
    stdio: ['ignore', 'pipe', 'pipe'],
    // The configuration can be overridden by variables named REGISTRY_*.
    env: { PATH: process.env['PATH'], HOME: folder, OTEL_TRACES_EXPORTER: 'none' },
  })
  const ended = new Promise<void>((resolve) => {
    child.once('exit', () => resolve())
    child.once('error', () => resolve())
  })
  const killNow = () => child.kill('SIGKILL')
  process.once('exit', killNow)
  const stop = async () => {
    child.kill('SIGTERM')
    const late = setTimeout(killNow, 3_000)
    await ended
    clearTimeout(late)
    process.off('exit', killNow)
    await rm(folder, { recursive: true, force: true })
  }
  try {
    const port = await listening(child)
    const answer = await fetch(`http://localhost:${port}/v2/`, { redirect: 'error' })
    const challenge = answer.headers.get('www-authenticate') ?? ''
    if (answer.status !== 401 || !challenge.includes(`realm="${options.realm}"`))
      throw new Error(`docker-registry answered ${answer.status} ${challenge}`)
    return { address: `localhost:${port}`, stop }
  } catch (error) {
    await stop()
    throw error
  }
}

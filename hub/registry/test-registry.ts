// A real CNCF Distribution registry, skopeo and the Docker CLI, for tests; and a small image for them to move.
import { type ChildProcess, execFile, spawn } from 'node:child_process'
import { createHash, randomBytes } from 'node:crypto'
import { once } from 'node:events'
import { mkdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { gzipSync } from 'node:zlib'
import { distributionAuth } from './distribution.ts'

export interface TestRegistry {
  /** host:port */
  address: string
  stop(): Promise<void>
}

/** Starts Debian's docker-registry with the token authentication of the Local Hub. */
export async function startRegistry(
  folder: string,
  hub: { url: string; registryCa: string },
): Promise<TestRegistry> {
  const config = join(folder, 'registry.yml')
  writeFileSync(
    config,
    [
      'version: 0.1',
      'log: { level: info }',
      'storage:',
      `  filesystem: { rootdirectory: ${JSON.stringify(join(folder, 'registry'))} }`,
      '  delete: { enabled: true }',
      'http: { addr: "127.0.0.1:0" }',
      distributionAuth({ url: hub.url, ca: hub.registryCa }),
      '',
    ].join('\n'),
  )
  const child = spawn('docker-registry', ['serve', config], { stdio: ['ignore', 'ignore', 'pipe'] })
  const address = await listeningAddress(child)
  return {
    address,
    async stop() {
      if (child.exitCode !== null || child.signalCode !== null) return
      child.kill('SIGKILL')
      await once(child, 'exit')
    },
  }
}

function listeningAddress(child: ChildProcess): Promise<string> {
  return new Promise((resolve, reject) => {
    let log = ''
    child.once('error', reject)
    child.once('exit', () => reject(new Error(`docker-registry ended: ${log}`)))
    child.stderr?.setEncoding('utf8').on('data', (text: string) => {
      log += text
      const address = /listening on (127\.0\.0\.1:\d+)/.exec(log)?.[1]
      if (address !== undefined) resolve(address)
    })
  })
}

export interface Ran {
  ok: boolean
  /** Standard output and error together. */
  said: string
}

/** Runs a program to its end. `input` goes to its standard input; secrets go there, never into arguments. */
export function run(
  program: string,
  args: readonly string[],
  { input = '', env = {} }: { input?: string; env?: Record<string, string> } = {},
): Promise<Ran> {
  return new Promise((resolve, reject) => {
    const child = execFile(
      program,
      args,
      { env: { PATH: process.env['PATH'], HOME: process.env['HOME'], ...env }, timeout: 60_000 },
      (error, out, err) => {
        if (error && typeof error.code === 'string') reject(error)
        else resolve({ ok: error === null, said: out + err })
      },
    )
    child.stdin?.end(input)
  })
}

/** Writes a one-layer image as an OCI layout, different every time; answers skopeo's name for it. */
export function writeImage(folder: string): string {
  const blobs = join(folder, 'blobs', 'sha256')
  mkdirSync(blobs, { recursive: true })
  const blob = (mediaType: string, bytes: Buffer) => {
    const hex = createHash('sha256').update(bytes).digest('hex')
    writeFileSync(join(blobs, hex), bytes)
    return { mediaType, digest: `sha256:${hex}`, size: bytes.length }
  }
  // The end of a tar archive is two blocks of zeros, so these alone are an empty one.
  const tar = Buffer.alloc(1024)
  const layer = blob('application/vnd.oci.image.layer.v1.tar+gzip', gzipSync(tar))
  const config = blob(
    'application/vnd.oci.image.config.v1+json',
    Buffer.from(
      JSON.stringify({
        architecture: 'amd64',
        os: 'linux',
        config: { Labels: { test: randomBytes(8).toString('hex') } },
        rootfs: { type: 'layers', diff_ids: [`sha256:${createHash('sha256').update(tar).digest('hex')}`] },
      }),
    ),
  )
  const manifest = blob(
    'application/vnd.oci.image.manifest.v1+json',
    Buffer.from(
      JSON.stringify({
        schemaVersion: 2,
        mediaType: 'application/vnd.oci.image.manifest.v1+json',
        config,
        layers: [layer],
      }),
    ),
  )
  const named = { ...manifest, annotations: { 'org.opencontainers.image.ref.name': 'test' } }
  writeFileSync(join(folder, 'index.json'), JSON.stringify({ schemaVersion: 2, manifests: [named] }))
  writeFileSync(join(folder, 'oci-layout'), JSON.stringify({ imageLayoutVersion: '1.0.0' }))
  return `oci:${folder}:test`
}

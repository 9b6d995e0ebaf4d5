// The real clients of a registry: the docker CLI and skopeo. Secrets reach them on standard input or in a 0600 file.
import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { programsIn } from './programs.ts'
import { type Run, run } from './run.ts'

/** A Docker config folder of a test's own. */
export async function scratchConfig(content?: object): Promise<{ folder: string; remove(): Promise<void> }> {
  const folder = await mkdtemp(join(tmpdir(), 'granary-docker-'))
  if (content !== undefined)
    await writeFile(join(folder, 'config.json'), JSON.stringify(content), { mode: 0o600 })
  return { folder, remove: () => rm(folder, { recursive: true, force: true }) }
}

export interface Credentials {
  registry: string
  /** The organization, for an organization access token. */
  username: string
  secret: string
  /** PEM file of the authority behind the token service's certificate, where that speaks HTTPS. */
  trusts?: string
}

let programs: string | undefined
/** Only docker: were a credential helper there, it would take what these tests look for in config.json. */
const withoutHelpers = () => {
  if (programs === undefined) {
    const made = mkdtempSync(join(tmpdir(), 'granary-path-'))
    process.once('exit', () => rmSync(made, { recursive: true, force: true }))
    programs = programsIn(made, 'docker')
  }
  return programs
}

const dockerEnvironment = (configFolder: string, trusts?: string) => ({
  PATH: withoutHelpers(),
  HOME: configFolder,
  DOCKER_CONFIG: configFolder,
  ...(trusts !== undefined && { SSL_CERT_FILE: trusts }),
})

/** `docker login` by hand, as an owner would type it. */
export const dockerLogin = (
  configFolder: string,
  { registry, username, secret, trusts }: Credentials,
): Promise<Run> =>
  run('docker', ['login', '--username', username, '--password-stdin', registry], {
    env: dockerEnvironment(configFolder, trusts),
    input: secret,
  })

export const dockerLogout = (configFolder: string, registry: string): Promise<Run> =>
  run('docker', ['logout', registry], { env: dockerEnvironment(configFolder) })

export interface Skopeo {
  /** Copies an image, such as `oci:FOLDER:TAG` to `docker://localhost:5000/acme/app:1`, in either direction. */
  copy(from: string, to: string): Promise<Run>
  inspect(image: string): Promise<Run>
  /** `repository` is an image without its tag. */
  listTags(repository: string): Promise<Run>
  delete(image: string): Promise<Run>
  /** Removes the file with the credentials. */
  close(): Promise<void>
}

/** skopeo signed in with one credential, or anonymous. `image` is `docker://localhost:PORT/namespace/name:tag`. */
export async function skopeo(credentials?: Credentials): Promise<Skopeo> {
  const folder = await mkdtemp(join(tmpdir(), 'granary-skopeo-'))
  const authFile = join(folder, 'auth.json')
  const auths =
    credentials === undefined
      ? {}
      : {
          [credentials.registry]: {
            auth: Buffer.from(`${credentials.username}:${credentials.secret}`).toString('base64'),
          },
        }
  await writeFile(authFile, JSON.stringify({ auths }), { mode: 0o600 })
  const call = (...args: string[]) =>
    // No signature policy is installed with the program, and none is wanted here.
    run('skopeo', ['--insecure-policy', ...args], {
      env: { HOME: folder, XDG_RUNTIME_DIR: folder, TMPDIR: folder },
    })
  const tls = (prefix: string) => `--${prefix}tls-verify=false`
  return {
    copy: (from, to) => call('copy', '--authfile', authFile, tls('src-'), tls('dest-'), from, to),
    inspect: (image) => call('inspect', '--authfile', authFile, tls(''), image),
    listTags: (repository) => call('list-tags', '--authfile', authFile, tls(''), repository),
    delete: (image) => call('delete', '--authfile', authFile, tls(''), image),
    close: () => rm(folder, { recursive: true, force: true }),
  }
}

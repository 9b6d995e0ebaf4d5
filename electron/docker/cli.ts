// `docker login` with a secret that is nowhere but on the child's standard input.
import { posix, win32 } from 'node:path'
import { registryAddress } from '../../shared/contract/docker.ts'
import { organizationName } from '../../shared/contract/references.ts'
import { Failed } from '../../shared/errors.ts'
import { runChild } from './child.ts'
import { childEnvironment } from './environment.ts'
import { failureOf } from './outcome.ts'
import { type Environment, findProgram, searchFolders } from './path.ts'

/** The absolute path of the Docker CLI, or null when PATH has none. */
export const findDocker = (env: Environment, platform: NodeJS.Platform): Promise<string | null> =>
  findProgram('docker', searchFolders(env, platform), platform)

export interface Login {
  /** Absolute path of the CLI. */
  docker: string
  organization: string
  /** host[:port]; empty for Docker Hub. */
  registry: string
  configFolder: string
  secret: string
  env: Environment
  platform: NodeJS.Platform
  /** Milliseconds until the CLI and its helpers are killed. */
  deadline: number
  signal?: AbortSignal | undefined
}

/**
 * Signs the CLI in. Throws docker.rejected, docker.unreachable, docker.notSaved, docker.helperMissing,
 * docker.absent, docker.timeout; server.* where the registry answered and failed; input.invalid; internal
 * for an end nobody has seen yet. `detail` is docker's last line, without the secret.
 */
export async function dockerLogin(login: Login): Promise<void> {
  const { docker, organization, registry, configFolder, secret, env, platform, deadline, signal } = login
  const path = platform === 'win32' ? win32 : posix
  // Checked here too, and not only at the door: these become arguments, and `-x` would be read as an option.
  if (!organizationName.safeParse(organization).success)
    throw new Failed('input.invalid', { field: 'organization' })
  if (!registryAddress.safeParse(registry).success) throw new Failed('input.invalid', { field: 'registry' })
  if (!path.isAbsolute(configFolder) || configFolder.includes('\0'))
    throw new Failed('input.invalid', { field: 'configFolder' })
  if (!path.isAbsolute(docker)) throw new Failed('docker.absent')

  const result = await runChild({
    file: docker,
    args: ['login', '--username', organization, '--password-stdin', ...(registry === '' ? [] : [registry])],
    env: childEnvironment({ env, platform, configFolder, registry }),
    // Not the app's own folder, whatever that is: relative names in it would be found.
    cwd: path.dirname(docker),
    input: secret,
    deadline,
    signal,
    platform,
  })
  const failure = failureOf(result, [secret])
  if (failure !== null) throw failure
}

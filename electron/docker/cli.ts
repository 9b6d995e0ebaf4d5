// `docker login` with a secret that is nowhere but on the child's standard input, and `docker logout`.
import { posix, win32 } from 'node:path'
import { registryAddress } from '../../shared/contract/docker.ts'
import { organizationName } from '../../shared/contract/references.ts'
import { Failed } from '../../shared/errors.ts'
import { type ChildResult, runChild } from './child.ts'
import { childEnvironment } from './environment.ts'
import { failureOf, failureOfLogout } from './outcome.ts'
import { type Environment, findProgram, searchFolders } from './path.ts'

/** The absolute path of the Docker CLI, or null when PATH has none. */
export const findDocker = (env: Environment, platform: NodeJS.Platform): Promise<string | null> =>
  findProgram('docker', searchFolders(env, platform), platform)

export interface Logout {
  /** Absolute path of the CLI. */
  docker: string
  /** host[:port]; empty for Docker Hub. */
  registry: string
  configFolder: string
  env: Environment
  platform: NodeJS.Platform
  /** Milliseconds until the CLI and its helpers are killed. */
  deadline: number
  signal?: AbortSignal | undefined
}

export interface Login extends Logout {
  organization: string
  secret: string
}

/**
 * Signs the CLI in. Throws docker.rejected, docker.unreachable, docker.notSaved, docker.helperMissing,
 * docker.absent, docker.timeout; server.* where the registry answered and failed; input.invalid; internal
 * for an end nobody has seen yet. `detail` is docker's last line, without the secret.
 */
export async function dockerLogin({ organization, secret, ...where }: Login): Promise<void> {
  // Checked here too, and not only at the door: these become arguments, and `-x` would be read as an option.
  if (!organizationName.safeParse(organization).success)
    throw new Failed('input.invalid', { field: 'organization' })
  const result = await runDocker(where, ['login', '--username', organization, '--password-stdin'], secret)
  const failure = failureOf(result, [secret])
  if (failure !== null) throw failure
}

/** Signs the CLI out. Throws docker.notErased, docker.absent, docker.timeout; input.invalid; internal. */
export async function dockerLogout(where: Logout): Promise<void> {
  const failure = failureOfLogout(await runDocker(where, ['logout'], ''))
  if (failure !== null) throw failure
}

async function runDocker(where: Logout, args: string[], input: string): Promise<ChildResult> {
  const { docker, registry, configFolder, env, platform, deadline, signal } = where
  const path = platform === 'win32' ? win32 : posix
  if (!registryAddress.safeParse(registry).success) throw new Failed('input.invalid', { field: 'registry' })
  if (!path.isAbsolute(configFolder) || configFolder.includes('\0'))
    throw new Failed('input.invalid', { field: 'configFolder' })
  if (!path.isAbsolute(docker)) throw new Failed('docker.absent')
  return runChild({
    file: docker,
    args: [...args, ...(registry === '' ? [] : [registry])],
    env: childEnvironment({ env, platform, configFolder, registry }),
    // Not the app's own folder, whatever that is: relative names in it would be found.
    cwd: path.dirname(docker),
    input,
    deadline,
    signal,
    platform,
  })
}

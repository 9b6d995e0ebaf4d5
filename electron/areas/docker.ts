// Using a token with the Docker CLI on this computer: what a login would meet, the login itself, and the logout.
import type { Handlers } from '../../shared/contract/define.ts'
import type { docker } from '../../shared/contract/docker.ts'
import type { TokenRef } from '../../shared/contract/references.ts'
import { Failed } from '../../shared/errors.ts'
import { dockerLogin, dockerLogout, findDocker } from '../docker/cli.ts'
import { readDockerConfig, registryKey, replacedLogin } from '../docker/config.ts'
import type { DockerFolders } from '../docker/folders.ts'
import { helperFor } from '../docker/helpers.ts'
import { type Environment, searchFolders } from '../docker/path.ts'

export interface DockerAreaOptions {
  /** The secret of a token, from the keychain or from memory. Throws secret.missing or keychain.*. */
  readSecret(token: TokenRef): Promise<string>
  /** Asks whether the owner is there, where the system can. Throws presence.refused. */
  beforeSecret(token: TokenRef, reason: string): Promise<void>
  folders: DockerFolders
  env: Environment
  platform?: NodeJS.Platform
  /** Milliseconds for one `docker login`; 60 s when not given. */
  deadline?: number
  /** Aborted when the app quits: a login under way ends with everything it started. */
  signal?: AbortSignal
}

export function dockerArea(options: DockerAreaOptions): Handlers<typeof docker> {
  const { readSecret, folders, env, platform = process.platform, deadline = 60_000, signal } = options
  const running = { env, platform, deadline, signal }
  let last: Promise<unknown> = Promise.resolve()

  /** One at a time: docker reads the whole config.json and writes it back, and two would lose one. */
  function inTurn<Answer>(act: () => Promise<Answer>): Promise<Answer> {
    const turn = last.then(act)
    last = turn.catch(() => undefined)
    return turn
  }

  async function meet(registry: string, configFolder: string | null) {
    const folder = folders.folderOf(configFolder)
    const config = await readDockerConfig(folder)
    const helper = await helperFor(config, registryKey(registry), searchFolders(env, platform), platform)
    return { folder, cli: await findDocker(env, platform), helper, replaces: replacedLogin(config, registry) }
  }

  async function ready(registry: string, configFolder: string | null) {
    const { cli, helper, folder, replaces } = await meet(registry, configFolder)
    if (cli === null) throw new Failed('docker.absent')
    // Docker would find this out only after it had sent the secret to the registry.
    if (helper.name !== null && !helper.present)
      throw new Failed('docker.helperMissing', { detail: `docker-credential-${helper.name}` })
    return { docker: cli, helper, folder, replaces }
  }

  return {
    async inspect({ registry, configFolder }) {
      const { folder, cli, helper, replaces } = await meet(registry, configFolder)
      return {
        cli: cli === null ? 'absent' : 'present',
        configFolder: folder,
        helper: helper.name,
        replaces,
      }
    },

    login: ({ registry, configFolder, allowUnencrypted, ...token }) =>
      inTurn(async () => {
        const { docker, folder, helper } = await ready(registry, configFolder)
        if (helper.name === null && !allowUnencrypted) throw new Failed('docker.unencrypted')
        // Unencrypted in a file of the owner's choice, anybody at this computer could read it.
        if (helper.name === null) await options.beforeSecret(token, 'write the secret of a token into a file')
        const secret = await readSecret(token)
        await dockerLogin({
          docker,
          organization: token.organization,
          registry,
          configFolder: folder,
          secret,
          ...running,
        })
        return { registry, configFolder: folder, helper: helper.name }
      }),

    logout: ({ registry, configFolder, user }) =>
      inTurn(async () => {
        const { docker, folder, replaces } = await ready(registry, configFolder)
        if (replaces !== user) throw new Failed('docker.otherLogin')
        await dockerLogout({ docker, registry, configFolder: folder, ...running })
        // With a helper that refuses, docker mostly says that all went well (28.2.2, measured), but leaves its entry.
        if (replacedLogin(await readDockerConfig(folder), registry) !== null)
          throw new Failed('docker.notErased')
        return { registry, configFolder: folder }
      }),

    chooseConfigFolder: () => folders.choose(),
  }
}

// Docker's credential helpers: which one would keep a secret, and whether it is there. None is run from here.
import type { DockerConfig } from './config.ts'
import { findProgram } from './path.ts'

/** The helper Docker chooses by itself; docker/cli cli/config/credentials/default_store_*.go. */
async function defaultHelper(folders: readonly string[], platform: NodeJS.Platform): Promise<string | null> {
  const has = async (program: string) => (await findProgram(program, folders, platform)) !== null
  const name =
    platform === 'darwin'
      ? 'osxkeychain'
      : platform === 'win32'
        ? 'wincred'
        : (await has('pass'))
          ? 'pass'
          : 'secretservice'
  return (await has(`docker-credential-${name}`)) ? name : null
}

export interface Helper {
  name: string | null
  present: boolean
}

/**
 * The helper that would store a sign-in to `registry`, and whether its program can be found.
 * `name` null means that docker writes the secret unencrypted into config.json.
 */
export async function helperFor(
  config: DockerConfig,
  registryKey: string,
  folders: readonly string[],
  platform: NodeJS.Platform,
): Promise<Helper> {
  // A registry's own entry wins even when it is empty: that is how helpers are turned off for one registry.
  const configured = config.credHelpers.get(registryKey) ?? config.credsStore
  if (configured !== '')
    return {
      name: configured,
      present: (await findProgram(`docker-credential-${configured}`, folders, platform)) !== null,
    }
  const fresh = config.credHelpers.size === 0 && config.logins.size === 0
  const name = fresh ? await defaultHelper(folders, platform) : null
  return { name, present: name !== null }
}

// What matters of a Docker config for a login: who is signed in where, and which helper keeps it. No passwords.
import { type ConfigEntry, type ConfigFile, readConfigFile, unreadable } from './config-file.ts'

/** What matters of config.json. */
export interface DockerConfig {
  /** The user name of each sign-in, by the key docker gave it; '' when a helper or a token hides the name. */
  logins: ReadonlyMap<string, string>
  /** The helper for every registry without its own; '' for none. */
  credsStore: string
  credHelpers: ReadonlyMap<string, string>
}

/** Docker Hub's key in config.json; docker/cli internal/registry, `IndexServer`. */
export const dockerHubKey = 'https://index.docker.io/v1/'

/** The key under which docker keeps a registry's sign-in. */
export const registryKey = (registry: string): string =>
  registry === '' || registry === 'docker.io' ? dockerHubKey : registry

const base64 = /^(?:[A-Za-z0-9+/]{4})*(?:[A-Za-z0-9+/]{2}==|[A-Za-z0-9+/]{3}=)?$/

/** The bytes of an entry's `base64(user:password)`: null when it is not that, empty when there is none. */
export function authBytes({ auth }: ConfigEntry): Buffer | null {
  const text = (auth ?? '').replaceAll(/[\r\n]/g, '')
  if (!base64.test(text)) return null
  const bytes = Buffer.from(text, 'base64')
  return bytes.length > 0 && bytes.indexOf(':') < 1 ? null : bytes
}

/** The user part of an entry. The password part never becomes a string. */
function userOf(entry: ConfigEntry): string {
  const bytes = authBytes(entry)
  if (bytes === null) throw unreadable('config.json holds a sign-in that is not valid.')
  if (bytes.length === 0) return entry.username ?? ''
  const user = bytes.toString('utf8', 0, Math.min(bytes.indexOf(':'), 255))
  bytes.fill(0)
  return user
}

/** Throws docker.configUnreadable. */
export function dockerConfigOf(file: ConfigFile | null): DockerConfig {
  const logins = new Map<string, string>()
  for (const [key, value] of Object.entries(file?.auths ?? {})) {
    const user = userOf(value ?? {})
    logins.set(key, user === '<token>' ? '' : user)
  }
  return {
    logins,
    credsStore: file?.credsStore ?? '',
    credHelpers: new Map(Object.entries(file?.credHelpers ?? {})),
  }
}

/**
 * The config of a folder; a missing file is an empty config, as for docker.
 * Throws docker.configUnreadable wherever docker itself would fail to read: docker only warns then, goes on with
 * an empty config, and its next login replaces the file, with every other sign-in in it (docker/cli#5075).
 */
export const readDockerConfig = async (folder: string): Promise<DockerConfig> =>
  dockerConfigOf(await readConfigFile(folder))

/** `https://host:5000/v1/` and `host:5000` are one registry; other paths (docker's own session tokens) are not. */
export const plainHost = (key: string): string =>
  key.replace(/^https?:\/\//, '').replace(/\/(?:v[12]\/?)?$/, '')

/** The user name whose sign-in a login to `registry` replaces: '' when it is not known, null when there is none. */
export function replacedLogin(config: DockerConfig, registry: string): string | null {
  const key = registryKey(registry)
  const exact = config.logins.get(key)
  if (exact !== undefined) return exact
  for (const [other, user] of config.logins) if (plainHost(other) === plainHost(key)) return user
  return null
}

// Reads a Docker config folder, as docker would, and never writes it. Passwords in it are not kept.
import { constants, open } from 'node:fs/promises'
import { join } from 'node:path'
import * as z from 'zod'
import { Failed } from '../../shared/errors.ts'

/** What matters of config.json. */
export interface DockerConfig {
  /** The user name of each sign-in, by the key docker gave it; '' when a helper or a token hides the name. */
  logins: ReadonlyMap<string, string>
  /** The helper for every registry without its own; '' for none. */
  credsStore: string
  credHelpers: ReadonlyMap<string, string>
}

/** Docker Hub's key in config.json; docker/cli internal/registry, `IndexServer`. */
const dockerHubKey = 'https://index.docker.io/v1/'

/** The key under which docker keeps a registry's sign-in. */
export const registryKey = (registry: string): string =>
  registry === '' || registry === 'docker.io' ? dockerHubKey : registry

const sizeLimit = 1024 * 1024

// The name becomes a part of a program's name: no slash, so that it is only ever looked up in PATH.
const helperName = z.string().regex(/^([A-Za-z0-9][A-Za-z0-9._-]*)?$/)
const entry = z.looseObject({ auth: z.string().optional(), username: z.string().optional() })
const configSchema = z.looseObject({
  auths: z.record(z.string(), entry.nullable()).nullish(),
  credsStore: helperName.nullish(),
  credHelpers: z.record(z.string(), helperName).nullish(),
})

const base64 = /^(?:[A-Za-z0-9+/]{4})*(?:[A-Za-z0-9+/]{2}==|[A-Za-z0-9+/]{3}=)?$/

/** The user part of `base64(user:password)`, or null when it is not that. The password part never becomes a string. */
function userOf(auth: string): string | null {
  if (!base64.test(auth)) return null
  const bytes = Buffer.from(auth, 'base64')
  const colon = bytes.indexOf(':')
  const user = colon < 1 ? null : bytes.toString('utf8', 0, Math.min(colon, 255))
  bytes.fill(0)
  return user
}

const unreadable = (detail: string): Failed => new Failed('docker.configUnreadable', { detail })

async function readBounded(file: string): Promise<string | null> {
  let handle
  try {
    // Without waiting: a named pipe in its place would never open.
    handle = await open(file, constants.O_RDONLY | (constants.O_NONBLOCK ?? 0))
  } catch (error) {
    const code = (error as NodeJS.ErrnoException).code ?? 'unknown'
    if (code === 'ENOENT') return null
    throw unreadable(`config.json could not be opened (${code}).`)
  }
  try {
    const about = await handle.stat()
    if (!about.isFile()) throw unreadable('config.json is not a file.')
    if (about.size > sizeLimit) throw unreadable('config.json is larger than 1 MB.')
    return await handle.readFile('utf8')
  } catch (error) {
    if (error instanceof Failed) throw error
    throw unreadable(`config.json could not be read (${(error as NodeJS.ErrnoException).code ?? 'unknown'}).`)
  } finally {
    await handle.close()
  }
}

/**
 * The config of a folder; a missing file is an empty config, as for docker.
 * Throws docker.configUnreadable wherever docker itself would fail to read: docker only warns then, goes on with
 * an empty config, and its next login replaces the file, with every other sign-in in it (docker/cli#5075).
 */
export async function readDockerConfig(folder: string): Promise<DockerConfig> {
  const text = await readBounded(join(folder, 'config.json'))
  if (text === null || text.trim() === '')
    return { logins: new Map(), credsStore: '', credHelpers: new Map() }
  let json: unknown
  try {
    json = JSON.parse(text)
  } catch {
    throw unreadable('config.json is not valid JSON.')
  }
  const parsed = configSchema.safeParse(json)
  if (!parsed.success) {
    const path = parsed.error.issues[0]?.path.slice(0, 1).join('.') ?? ''
    throw unreadable(`config.json holds something unexpected${path === '' ? '' : ` under "${path}"`}.`)
  }
  const logins = new Map<string, string>()
  for (const [key, value] of Object.entries(parsed.data.auths ?? {})) {
    const auth = (value?.auth ?? '').replaceAll(/[\r\n]/g, '')
    const user = auth === '' ? (value?.username ?? '') : userOf(auth)
    if (user === null) throw unreadable('config.json holds a sign-in that is not valid.')
    logins.set(key, user === '<token>' ? '' : user)
  }
  return {
    logins,
    credsStore: parsed.data.credsStore ?? '',
    credHelpers: new Map(Object.entries(parsed.data.credHelpers ?? {})),
  }
}

/** `https://host:5000/v1/` and `host:5000` are one registry; other paths (docker's own session tokens) are not. */
const plainHost = (key: string): string => key.replace(/^https?:\/\//, '').replace(/\/(?:v[12]\/?)?$/, '')

/** The user name whose sign-in a login to `registry` replaces: '' when it is not known, null when there is none. */
export function replacedLogin(config: DockerConfig, registry: string): string | null {
  const key = registryKey(registry)
  const exact = config.logins.get(key)
  if (exact !== undefined) return exact
  for (const [other, user] of config.logins) if (plainHost(other) === plainHost(key)) return user
  return null
}

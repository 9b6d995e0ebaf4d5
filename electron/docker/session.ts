// The session that `docker login` left on this computer: read from the Docker config or its helper, never written.
import { Failed } from '../../shared/errors.ts'
import { authBytes, dockerConfigOf, dockerHubKey, plainHost, registryKey as keyOf } from './config.ts'
import { type ConfigFile, readConfigFile } from './config-file.ts'
import { childEnvironment } from './environment.ts'
import { type CliLogin, askHelper } from './helper-get.ts'
import { helperFor } from './helpers.ts'
import { type Environment, findProgram, searchFolders } from './path.ts'

// docker/cli internal/oauth/manager, `accessTokenKey`. The refresh token beside it belongs to the CLI's own client.
const browserSessionKey = `${dockerHubKey}access-token`

export interface CliSession {
  /** A sign-in through the browser: its secret is a bearer already. */
  browser: CliLogin | null
  /** A user name with its password or access token. */
  login: CliLogin | null
}

export interface SessionQuestion {
  configFolder: string
  /** The server's host[:port]; empty for Docker Hub. */
  registry: string
  env: Environment
  platform: NodeJS.Platform
  /** Milliseconds for each answer of a helper. */
  deadline: number
  signal?: AbortSignal | undefined
}

/**
 * What the Docker CLI keeps for a server. Throws docker.configUnreadable, docker.helperMissing,
 * dockerSession.noConfig, dockerSession.none and those of `askHelper`.
 */
export async function readCliSession(question: SessionQuestion): Promise<CliSession> {
  const { configFolder, registry, env, platform } = question
  const file = await readConfigFile(configFolder)
  if (file === null) throw new Failed('dockerSession.noConfig', { detail: configFolder })
  const folders = searchFolders(env, platform)
  const key = keyOf(registry)
  const { name } = await helperFor(dockerConfigOf(file), key, folders, platform)
  const read = name === null ? readerOf(file) : await helperReader(name, folders, question)
  const browser = registry === '' ? await read(browserSessionKey) : null
  const login = await read(key)
  if (browser === null && login === null) throw new Failed('dockerSession.none', { detail: configFolder })
  return { browser, login }
}

type Read = (key: string) => Promise<CliLogin | null>

async function helperReader(name: string, folders: string[], question: SessionQuestion): Promise<Read> {
  const program = await findProgram(`docker-credential-${name}`, folders, question.platform)
  if (program === null) throw new Failed('docker.helperMissing', { detail: `docker-credential-${name}` })
  const env = childEnvironment(question)
  return (key) => askHelper({ ...question, program, key, env })
}

/** Without a helper docker keeps everything in the file itself. */
function readerOf({ auths }: ConfigFile): Read {
  const entries = Object.entries(auths ?? {})
  return async (key) => {
    const exact = entries.find(([other]) => other === key)
    const [, entry] = exact ?? entries.find(([other]) => plainHost(other) === plainHost(key)) ?? []
    if (!entry) return null
    if (entry.identitytoken) return { username: '<token>', secret: entry.identitytoken }
    const bytes = authBytes(entry)
    if (bytes === null || bytes.length === 0) return loginOf(entry.username ?? '', entry.password ?? '')
    const text = bytes.toString('utf8')
    const colon = text.indexOf(':')
    // Docker itself takes such bytes off the end.
    return loginOf(text.slice(0, colon), text.slice(colon + 1).replace(/\0+$/, ''))
  }
}

const loginOf = (username: string, secret: string): CliLogin | null =>
  username === '' || secret === '' ? null : { username, secret }

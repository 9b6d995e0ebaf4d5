// The file config.json of a Docker config folder, parsed as docker would; never written. It may hold passwords.
import { constants, open } from 'node:fs/promises'
import { join } from 'node:path'
import * as z from 'zod'
import { Failed } from '../../shared/errors.ts'

const sizeLimit = 1024 * 1024

// The name becomes a part of a program's name: no slash, so that it is only ever looked up in PATH.
const helperName = z.string().regex(/^([A-Za-z0-9][A-Za-z0-9._-]*)?$/)
const entry = z.looseObject({
  auth: z.string().optional(),
  username: z.string().optional(),
  password: z.string().optional(),
  identitytoken: z.string().optional(),
})
const configSchema = z.looseObject({
  auths: z.record(z.string(), entry.nullable()).nullish(),
  credsStore: helperName.nullish(),
  credHelpers: z.record(z.string(), helperName).nullish(),
})

export type ConfigFile = z.infer<typeof configSchema>
export type ConfigEntry = z.infer<typeof entry>

export const unreadable = (detail: string): Failed => new Failed('docker.configUnreadable', { detail })

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

/** Null when the folder has no config.json. Throws docker.configUnreadable wherever docker would fail to read it. */
export async function readConfigFile(folder: string): Promise<ConfigFile | null> {
  const text = await readBounded(join(folder, 'config.json'))
  if (text === null) return null
  if (text.trim() === '') return {}
  let json: unknown
  try {
    json = JSON.parse(text)
  } catch {
    throw unreadable('config.json is not valid JSON.')
  }
  const parsed = configSchema.safeParse(json)
  if (parsed.success) return parsed.data
  const path = parsed.error.issues[0]?.path.slice(0, 1).join('.') ?? ''
  throw unreadable(`config.json holds something unexpected${path === '' ? '' : ` under "${path}"`}.`)
}

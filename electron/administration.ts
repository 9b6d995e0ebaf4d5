// The administrator's policy file: where it is, what it says, and holding to it. It is read once, at the start.
import { closeSync, fstatSync, openSync, readFileSync } from 'node:fs'
import { posix, win32 } from 'node:path'
import * as z from 'zod'
import { policyFile } from '../shared/administration-form.ts'
import { type Administration, policyOf } from '../shared/administration.ts'
import { Failed } from '../shared/errors.ts'
import { type Policy, joinPolicies } from '../shared/tokens/policy.ts'
import { normalAddress } from './accounts/addresses.ts'
import { isLoopback } from './dockerhub/loopback.ts'

const name = 'policy.json'
const maximumBytes = 64 * 1024

export interface PolicyPlace {
  platform: NodeJS.Platform
  env: Readonly<Record<string, string | undefined>>
  /** Instead of the system's folder; only a checkout takes one. */
  folder?: string | undefined
}

/** Where the file may be, the first that is there counts. Folders that only an administrator writes to. */
export function policyFiles({ platform, env, folder }: PolicyPlace): string[] {
  if (folder !== undefined) return [posix.join(folder, name)]
  if (platform === 'darwin') return [`/Library/Application Support/Granary/${name}`]
  if (platform !== 'win32') return [`/etc/granary/${name}`]
  // The variable is the owner's to set, so it counts only where the usual folder has none.
  const { ProgramData: programData = '' } = env
  const folders = ['C:\\ProgramData', ...(win32.isAbsolute(programData) ? [programData] : [])]
  return folders.map((one) => win32.join(one, 'Granary', name))
}

/** What the first of `files` that is there says. Never throws. */
export function readAdministration(files: readonly string[]): Administration {
  for (const file of files) {
    try {
      return understood(file, readText(file))
    } catch (error) {
      const { code } = error as NodeJS.ErrnoException
      if (code === 'ENOENT' || code === 'ENOTDIR') continue
      return { state: 'broken', file, reason: reasonOf(error) }
    }
  }
  return { state: 'none' }
}

function readText(file: string): string {
  const handle = openSync(file, 'r')
  try {
    const stat = fstatSync(handle)
    if (!stat.isFile()) throw new Unusable('it is not a file')
    if (stat.size > maximumBytes) throw new Unusable('it is too large')
    return new TextDecoder('utf-8', { fatal: true }).decode(readFileSync(handle))
  } finally {
    closeSync(handle)
  }
}

function understood(file: string, text: string): Administration {
  const { tokens, servers, updates, contact } = policyFile.parse(JSON.parse(text))
  return {
    state: 'holds',
    file,
    policy: {
      longestDays: tokens?.longestDays ?? null,
      noNeverExpiring: tokens?.noNeverExpiring ?? false,
      noPushToAll: tokens?.noPushToAll ?? false,
    },
    servers: servers?.map(normalAddress) ?? null,
    updates: updates !== 'off',
    contact: contact ?? null,
  }
}

class Unusable extends Error {}

/** Half a sentence for the owner, who passes it on. */
function reasonOf(error: unknown): string {
  if (error instanceof Unusable) return error.message
  if (error instanceof z.ZodError) {
    const [issue] = error.issues
    const where = issue && issue.path.length > 0 ? `“${issue.path.join('.')}”: ` : ''
    return `${where}${issue?.message ?? 'it says something unknown'}`
  }
  if (error instanceof SyntaxError) return 'it is not valid JSON'
  if (error instanceof Failed) return `“servers”: ${error.failure.detail ?? 'not an address'}`
  const { code = '' } = error as NodeJS.ErrnoException
  if (code === 'EACCES' || code === 'EPERM') return 'it may not be read'
  return code === 'ERR_ENCODING_INVALID_ENCODED_DATA' ? 'it is not UTF-8' : `it could not be read (${code})`
}

/** What holds for new tokens and edits. @throws Failed administrator.unreadable */
export function heldPolicy(now: Administration, own: Policy): Policy {
  holdReadable(now)
  return now.state === 'holds' ? joinPolicies(own, policyOf(now)) : own
}

/** @throws Failed administrator.unreadable while nobody knows what the administrator allows */
export function holdReadable(now: Administration): void {
  if (now.state === 'broken')
    throw new Failed('administrator.unreadable', { detail: `${now.file}: ${now.reason}` })
}

/** `url`: a server's base address. @throws Failed administrator.server */
export function holdServer(now: Administration, url: string): void {
  if (now.state !== 'holds' || now.servers === null || now.servers.includes(url)) return
  // The demo is there, and it takes no network.
  if (isLoopback(new URL(url).hostname)) return
  const ask = now.contact === null ? '' : `. Whom to ask: ${now.contact}`
  throw new Failed('administrator.server', { detail: `Allowed: ${now.servers.join(', ')}${ask}` })
}

/** Nobody knows what a broken file allows, so then nothing is replaced either. */
export const allowsUpdates = (now: Administration): boolean =>
  now.state === 'none' || (now.state === 'holds' && now.updates)

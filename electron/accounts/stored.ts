// The list of accounts as it is on disk: who and where, never a secret.
import { createHash } from 'node:crypto'
import * as z from 'zod'
import type { Account } from '../../shared/contract/accounts.ts'
import { clockReading } from '../dockerhub/server-clock.ts'
import { type Server, dockerHub, serverName } from './addresses.ts'

const storedAccount = z.object({
  id: z.string().min(1).max(200),
  kind: z.enum(['demo', 'dockerHub', 'server']),
  url: z.string().max(2000),
  registry: z.string().max(300),
  caFile: z.string().max(4096).nullable(),
  /** As the server calls the owner. */
  username: z.string().min(1).max(255),
  /** What the owner signs in with: the user name, or an e-mail address. */
  login: z.string().min(1).max(255),
  kept: z.boolean(),
  /** The Docker config folder that this account's session is read from; null when it signs in by itself. */
  dockerConfig: z.string().min(1).max(4096).nullable().default(null),
  /** How far its server's clock was last found to be from this computer's. */
  clock: clockReading.nullable().default(null),
})

/** The shape of the file; for electron/disk/safe-store.ts. */
export const storedAccounts = z.object({ accounts: z.array(storedAccount).max(100) })

export type StoredAccount = z.infer<typeof storedAccount>
export type StoredAccounts = z.infer<typeof storedAccounts>

export const noAccounts: StoredAccounts = { accounts: [] }

export interface AccountStore {
  read(): StoredAccounts
  write(value: StoredAccounts): Promise<void> | void
}

/**
 * An account's id, the same whenever the same person signs in to the same server. A kept credential is filed under
 * it, so an address changed in the file finds no credential to send there.
 */
export const accountIdOf = (server: Pick<Server, 'kind' | 'url'>, username: string): string =>
  server.kind === 'demo'
    ? 'demo'
    : createHash('sha256').update(`${server.url}\n${username.toLowerCase()}`).digest('hex').slice(0, 24)

/** The rows that are what they say; a row whose id does not belong to its server and user is not. */
export const trustworthy = ({ accounts }: StoredAccounts): StoredAccount[] =>
  accounts.filter(
    (row, at) =>
      row.id === accountIdOf(row, row.username) &&
      isItsRegistry(row) &&
      accounts.findIndex(({ id }) => id === row.id) === at,
  )

/** What the Docker CLI keeps is looked up by the registry, and goes to the address: they belong together. */
function isItsRegistry({ kind, url, registry }: StoredAccount): boolean {
  if (kind === 'demo') return true
  if (kind === 'dockerHub') return url === dockerHub.url && registry === dockerHub.registry
  try {
    return registry === new URL(url).host
  } catch {
    return false
  }
}

export const shownAccount = (row: StoredAccount, state: Account['state'], clockOffset: number): Account => ({
  id: row.id,
  kind: row.kind,
  username: row.username,
  serverName: serverName(row),
  serverUrl: row.url,
  registry: row.registry,
  state,
  kept: row.kept,
  dockerConfig: row.dockerConfig,
  clockOffset,
})

// Reads what the list does not tell, token by token: the access. Of a big organization it is written down bit by bit.
import type PQueue from 'p-queue'
import type { OrganizationRef, TokenRef } from '../../shared/contract/references.ts'
import { type FailureCode, isFailed } from '../../shared/errors.ts'
import { noWay } from '../../shared/no-way.ts'
import type { HubAccessToken } from '../../shared/hub/access-tokens.ts'
import { stillThere } from '../../shared/tokens/status.ts'
import { type Copies, documentName } from './copies.ts'
import { type CopiedToken, type InventoryCopy, gone, withAccess } from './copy.ts'

export interface DetailsParts {
  copies: Copies
  /** What every request of an account about its tokens waits in. */
  queueOf(ref: OrganizationRef): PQueue
  get(ref: TokenRef, signal?: AbortSignal): Promise<HubAccessToken>
  now(): number
}

export interface ReadOptions {
  signal?: AbortSignal | undefined
  /** The greater comes first. */
  priority?: number
  /** How many tokens are going to be read. */
  onPlanned?(count: number): void
  /** One of them was read. */
  onRead?(): void
}

export interface Details {
  /** What is being read of these tokens now is older than what is known, and will not be written down. */
  outdate(ref: OrganizationRef, ids: Iterable<string>): void
  /** Reads the access that is not known, or may have changed. Throws the first failure when it did not get it all. */
  read(ref: OrganizationRef, options?: ReadOptions): Promise<void>
}

/** Without the audit log, access that was read within this time is not read again; with it nor within the other (ms). */
const freshUntold = 15 * 60_000
const freshTold = 7 * 86_400_000
/** What was read is written down whenever there is so much of it and more to come. */
const batchSize = 100
/** One token's answer may be broken; after so many the server is. */
const maximumFailures = 5
/** After these the other tokens would fail too. */
const endsAll: readonly FailureCode[] = [
  ...noWay,
  'server.certificate',
  'server.rateLimited',
  'signIn.needed',
  'organization.notOwner',
  'organization.noPlan',
  'organization.gone',
]

function wantsReading({ accessReadAt }: CopiedToken, { auditLog }: InventoryCopy, now: number): boolean {
  const fresh = auditLog === 'read' ? freshTold : freshUntold
  // A clock that was put back makes it old too.
  return accessReadAt === null || Math.abs(now - Date.parse(accessReadAt)) > fresh
}

/** What is known here of an organization's tokens, by their ids. */
interface Organization {
  /** Counted up whenever a token is outdated. */
  versions: Map<string, number>
  /** Tokens that are being read, by whomever; true when the access will be written down. */
  reading: Map<string, { version: number; done: Promise<boolean> }>
}

export function createDetails({ copies, queueOf, get, now }: DetailsParts): Details {
  const organizations = new Map<string, Organization>()
  function organizationOf(ref: OrganizationRef): Organization {
    const name = documentName(ref)
    const known = organizations.get(name) ?? { versions: new Map(), reading: new Map() }
    organizations.set(name, known)
    return known
  }

  async function read(ref: OrganizationRef, options: ReadOptions = {}): Promise<void> {
    const { signal, priority = 0, onPlanned, onRead } = options
    const { versions, reading } = organizationOf(ref)
    const versionOf = (id: string): number => versions.get(id) ?? 0
    const queue = queueOf(ref)
    const epoch = copies.epochOf(ref)
    const copy = await copies.load(ref)
    const wanted = stillThere(copy.tokens).filter((token) => wantsReading(token, copy, now()))
    const failures: unknown[] = []
    let ended = false
    let left = wanted.length
    let batch = new Map<string, { version: number; full: HubAccessToken | 'gone' }>()
    let writing: Promise<void> = Promise.resolve()
    onPlanned?.(wanted.length)

    async function ask(id: string, mine: { version: number }): Promise<boolean> {
      if (ended || signal?.aborted || copies.epochOf(ref) !== epoch) return false
      const version = versionOf(id)
      mine.version = version
      try {
        const full = await get({ ...ref, tokenId: id }, signal).catch((error: unknown) => {
          if (isFailed(error, 'token.gone')) return 'gone' as const
          throw error
        })
        if (copies.epochOf(ref) !== epoch) return false
        batch.set(id, { version, full })
        left -= 1
        if (batch.size >= batchSize && left > 0) writing = copies.change(ref, taken())
        return true
      } catch (error) {
        failures.push(error)
        ended ||= isFailed(error, ...endsAll) || failures.length >= maximumFailures
        return false
      }
    }

    function taken(): (copy: InventoryCopy) => InventoryCopy {
      const mine = batch
      batch = new Map()
      const accessReadAt = new Date(now()).toISOString()
      return (current) => ({
        ...current,
        tokens: current.tokens.map((token) => {
          const one = mine.get(token.id)
          if (!one || one.version !== versionOf(token.id)) return token
          if (one.full === 'gone') return gone(token, accessReadAt)
          return { ...withAccess(token, one.full), accessReadAt }
        }),
      })
    }

    /** Somebody else may be reading it already, in vain perhaps. */
    async function readOne(id: string): Promise<void> {
      const other = reading.get(id)
      if (other?.version === versionOf(id) && (await other.done)) return onRead?.()
      const mine = { version: versionOf(id), done: Promise.resolve(false) }
      mine.done = queue.add(() => ask(id, mine), { priority })
      reading.set(id, mine)
      if (await mine.done) onRead?.()
      if (reading.get(id) === mine) reading.delete(id)
    }

    await Promise.all(wanted.map(({ id }) => readOne(id)))
    await writing
    if (copies.epochOf(ref) !== epoch) return
    const answers = batch.size
    if (answers > 0) await copies.changeUnsaved(ref, taken(), answers)
    signal?.throwIfAborted()
    if (failures.length > 0) throw failures[0]
  }

  return {
    read,
    outdate(ref, ids) {
      const { versions } = organizationOf(ref)
      for (const id of ids) versions.set(id, (versions.get(id) ?? 0) + 1)
    },
  }
}

// Snapshots of each organization's tokens: taken by themselves once a day after the server was asked, and whenever the
// owner marks the inventory as reviewed. Compared without network.
import { randomUUID } from 'node:crypto'
import type { OrganizationRef } from '../../shared/contract/references.ts'
import type { Comparison, SnapshotMoment } from '../../shared/contract/snapshots.ts'
import type { Inventory } from '../../shared/contract/tokens.ts'
import { Failed } from '../../shared/errors.ts'
import { type ComparedToken, compare } from '../../shared/tokens/compare.ts'
import { stillThere } from '../../shared/tokens/status.ts'
import { inTurn } from '../disk/in-turn.ts'
import type { SealedDocuments } from './sealed.ts'
import {
  type Snapshot,
  type SnapshotBook,
  dayOf,
  emptyBook,
  lastReview,
  snapshotAt,
  snapshotBook,
  tokensAt,
  withSnapshot,
} from './snapshot-book.ts'

export interface Snapshots {
  /** The copy of an organization has changed: once things are quiet, a snapshot is taken if today has none. */
  noteChanged(ref: OrganizationRef): void
  /** Newest first. @throws Failed keychain.*, disk.failed: it cannot be told what there is */
  list(ref: OrganizationRef): Promise<SnapshotMoment[]>
  /**
   * `from`: the last review, or ISO 8601; `to`: now, or ISO 8601. Forward in time always: where `to` is the earlier of
   * the two moments, they change places. Throws as `list`.
   */
  compare(ref: OrganizationRef, from: string, to: string): Promise<Comparison>
  /** Throws as `list`, and when it cannot be written. @throws Failed organization.notRead: there is nothing to keep */
  markReviewed(ref: OrganizationRef, note: string): Promise<SnapshotMoment>
  /** No snapshot of an account is written from then on. */
  forget(accountId: string): Promise<void>
  /** Resolves when nothing is being taken any more. */
  settled(): Promise<void>
}

export interface SnapshotsParts {
  documents: SealedDocuments
  /** The copy on this computer. */
  inventory(ref: OrganizationRef): Promise<Inventory>
  changed(ref: OrganizationRef): void
  /** Milliseconds without a change after which a snapshot is taken: a sync is not held up by it. */
  quiet: number
  /** The time of the account's server, by which its tokens expire (Unix milliseconds). */
  now(accountId: string): number
}

const documentName = (ref: OrganizationRef): string => `snapshots/${ref.accountId}/${ref.organization}`

export function openSnapshots(parts: SnapshotsParts): Snapshots {
  const turn = inTurn()
  /** Organizations whose copy changed since, by document name. */
  const waiting = new Map<string, OrganizationRef>()
  /** The day of the last complete snapshot, so that its book need not be opened at each sync. */
  const done = new Map<string, number>()
  let timer: NodeJS.Timeout | null = null

  /** @throws Failed while it cannot be told what is on disk: nothing may be written over it then. */
  async function read(ref: OrganizationRef): Promise<SnapshotBook> {
    const found = await parts.documents.find(documentName(ref), snapshotBook)
    if (found.state === 'unknown') throw new Failed(found.code)
    return found.state === 'found' ? found.value : emptyBook()
  }

  async function add(
    ref: OrganizationRef,
    book: SnapshotBook,
    note: string | null,
    tokens: ComparedToken[],
  ): Promise<SnapshotMoment> {
    const taken = { id: randomUUID(), at: new Date(parts.now(ref.accountId)).toISOString(), note }
    const written = await parts.documents.write(documentName(ref), withSnapshot(book, { ...taken, tokens }))
    if (!written.saved && note !== null)
      throw new Failed(written.reason === 'disk' ? 'disk.failed' : 'keychain.failed')
    parts.changed({ accountId: ref.accountId, organization: ref.organization })
    return { at: taken.at, note, tokens: tokens.length }
  }

  async function takeIfDue(ref: OrganizationRef): Promise<void> {
    const name = documentName(ref)
    const today = Math.floor(parts.now(ref.accountId) / 86_400_000)
    if (done.get(name) === today) return
    const { tokens: listed, syncedAt, offline } = await parts.inventory(ref)
    if (syncedAt === null || offline) return
    const book = await read(ref)
    const tokens = stillThere(listed).map(compared)
    const ofToday = book.snapshots.findLast(({ at, note }) => note === null && dayOf(at) === today)
    // One that was taken before all access was read makes room for a better one.
    if (ofToday && unread(tokensAt(book, ofToday)) <= unread(tokens)) {
      if (unread(tokens) === 0) done.set(name, today)
      return
    }
    const others = { ...book, snapshots: book.snapshots.filter((one) => one !== ofToday) }
    await add(ref, others, null, tokens)
    if (unread(tokens) === 0) done.set(name, today)
  }

  function takeWaiting() {
    timer = null
    for (const [name, ref] of waiting)
      void turn(async () => {
        // Signed out meanwhile: nothing may be left behind.
        if (waiting.delete(name)) await takeIfDue(ref)
      }).catch(() => undefined)
  }

  async function momentOf(ref: OrganizationRef, book: SnapshotBook, to: string): Promise<Held> {
    const snapshot = to === 'now' ? undefined : snapshotAt(book, Date.parse(to))
    if (snapshot) return atSnapshot(book, snapshot)
    const tokens = stillThere((await parts.inventory(ref)).tokens).map(compared)
    return {
      moment: { at: new Date(parts.now(ref.accountId)).toISOString(), note: null, tokens: tokens.length },
      tokens,
    }
  }

  return {
    noteChanged({ accountId, organization }) {
      const ref = { accountId, organization }
      waiting.set(documentName(ref), ref)
      if (timer) clearTimeout(timer)
      timer = setTimeout(takeWaiting, parts.quiet)
      timer.unref()
    },
    async list(ref) {
      const { snapshots } = await read(ref)
      return snapshots.map(shown).reverse()
    },
    async compare(ref, from, to) {
      const book = await read(ref)
      const end = await momentOf(ref, book, to)
      const begin = from === 'review' ? lastReview(book) : snapshotAt(book, Date.parse(from))
      if (!begin) return { from: null, to: end.moment, changes: [] }
      const backwards = to !== 'now' && Date.parse(end.moment.at) < Date.parse(begin.at)
      const [before, after] = backwards ? [end, atSnapshot(book, begin)] : [atSnapshot(book, begin), end]
      return { from: before.moment, to: after.moment, changes: compare(timed(before), timed(after)) }
    },
    markReviewed: (ref, note) =>
      turn(async () => {
        const book = await read(ref)
        const { tokens, syncedAt } = await parts.inventory(ref)
        if (syncedAt === null) throw new Failed('organization.notRead')
        return add(ref, book, note, stillThere(tokens).map(compared))
      }),
    async forget(accountId) {
      const prefix = `snapshots/${accountId}/`
      for (const name of [...waiting.keys()].filter((one) => one.startsWith(prefix))) waiting.delete(name)
      await turn(async () => {
        for (const name of [...done.keys()].filter((one) => one.startsWith(prefix))) done.delete(name)
      })
    },
    settled: () => turn(() => Promise.resolve()),
  }
}

interface Held {
  moment: SnapshotMoment
  tokens: ComparedToken[]
}

const atSnapshot = (book: SnapshotBook, snapshot: Snapshot): Held => ({
  moment: shown(snapshot),
  tokens: tokensAt(book, snapshot),
})

const timed = ({ moment, tokens }: Held) => ({ at: Date.parse(moment.at), tokens })

const shown = ({ at, note, tokens }: Snapshot): SnapshotMoment => ({ at, note, tokens: tokens.length })

const unread = (tokens: readonly ComparedToken[]): number =>
  tokens.filter(({ resources }) => resources === null).length

/** Field by field, so that nothing of this computer gets into a snapshot. */
const compared = (token: ComparedToken): ComparedToken => ({
  id: token.id,
  label: token.label,
  description: token.description,
  createdBy: token.createdBy,
  createdAt: token.createdAt,
  expiresAt: token.expiresAt,
  lastUsedAt: token.lastUsedAt,
  isActive: token.isActive,
  resources: token.resources,
})

// The inventory: every organization's tokens, from the copy on this computer and refreshed from the server.
import PQueue from 'p-queue'
import type { OrganizationRef, TokenRef } from '../../shared/contract/references.ts'
import type { Inventory, Token } from '../../shared/contract/tokens.ts'
import type { HubAccessToken } from '../../shared/hub/access-tokens.ts'
import { stillThere } from '../../shared/tokens/status.ts'
import { openCopies } from './copies.ts'
import {
  type CopiedToken,
  fromItem,
  gone,
  shown,
  shownToken,
  withAccess,
  withToken,
  withoutToken,
} from './copy.ts'
import { type ReadOptions, createDetails } from './details.ts'
import { type AreKept, createKeptQuestions } from './kept.ts'
import { type ListingParts, createListing, isUnreachable } from './listing.ts'
import { type LongGoneParts, createLongGone } from './long-gone.ts'
import { type OwnEdit, standingEdit } from './own-edit.ts'
import type { SealedDocuments } from './sealed.ts'
import { type TakenOff, createTakenOff } from './taken-off.ts'

export interface Inventories {
  /** The copy, without network. */
  read(ref: OrganizationRef): Promise<Inventory>
  /** Lists the tokens anew; answers with the copy and `offline` when the server cannot be reached. */
  refresh(ref: OrganizationRef): Promise<Inventory>
  /** Lists them and reads what may have changed. Throws the first failure; what was read until then is kept. */
  sync(ref: OrganizationRef, options?: ReadOptions): Promise<void>
  /** When the tokens were listed last, if none of them waits to be read since; else null (ISO 8601). */
  syncedAt(ref: OrganizationRef): Promise<string | null>
  add(ref: OrganizationRef, token: Token): Promise<void>
  remove(ref: TokenRef): Promise<void>
  /** Takes one that is gone off the list; `bringBack` undoes that until the app ends. */
  takeOff: TakenOff['takeOff']
  bringBack: TakenOff['bringBack']
  /** The server said that it does not have this token any more: it stays on the list, gone. */
  noteGone(ref: TokenRef): Promise<void>
  /**
   * One token as the server has just told it. `own`: what of it this owner has just saved; null when they are being
   * shown it, so that an earlier edit of theirs need not be told of again.
   */
  note(ref: TokenRef, token: HubAccessToken, own?: OwnEdit | null): Promise<Token>
  /** Forgets what this owner saved last. */
  acknowledge(ref: TokenRef): Promise<void>
  markKept(ref: TokenRef, kept: boolean): Promise<void>
  /** Resolves when nothing waits to be written any more. */
  settled(): Promise<void>
  /** Takes an account's copies out of memory; nothing of them is written from then on. */
  forget(accountId: string): Promise<void>
}

export interface InventoryParts extends Omit<ListingParts, 'copies' | 'queueOf' | 'outdate'> {
  documents: SealedDocuments
  get(ref: TokenRef, signal?: AbortSignal): Promise<HubAccessToken>
  areKept: AreKept
  /** The plan's number of slots, or null when it is not known. */
  limit(ref: OrganizationRef): Promise<number | null>
  changed(ref: OrganizationRef): void
  /** The server's time (Unix milliseconds). */
  serverNow: LongGoneParts['serverNow']
  /** Told how many tokens left an organization's list by themselves, gone for over a year. */
  dropped: LongGoneParts['dropped']
}

/** An account's requests at a time, over all organizations: what a browser opens to one server. */
const concurrency = 6
/** What the owner looks at comes before what is synced behind their back. */
const lookedAt = 1

export function openInventories(parts: InventoryParts): Inventories {
  const queues = new Map<string, PQueue>()
  /** One for each account: a server that asks to wait holds up no other. */
  function queueOf({ accountId }: OrganizationRef): PQueue {
    const queue = queues.get(accountId) ?? new PQueue({ concurrency })
    queues.set(accountId, queue)
    return queue
  }
  const copies = openCopies(parts)
  const details = createDetails({ ...parts, copies, queueOf })
  const kept = createKeptQuestions(copies, parts.areKept)
  const longGone = createLongGone({ ...parts, copies })
  const takenOff = createTakenOff(copies, parts.areKept)
  const listing = createListing({ ...parts, copies, queueOf, outdate: details.outdate })

  const changeToken = (ref: TokenRef, step: (token: CopiedToken) => CopiedToken) =>
    copies.change(ref, (copy) => {
      const token = copy.tokens.find((entry) => entry.id === ref.tokenId)
      return token ? withToken(copy, step(token)) : copy
    })

  const show = async (ref: OrganizationRef): Promise<Inventory> =>
    shown(await copies.load(ref), await parts.limit(ref), {
      offline: listing.isOffline(ref),
      notSaved: copies.notSaved(ref),
    })

  /** Organizations that are being synced. */
  let syncing = 0
  /** Writing takes the time that answers are waited for with: it comes when the servers were asked everything. */
  async function saveWhenIdle(): Promise<void> {
    await Promise.all([...queues.values()].map((queue) => queue.onIdle()))
    if (syncing === 0) await copies.settled()
  }
  const nowStamp = () => new Date(parts.now()).toISOString()

  return {
    read: show,
    async refresh(ref) {
      try {
        await listing.list(ref, { priority: lookedAt })
        void kept.ask(ref).then(saveWhenIdle)
        void longGone(ref)
        void details
          .read(ref, { priority: lookedAt })
          .catch(() => undefined)
          .finally(saveWhenIdle)
      } catch (error) {
        if (!isUnreachable(error)) throw error
      }
      return show(ref)
    },
    async sync(ref, options = {}) {
      syncing += 1
      try {
        await listing.list(ref, { ...options, unsaved: true })
        void kept.ask(ref).then(saveWhenIdle)
        void longGone(ref)
        await details.read(ref, options)
      } finally {
        syncing -= 1
        void saveWhenIdle()
      }
    },
    async syncedAt(ref) {
      const { tokens, syncedAt } = await copies.load(ref)
      return stillThere(tokens).every(({ accessReadAt }) => accessReadAt !== null) ? syncedAt : null
    },
    async add(ref, token) {
      listing.noteAct(ref)
      await copies.change(ref, (copy) =>
        withToken(copy, { ...token, accessReadAt: nowStamp(), keptKnown: true }),
      )
    },
    async remove(ref) {
      listing.noteAct(ref)
      await copies.change(ref, (copy) => withoutToken(copy, ref.tokenId))
    },
    takeOff: takenOff.takeOff,
    bringBack: takenOff.bringBack,
    async noteGone(ref) {
      listing.noteAct(ref)
      await changeToken(ref, (token) => gone(token, nowStamp()))
    },
    async note(ref, token, own) {
      listing.noteAct(ref)
      details.outdate(ref, [ref.tokenId])
      const { tokens, syncedAt } = await copies.load(ref)
      const known = tokens.find(({ id }) => id === ref.tokenId)
      const { ownEdit = {}, ...noted } = withAccess(fromItem(token, known, syncedAt), token)
      const edit = own === null ? standingEdit(ownEdit, noted) : { ...ownEdit, ...own }
      // What was told of it since may be newer than this answer.
      const accessReadAt = known?.accessReadAt === null ? null : nowStamp()
      const copied = { ...noted, accessReadAt, ownEdit: edit }
      await copies.change(ref, (copy) => withToken(copy, copied))
      return shownToken(copied)
    },
    acknowledge: (ref) =>
      changeToken(ref, ({ ownEdit = {}, ...token }) => ({ ...token, ownEdit: standingEdit(ownEdit, token) })),
    async markKept(ref, isKept) {
      await changeToken(ref, (token) => ({ ...token, secretKept: isKept, keptKnown: true }))
    },
    settled: copies.settled,
    forget(accountId) {
      takenOff.forget(accountId)
      return copies.forget(accountId)
    },
  }
}

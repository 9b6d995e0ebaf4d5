// The inventory: every organization's tokens, from the copy on this computer and refreshed from the server.
import PQueue from 'p-queue'
import type { OrganizationRef, TokenRef } from '../../shared/contract/references.ts'
import type { Inventory, Token } from '../../shared/contract/tokens.ts'
import { type FailureCode, isFailed } from '../../shared/errors.ts'
import type { HubAccessToken, HubAccessTokenItem } from '../../shared/hub/access-tokens.ts'
import { stillThere } from '../../shared/tokens/status.ts'
import {
  type CopiedToken,
  type InventoryCopy,
  type OwnEdit,
  afterListing,
  emptyCopy,
  fromItem,
  gone,
  inventoryCopy,
  mergedOver,
  shown,
  shownToken,
  standingEdit,
  withAccess,
  withToken,
  withoutToken,
} from './copy.ts'
import type { Saved, SealedDocuments } from './sealed.ts'

export interface Inventories {
  /** The copy, without network. */
  read(ref: OrganizationRef): Promise<Inventory>
  /** Lists the tokens anew; answers with the copy and `offline` when the server cannot be reached. */
  refresh(ref: OrganizationRef): Promise<Inventory>
  add(ref: OrganizationRef, token: Token): Promise<void>
  remove(ref: TokenRef): Promise<void>
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
  /** Removes the copies of an account. */
  forget(accountId: string): Promise<void>
}

export interface InventoryParts {
  documents: SealedDocuments
  list(ref: OrganizationRef): Promise<{ tokens: HubAccessTokenItem[]; unreadable: number; total: number }>
  get(ref: TokenRef): Promise<HubAccessToken>
  /** Whether the keychain keeps this token's secret; null when it does not tell. */
  isKept(ref: TokenRef, label: string): Promise<boolean | null>
  /** The plan's number of slots, or null when it is not known. */
  limit(ref: OrganizationRef): Promise<number | null>
  changed(ref: OrganizationRef): void
  now(): number
}

/** Access is read token by token; what was read within this time is not read again (milliseconds). */
const accessFresh = 15 * 60_000
const unreachable: readonly FailureCode[] = [
  'server.unreachable',
  'server.timeout',
  'server.failed',
  'server.unexpected',
]

const documentName = (ref: OrganizationRef): string => `tokens/${ref.accountId}/${ref.organization}`

export function openInventories(parts: InventoryParts): Inventories {
  const copies = new Map<string, InventoryCopy>()
  /** Copies made while the disk could not be read; what is there is merged under them before anything is written. */
  const unmerged = new Set<string>()
  const offline = new Set<string>()
  const unsaved = new Map<string, NonNullable<Inventory['notSaved']>>()
  /** How often tokens were added or removed by us: a list asked for before that is too old to be shown after it. */
  const acts = new Map<string, number>()
  /** How often an account was forgotten: what was asked for before must not come back after it. */
  const epochs = new Map<string, number>()
  /** Tokens whose access is being read: a second refresh meanwhile does not ask for it too. */
  const reading = new Set<string>()
  const turn = new PQueue({ concurrency: 1 })

  const actsOf = (ref: OrganizationRef): number => acts.get(documentName(ref)) ?? 0
  const noteAct = (ref: OrganizationRef) => acts.set(documentName(ref), actsOf(ref) + 1)
  const epochOf = (ref: OrganizationRef): number => epochs.get(ref.accountId) ?? 0

  async function load(ref: OrganizationRef): Promise<InventoryCopy> {
    const name = documentName(ref)
    const known = copies.get(name)
    if (known && !unmerged.has(name)) return known
    const document = await parts.documents.read(name)
    const parsed = inventoryCopy.safeParse(document)
    const readable = document !== null || (await parts.documents.readable())
    // Another call may have loaded and changed it meanwhile; the first one in counts.
    const current = copies.get(name)
    if (current && !unmerged.has(name)) return current
    const disk = parsed.success ? parsed.data : emptyCopy()
    const copy = current ? mergedOver(disk, current) : disk
    copies.set(name, copy)
    if (readable) unmerged.delete(name)
    else unmerged.add(name)
    return copy
  }

  /** Changes the copy in memory at once and on disk in turn, so that no change overwrites another. */
  async function change(ref: OrganizationRef, step: (copy: InventoryCopy) => InventoryCopy): Promise<void> {
    const name = documentName(ref)
    const loaded = await load(ref)
    // Taken anew after the wait: another change may have come first.
    copies.set(name, step(copies.get(name) ?? loaded))
    const epoch = epochOf(ref)
    await turn.add(async () => {
      if (epochOf(ref) !== epoch) return
      const saved: Saved = unmerged.has(name)
        ? { saved: false, reason: 'keychain' }
        : await parts.documents.write(name, copies.get(name))
      if (saved.saved) unsaved.delete(name)
      else unsaved.set(name, saved.reason)
    })
    if (epochOf(ref) === epoch) parts.changed(ref)
  }

  const changeToken = (ref: TokenRef, step: (token: CopiedToken) => CopiedToken) =>
    change(ref, (copy) => {
      const token = copy.tokens.find((entry) => entry.id === ref.tokenId)
      return token ? withToken(copy, step(token)) : copy
    })

  const show = async (ref: OrganizationRef): Promise<Inventory> =>
    shown(await load(ref), await parts.limit(ref), {
      offline: offline.has(documentName(ref)),
      notSaved: unsaved.get(documentName(ref)) ?? null,
    })

  /** Reads what the list does not tell, token by token: the access, and whether the secret is kept here. */
  async function readDetails(ref: OrganizationRef, epoch: number): Promise<void> {
    const queue = new PQueue({ concurrency: 6 })
    const tokens = stillThere((await load(ref)).tokens)
    const read = new Map<string, HubAccessToken>()
    const missed = new Set<string>()
    const kept = new Map<string, boolean>()
    const mine: string[] = []
    for (const { id, label, accessReadAt, keptKnown } of tokens) {
      const tokenRef = { ...ref, tokenId: id }
      const key = `${documentName(ref)} ${id}`
      const isOld = accessReadAt === null || parts.now() - Date.parse(accessReadAt) > accessFresh
      if (isOld && !reading.has(key)) {
        reading.add(key)
        mine.push(key)
        void queue.add(async () => {
          try {
            read.set(id, await parts.get(tokenRef))
          } catch (error) {
            if (isFailed(error, 'token.gone')) missed.add(id)
            // This token's access stays unknown until the next refresh; the server being gone ends the rest.
            if (isFailed(error, ...unreachable, 'signIn.needed', 'server.rateLimited')) queue.clear()
          }
        })
      }
      if (!keptKnown)
        void queue.add(async () => {
          const answer = await parts.isKept(tokenRef, label)
          if (answer !== null) kept.set(id, answer)
        })
    }
    await queue.onIdle()
    for (const key of mine) reading.delete(key)
    if (read.size + missed.size + kept.size === 0 || epochOf(ref) !== epoch) return
    const accessReadAt = new Date(parts.now()).toISOString()
    await change(ref, (current) => ({
      ...current,
      tokens: current.tokens.map((token) => {
        const full = read.get(token.id)
        const answer = token.keptKnown ? undefined : kept.get(token.id)
        const there = missed.has(token.id) ? gone(token, accessReadAt) : token
        return {
          ...(full ? { ...withAccess(there, full), accessReadAt } : there),
          ...(answer !== undefined && { secretKept: answer, keptKnown: true }),
        }
      }),
    }))
  }

  /** The list as it is after every creation and removal of ours. */
  async function listNow(ref: OrganizationRef): ReturnType<InventoryParts['list']> {
    for (;;) {
      const before = actsOf(ref)
      const listed = await parts.list(ref)
      if (actsOf(ref) === before) return listed
    }
  }

  return {
    read: show,
    async refresh(ref) {
      const epoch = epochOf(ref)
      try {
        const listed = await listNow(ref)
        if (epochOf(ref) !== epoch) return await show(ref)
        offline.delete(documentName(ref))
        await change(ref, (copy) => afterListing(copy, listed, new Date(parts.now()).toISOString()))
        void readDetails(ref, epoch).catch(() => undefined)
      } catch (error) {
        if (!isFailed(error, ...unreachable)) throw error
        offline.add(documentName(ref))
      }
      return show(ref)
    },
    async add(ref, token) {
      noteAct(ref)
      const accessReadAt = new Date(parts.now()).toISOString()
      await change(ref, (copy) => withToken(copy, { ...token, accessReadAt, keptKnown: true }))
    },
    async remove(ref) {
      noteAct(ref)
      await change(ref, (copy) => withoutToken(copy, ref.tokenId))
    },
    async noteGone(ref) {
      noteAct(ref)
      await changeToken(ref, (token) => gone(token, new Date(parts.now()).toISOString()))
    },
    async note(ref, token, own) {
      noteAct(ref)
      const accessReadAt = new Date(parts.now()).toISOString()
      const known = (await load(ref)).tokens.find(({ id }) => id === ref.tokenId)
      const { ownEdit = {}, ...noted } = withAccess(fromItem(token, known), token)
      const edit = own === null ? standingEdit(ownEdit, noted) : { ...ownEdit, ...own }
      const copied = { ...noted, accessReadAt, ownEdit: edit }
      await change(ref, (copy) => withToken(copy, copied))
      return shownToken(copied)
    },
    acknowledge: (ref) =>
      changeToken(ref, ({ ownEdit = {}, ...token }) => ({ ...token, ownEdit: standingEdit(ownEdit, token) })),
    async markKept(ref, kept) {
      await changeToken(ref, (token) => ({ ...token, secretKept: kept, keptKnown: true }))
    },
    async forget(accountId) {
      epochs.set(accountId, (epochs.get(accountId) ?? 0) + 1)
      // What is being written now is removed with the rest.
      await turn.onIdle()
      const prefix = `tokens/${accountId}/`
      for (const name of new Set([...(await parts.documents.names()), ...copies.keys()]))
        if (name.startsWith(prefix)) {
          copies.delete(name)
          unmerged.delete(name)
          unsaved.delete(name)
          await parts.documents.remove(name)
        }
    },
  }
}

// The inventory: every organization's tokens, from the copy on this computer and refreshed from the server.
import PQueue from 'p-queue'
import type { OrganizationRef, TokenRef } from '../../shared/contract/references.ts'
import type { Inventory, Token } from '../../shared/contract/tokens.ts'
import { type FailureCode, isFailed } from '../../shared/errors.ts'
import type { HubAccessToken, HubAccessTokenItem } from '../../shared/hub/access-tokens.ts'
import {
  type CopiedToken,
  type InventoryCopy,
  afterListing,
  emptyCopy,
  inventoryCopy,
  shown,
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
  markKept(ref: TokenRef, kept: boolean): Promise<void>
  /** Removes the copies of an account. */
  forget(accountId: string): Promise<void>
}

export interface InventoryParts {
  documents: SealedDocuments
  list(ref: OrganizationRef): Promise<{ tokens: HubAccessTokenItem[]; unreadable: number; total: number }>
  get(ref: TokenRef): Promise<HubAccessToken>
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
  const offline = new Set<string>()
  const unsaved = new Map<string, 'keychain' | 'disk'>()
  const writes = new PQueue({ concurrency: 1 })

  async function load(ref: OrganizationRef): Promise<InventoryCopy> {
    const name = documentName(ref)
    const known = copies.get(name)
    if (known) return known
    const parsed = inventoryCopy.safeParse(await parts.documents.read(name))
    // Another call may have loaded and changed it meanwhile; the first one in counts.
    const copy = copies.get(name) ?? (parsed.success ? parsed.data : emptyCopy())
    copies.set(name, copy)
    return copy
  }

  /** Changes the copy in memory at once and on disk in turn, so that no change overwrites another. */
  async function change(
    ref: OrganizationRef,
    step: (copy: InventoryCopy) => InventoryCopy,
  ): Promise<InventoryCopy> {
    const name = documentName(ref)
    const loaded = await load(ref)
    // Taken anew after the wait: another change may have come first.
    const copy = step(copies.get(name) ?? loaded)
    copies.set(name, copy)
    const saved = await writes.add((): Promise<Saved> => parts.documents.write(name, copies.get(name)))
    if (saved && !saved.saved) unsaved.set(name, saved.reason)
    else unsaved.delete(name)
    parts.changed(ref)
    return copy
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

  async function readAccess(ref: OrganizationRef): Promise<void> {
    const queue = new PQueue({ concurrency: 6 })
    const copy = await load(ref)
    const stale = copy.tokens.filter(
      ({ accessReadAt }) => accessReadAt === null || parts.now() - Date.parse(accessReadAt) > accessFresh,
    )
    const read = new Map<string, HubAccessToken>()
    for (const { id } of stale)
      void queue.add(async () => {
        try {
          read.set(id, await parts.get({ ...ref, tokenId: id }))
        } catch (error) {
          // This token's access stays unknown until the next refresh; the server being gone ends the rest.
          if (isFailed(error, ...unreachable, 'signIn.needed', 'server.rateLimited')) queue.clear()
        }
      })
    await queue.onIdle()
    if (read.size === 0) return
    const accessReadAt = new Date(parts.now()).toISOString()
    await change(ref, (current) => ({
      ...current,
      tokens: current.tokens.map((token) => {
        const full = read.get(token.id)
        if (!full) return token
        const resources = full.resources.map(({ type, path, scopes }) => ({ type, path, scopes }))
        return { ...token, description: full.description ?? token.description, resources, accessReadAt }
      }),
    }))
  }

  return {
    read: show,
    async refresh(ref) {
      try {
        const listed = await parts.list(ref)
        offline.delete(documentName(ref))
        await change(ref, (copy) => afterListing(copy, listed, new Date(parts.now()).toISOString()))
        void readAccess(ref).catch(() => undefined)
      } catch (error) {
        if (!isFailed(error, ...unreachable)) throw error
        offline.add(documentName(ref))
      }
      return show(ref)
    },
    async add(ref, token) {
      const accessReadAt = new Date(parts.now()).toISOString()
      await change(ref, (copy) => withToken(copy, { ...token, accessReadAt }))
    },
    async remove(ref) {
      await change(ref, (copy) => withoutToken(copy, ref.tokenId))
    },
    async markKept(ref, kept) {
      await changeToken(ref, (token) => ({ ...token, secretKept: kept }))
    },
    async forget(accountId) {
      const prefix = `tokens/${accountId}/`
      for (const name of new Set([...(await parts.documents.names()), ...copies.keys()]))
        if (name.startsWith(prefix)) {
          copies.delete(name)
          await parts.documents.remove(name)
        }
    },
  }
}

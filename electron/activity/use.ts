// Pages of what was done with images, and by which token.
import { createHash } from 'node:crypto'
import type { ImageUse, UseFilter, UsePage } from '../../shared/contract/activity.ts'
import { tokenId } from '../../shared/contract/references.ts'
import type { HubActivity } from '../../shared/hub/activity.ts'
import { readActivityPage } from '../dockerhub/activity.ts'
import type { HubClient } from '../dockerhub/client.ts'
import { presentable } from '../dockerhub/server-words.ts'
import { momentOf } from './moment.ts'
import { type UseCursor, type UseWalk, seekUse, walkUse } from './use-walk.ts'

const size = 100
/** What is rare is looked for through so many pages before the owner is told how far that was. */
const mostRounds = 8
const enough = 30

/** The next page, without what is the same for every page. Throws like `readActivityPage`. */
export async function readUse(
  client: HubClient,
  organization: string,
  filter: UseFilter,
  from: UseCursor | null,
  signal?: AbortSignal,
): Promise<Pick<UsePage, 'uses' | 'next' | 'reached'>> {
  const walk = walkOf(client, organization, filter.tokenId, signal)
  let cursor = from ?? (filter.to === null ? null : await seekUse(walk, filter.to))
  let reached: string | null = null
  const uses: ImageUse[] = []
  for (let round = 1; ; round++) {
    const { rows, next } = await walkUse(walk, cursor)
    const inTime = rows.filter(({ at }) => filter.from === null || momentOf(at) >= momentOf(filter.from))
    uses.push(...inTime.filter(({ action }) => filter.action === 'any' || action === filter.action))
    cursor = inTime.length < rows.length ? null : next
    reached = inTime.at(-1)?.at ?? reached
    if (cursor === null || uses.length >= enough || round === mostRounds)
      return { uses, next: cursor, reached }
  }
}

const walkOf = (
  client: HubClient,
  organization: string,
  ofToken: string | null,
  signal: AbortSignal | undefined,
): UseWalk<ImageUse> => ({
  size,
  markOf: (use) => createHash('sha256').update(JSON.stringify(use)).digest('base64url').slice(0, 16),
  async read(page) {
    const read = await readActivityPage(client, organization, ofToken, page, {
      size,
      ...(signal && { signal }),
    })
    // A use without a moment cannot be put anywhere.
    const items = read.items.filter(({ timestamp }) => !Number.isNaN(Date.parse(timestamp)))
    return {
      rows: items.map((item) => shownUse(item, organization, ofToken)),
      unreadable: read.unreadable + read.items.length - items.length,
      total: read.total,
      more: read.more,
    }
  },
})

/** A token's own list does not say again whose it is. */
const shownUse = (use: HubActivity, organization: string, ofToken: string | null): ImageUse => ({
  at: use.timestamp.slice(0, 64),
  action: presentable(use.action),
  repository: presentable(use.repository),
  tag: use.tag ? presentable(use.tag) : null,
  digest: use.digest ? presentable(use.digest) : null,
  address: presentable(use.address),
  client: presentable(use.client),
  actor: ofToken === null ? presentable(use.actor ?? '') : organization,
  tokenId: ofToken ?? tokenId.safeParse(use.access_token_id).data ?? null,
})

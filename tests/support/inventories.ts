// The inventories of one account as the app has them, sealed on disk, over any client and a keychain in memory.
import { readAuditPage } from '../../electron/dockerhub/audit-logs.ts'
import type { HubClient } from '../../electron/dockerhub/client.ts'
import { getAccessToken, listAccessTokens } from '../../electron/dockerhub/tokens.ts'
import { type Inventories, openInventories } from '../../electron/inventory/inventory.ts'
import type { AreKept } from '../../electron/inventory/kept.ts'
import { openSealedDocuments } from '../../electron/inventory/sealed.ts'
import type { Keychain } from '../../electron/keychain/keychain.ts'

/** A keychain that says of each token's id whether its secret is kept, or, with null, that it does not tell. */
export const keptAs =
  (isKept: (tokenId: string) => Promise<boolean | null> | boolean | null): AreKept =>
  async (_ref, tokens) => {
    const answers = await Promise.all(tokens.map(async ({ id }) => [id, await isKept(id)] as const))
    const told = answers.filter((answer): answer is [string, boolean] => answer[1] !== null)
    return told.length === answers.length ? new Map(told) : null
  }

export function inventoriesOf(client: HubClient, folder: string, keychain: Keychain): Inventories {
  return openInventories({
    documents: openSealedDocuments({ folder, keychain }),
    list: ({ organization }, signal) => listAccessTokens(client, organization, signal),
    log: ({ organization }, page, signal) =>
      readAuditPage(client, organization, {}, page, signal && { signal }),
    get: ({ organization, tokenId }, signal) => getAccessToken(client, organization, tokenId, signal),
    areKept: keptAs(() => false),
    serverNow: Date.now,
    dropped: () => undefined,
    limit: async () => 100,
    changed: () => undefined,
    now: Date.now,
  })
}

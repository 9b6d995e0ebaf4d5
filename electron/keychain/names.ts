// What Granary's entries in the keychain are called. `secret-tool lookup service Granary account <name>` finds each.

/** The `service` attribute of every entry. */
export const service = 'Granary'

/** The key that the offline inventory is encrypted with. */
export const inventoryKeyName = 'inventory-key'

/** Kept for good: when it can be read the keychain is open, so that what cannot be read is not there. */
export const sentinelName = 'sentinel'

/**
 * Written, read back and removed by each check. There are a few names, so that two programs that check at the same
 * time seldom meet, and a crash in between leaves only so many behind.
 */
export const probeName = (number: number): string => `probe-${number}`
export const probeNames = 16

/** A token's secret. `serverHost` is the host[:port] of the account's server, so that two servers never share one. */
export const tokenSecretName = (token: {
  serverHost: string
  organization: string
  tokenId: string
}): string => `token/${token.serverHost}/${token.organization}/${token.tokenId}`

/** What renews an account's session. */
export const accountName = (accountId: string): string => `account/${accountId}`

/** What a proxy (`host:port`) is given. */
export const proxyName = (proxy: string): string => `proxy/${proxy}`

/** Token secrets are stored as they are, so that other programs can look them up. */
export const isTokenSecretName = (name: string): boolean => name.startsWith('token/')

/** Never stored: asked for to see whether the keychain answers at all. */
export const pingName = 'ping'

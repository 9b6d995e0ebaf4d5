// What a package has to know to find newer ones: the feed's address and the keys whose signature it believes.
export interface UpdateFeed {
  /** The folder of the feed: https, or this computer's own in tests. */
  feed: string
  /** Public keys as electron/updates/source.ts reads them. */
  keys: string
}

/** From GRANARY_UPDATE_URL and GRANARY_UPDATE_KEYS; null where either is missing: such a package never looks. */
export function feedFromEnvironment(env: Readonly<Record<string, string | undefined>>): UpdateFeed | null {
  const { GRANARY_UPDATE_URL: url, GRANARY_UPDATE_KEYS: keys } = env
  return url && keys ? { feed: url, keys } : null
}

/** For electron-builder: what goes into the package's package.json, and that it writes feeds (latest*.yml). */
export const feedSettings = (feed: UpdateFeed | null) =>
  feed === null
    ? {}
    : { extraMetadata: { updates: { ...feed } }, publish: { provider: 'generic', url: feed.feed } }

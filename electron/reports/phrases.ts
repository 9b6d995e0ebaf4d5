// The words that CSV and PDF share.

/** "acme/web: scope-image-pull scope-tag-read", with the type in front where it is not a repository. */
export const resourceInWords = ({
  type,
  path,
  scopes,
}: {
  type: string
  path: string
  scopes: readonly string[]
}): string => `${type === 'TYPE_REPO' ? '' : `${type} `}${path}: ${scopes.join(' ')}`

/** "robinhale at https://hub.docker.com". */
export const madeByInWords = ({
  madeBy,
}: {
  madeBy: readonly { account: string; server: string }[]
}): string => madeBy.map(({ account, server }) => `${account} at ${server}`).join(', ') || 'nobody'

const dates = new Intl.DateTimeFormat('en-GB', { dateStyle: 'medium', timeZone: 'UTC' })
const moments = new Intl.DateTimeFormat('en-GB', { dateStyle: 'long', timeStyle: 'short', timeZone: 'UTC' })

/** "24 Dec 2026" in UTC; what is no date stays as it is. */
export const dateInWords = (stamp: string): string => {
  const time = Date.parse(stamp)
  return Number.isFinite(time) ? dates.format(time) : stamp
}

/** "24 December 2026 at 08:15 UTC". */
export const momentInWords = (stamp: string): string => {
  const time = Date.parse(stamp)
  return Number.isFinite(time) ? `${moments.format(time)} UTC` : stamp
}

export const count = (number: number, one: string, many = `${one}s`): string =>
  `${number.toLocaleString('en')} ${number === 1 ? one : many}`

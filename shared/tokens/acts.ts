// What an owner may do with a token, and what it is good to know before it is stopped for good.
import { relativeDate } from './expiry.ts'
import type { Resource } from './access.ts'
import type { TokenStatus } from './status.ts'
import { accessInWords } from './words.ts'

export type TokenAct =
  | 'edit'
  | 'rotate'
  | 'duplicate'
  | 'saveTemplate'
  | 'test'
  | 'use'
  | 'keepSecret'
  | 'deactivate'
  | 'delete'
  | 'forgetGone'

/**
 * An inactive or an expired token can only be deleted: Docker takes no change of an expired one. One that is gone is
 * only on this computer's list.
 */
export function actsFor(status: TokenStatus): readonly TokenAct[] {
  if (status === 'gone') return ['forgetGone']
  return status === 'active'
    ? ['edit', 'rotate', 'duplicate', 'test', 'use', 'keepSecret', 'saveTemplate', 'deactivate', 'delete']
    : ['delete']
}

interface Stopped {
  lastUsedAt: string | null
  resources: readonly Resource[] | null
}

/** At most this many lines of access; the rest is counted. */
const linesShown = 5

/** What stops working, a sentence each. `now` in Unix milliseconds. */
export function whatStops(token: Stopped, status: TokenStatus, now: number): string[] {
  if (status === 'gone') return ['The server does not have it any more.']
  if (status !== 'active') return ['Nothing can sign in with it any more as it is.']
  const used =
    token.lastUsedAt === null
      ? 'It was never used.'
      : `It was last used ${relativeDate(token.lastUsedAt, now)}. Whatever uses it will be refused.`
  const lines = token.resources === null ? [] : accessInWords(token.resources)
  const rest = lines.length - linesShown
  return [
    used,
    ...lines.slice(0, linesShown).map((line) => `It can no longer ${line}.`),
    ...(rest > 0 ? [`And ${rest} more.`] : []),
  ]
}

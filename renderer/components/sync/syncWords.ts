// How a sync went, in a line each.
import type { SyncFailure, SyncState } from '../../../shared/contract/sync.ts'
import { relativeDate } from '../../../shared/tokens/expiry.ts'
import { failureWords } from '../../messages.ts'

export type SyncedName = (accountId: string, organization: string | null) => string

type Last = NonNullable<Extract<SyncState, { phase: 'idle' }>['last']>

const count = (number: number, what: string): string =>
  `${number.toLocaleString('en')} ${what}${number === 1 ? '' : 's'}`

/** `now` in Unix milliseconds; null to leave out how long ago it was. */
export function endWords({ ended, at, organizations, failures }: Last, now: number | null): string {
  const when = now === null ? '' : ` ${relativeDate(at, now)}`
  const { done, total } = organizations
  if (ended === 'offline') return `No server was reached${when}. What this computer has is shown.`
  if (ended === 'stopped')
    return `Stopped at ${done} of ${count(total, 'organization')}. What was read is kept.`
  const whole = failures.filter(({ organization }) => organization === null).length
  if (whole > 0) return `${count(whole, 'account')} could not be synced${when}.`
  if (failures.length > 0) return `${count(failures.length, 'organization')} of ${total} not synced${when}.`
  return `Synced${when}`
}

/** `nameOf`: what an organization is called, or for null its account. */
export const failureLine = (
  { accountId, organization, failure }: SyncFailure,
  nameOf: SyncedName,
): { name: string; text: string } => {
  const { title, text } = failureWords(failure)
  return { name: nameOf(accountId, organization), text: `${title}. ${text}` }
}

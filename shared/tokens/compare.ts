// What became of an organization's tokens between two moments. Pure: two lists in, one list of changes out.
import type { Resource } from './access.ts'
import { accessChanges } from './changes.ts'
import { sameResources } from './edit-form.ts'

/** What is compared of a token. Nothing of this computer is: a kept secret is no change. */
export interface ComparedToken {
  id: string
  label: string
  description: string
  createdBy: string
  createdAt: string
  expiresAt: string | null
  lastUsedAt: string | null
  isActive: boolean
  /** Null when it was not read then: then nothing is said about it. */
  resources: Resource[] | null
}

export interface Moment {
  /** Unix milliseconds. */
  at: number
  tokens: readonly ComparedToken[]
}

/** One thing that is different. Only `expired` and `used` are about time passing; the others have a mirror image. */
export type Difference =
  | { what: 'label' | 'description'; before: string; after: string }
  | { what: 'expiry'; before: string | null; after: string | null }
  /** `adds` and `removes` start with a verb; both empty when the same was only listed in another way. */
  | { what: 'access'; adds: string[]; removes: string[] }
  | { what: 'activated' }
  | { what: 'deactivated' }
  | { what: 'expired'; at: string }
  /** `first`: it had never been used before. */
  | { what: 'used'; at: string; first: boolean }

export interface TokenChange {
  tokenId: string
  /** As it is at the later moment; of one that is deleted, as it was. */
  label: string
  fate: 'created' | 'deleted' | 'stayed'
  /** Of a token that was created: who did it. */
  createdBy: string
  differences: Difference[]
}

/** Tokens that are the same at both moments are not in it. In the order of the later moment, the deleted at the end. */
export function compare(before: Moment, after: Moment): TokenChange[] {
  const earlier = new Map(before.tokens.map((token) => [token.id, token]))
  const later = new Set(after.tokens.map(({ id }) => id))
  const present = after.tokens.flatMap((token): TokenChange[] => {
    const known = earlier.get(token.id)
    if (!known) return [whole(token, 'created', timely(null, token, before.at, after.at))]
    const differences = [...changed(known, token), ...timely(known, token, before.at, after.at)]
    return differences.length === 0 ? [] : [whole(token, 'stayed', differences)]
  })
  const deleted = before.tokens.filter(({ id }) => !later.has(id))
  return [...present, ...deleted.map((token) => whole(token, 'deleted', []))]
}

const whole = (
  { id, label, createdBy }: ComparedToken,
  fate: TokenChange['fate'],
  differences: Difference[],
): TokenChange => ({ tokenId: id, label, fate, createdBy, differences })

function changed(before: ComparedToken, after: ComparedToken): Difference[] {
  const differences: Difference[] = []
  for (const what of ['label', 'description'] as const)
    if (before[what] !== after[what]) differences.push({ what, before: before[what], after: after[what] })
  if (before.expiresAt !== after.expiresAt)
    differences.push({ what: 'expiry', before: before.expiresAt, after: after.expiresAt })
  if (before.resources && after.resources && !sameResources(before.resources, after.resources))
    differences.push({ what: 'access', ...accessChanges(before.resources, after.resources) })
  if (before.isActive !== after.isActive)
    differences.push({ what: after.isActive ? 'activated' : 'deactivated' })
  return differences
}

/** What the clock did to it in between: it ran out, or something signed in with it. */
function timely(known: ComparedToken | null, token: ComparedToken, from: number, to: number): Difference[] {
  const { expiresAt, lastUsedAt } = token
  const end = expiresAt === null ? Number.NaN : Date.parse(expiresAt)
  const usedBefore = known?.lastUsedAt ?? null
  const used = lastUsedAt !== null && (usedBefore === null || Date.parse(lastUsedAt) > Date.parse(usedBefore))
  return [
    ...(expiresAt !== null && end > from && end <= to ? [{ what: 'expired' as const, at: expiresAt }] : []),
    ...(used && from <= to ? [{ what: 'used' as const, at: lastUsedAt, first: usedBefore === null }] : []),
  ]
}

/** The kinds that a list of changes is summed up and filtered by. */
export const changeKinds = ['created', 'deleted', 'changed', 'expired', 'used'] as const
export type ChangeKind = (typeof changeKinds)[number]

/** Every kind that a token's change is of; each change has one at least. */
export function kindsOf({ fate, differences }: TokenChange): ChangeKind[] {
  const has = (what: Difference['what']) => differences.some((one) => one.what === what)
  const isChanged = differences.some(({ what }) => what !== 'expired' && what !== 'used')
  return [
    ...(fate === 'stayed' ? [] : [fate]),
    ...(isChanged ? ['changed' as const] : []),
    ...(has('expired') ? ['expired' as const] : []),
    ...(has('used') ? ['used' as const] : []),
  ]
}

/** How many tokens there are of each kind; one may count in several. */
export function countChanges(changes: readonly TokenChange[]): Record<ChangeKind, number> {
  const counts = { created: 0, deleted: 0, changed: 0, expired: 0, used: 0 }
  for (const kind of changes.flatMap(kindsOf)) counts[kind] += 1
  return counts
}

// What deserves an owner's attention about the tokens of one organization, each with the act that fixes it.
import { imageLevel, organizationType, repositoryType } from './access.ts'
import { type TokenAct } from './acts.ts'
import { relativeDate } from './expiry.ts'
import { type FindingKind, type Severity, kindOf } from './insight-kinds.ts'
import { pairsOf, sameAccess } from './lineage.ts'
import { type Policy, type Rule, forbidsNoExpiry, pushesToAll, rulesBroken } from './policy.ts'
import { quietBefore, quietDays } from './quiet.ts'
import type { Rotatable } from './rotation.ts'
import { tokenStatus } from './status.ts'
import { type UnusualUse, unusualWords } from './unusual-use.ts'

/** What is looked at. Timestamps are ISO 8601; `resources` null while they were not read. */
export interface Examined extends Rotatable {
  createdBy: string
  /** The use before `lastUsedAt`, where it is known. */
  previouslyUsedAt: string | null
  quietUntil?: string | undefined
  /** When it was seen to be missing on the server. */
  goneAt: string | null
}

/** What the tokens are judged by. */
export interface Judge {
  /** Unix milliseconds. */
  now: number
  policy: Policy
  /** User names of the organization's owners; null when they are not known. */
  owners: readonly string[] | null
  /** Null when nothing is known of how tokens are used. */
  unusual: readonly UnusualUse[] | null
}

/** What fixes a finding: an act on the token, or a look at its activity. */
export type FindingAct = Extract<TokenAct, 'rotate' | 'edit' | 'deactivate' | 'delete'> | 'activity'

export interface Finding<T extends Examined = Examined> {
  kind: FindingKind
  severity: Severity
  token: T
  /** What it is about this token, a sentence without its end. */
  fact: string
  act: FindingAct
  /** What the finding rests on: an owner who accepts it accepts this, and is told again when it changes. */
  mark: string
}

const day = 86_400_000
/** A token made within this time may not have been put to use yet. */
export const settlesIn = 7 * day
export const soonWithin = 30 * day
const verySoonWithin = 7 * day
/** Not used for so long, a token is taken to be forgotten; used again after it, to be suspicious. */
const quietAfter = quietDays * day

/** The findings about tokens of one organization. Those that are gone or deactivated have none: nobody can use them. */
export function findingsOf<T extends Examined>(tokens: readonly T[], judge: Judge): Finding<T>[] {
  const followed = followedTokens(tokens, judge.now)
  return tokens.flatMap((token) => {
    const status = tokenStatus(token, judge.now)
    if (status === 'expired') return [expired(token, judge.now)]
    return status === 'active' ? activeFindings(token, judge, followed.has(token.id)) : []
  })
}

/** Those that have a successor which works: what a rotation fixes is being fixed. */
const followedTokens = (tokens: readonly Examined[], now: number): ReadonlySet<string> =>
  new Set(
    pairsOf(tokens)
      .filter(({ old, next }) => sameAccess(old, next) === true && tokenStatus(next, now) === 'active')
      .map(({ old }) => old.id),
  )

function finding<T extends Examined>(
  kind: FindingKind,
  token: T,
  act: FindingAct,
  fact: string,
  mark: string,
  severity: Severity = kindOf(kind).severity,
): Finding<T> {
  return { kind, severity, token, fact, act, mark }
}

const expired = <T extends Examined>(token: T, now: number): Finding<T> =>
  finding(
    'expired',
    token,
    'delete',
    `Expired ${relativeDate(token.expiresAt ?? '', now)}`,
    token.expiresAt ?? '',
  )

function activeFindings<T extends Examined>(token: T, judge: Judge, isFollowed: boolean): Finding<T>[] {
  const renew: FindingAct = isFollowed ? 'deactivate' : 'rotate'
  return [
    ...suspicions(token, judge),
    ...creatorGone(token, judge, renew),
    ...againstPolicy(token, judge, renew),
    ...(isFollowed ? [] : expiring(token, judge)),
    ...noExpiry(token, judge, renew),
    ...broadAccess(token, judge),
    ...idle(token, judge),
  ]
}

function suspicions<T extends Examined>(token: T, { now, unusual }: Judge): Finding<T>[] {
  const { lastUsedAt } = token
  const found: Finding<T>[] = []
  const quiet = quietBefore(token)
  if (lastUsedAt !== null && quiet !== null) {
    const fact = `Used ${relativeDate(lastUsedAt, now)}, after at least ${quiet} days without any use`
    found.push(finding('usedAfterQuiet', token, 'activity', fact, lastUsedAt))
  }
  const use = unusual
    ?.filter(({ tokenId }) => tokenId === token.id)
    .reduce<UnusualUse | null>((latest, one) => (latest === null || one.at > latest.at ? one : latest), null)
  if (use) found.push(finding('unusualUse', token, 'activity', unusualWords(use).replace(/\.$/, ''), use.at))
  return found
}

function creatorGone<T extends Examined>(token: T, { owners, now }: Judge, act: FindingAct): Finding<T>[] {
  const creator = token.createdBy.toLowerCase()
  if (owners === null || creator === '' || owners.some((name) => name.toLowerCase() === creator)) return []
  const fact = `Made by ${token.createdBy} ${relativeDate(token.createdAt, now)}`
  return [finding('creatorGone', token, act, fact, token.createdBy)]
}

const breachWords: Record<Rule, (policy: Policy) => string> = {
  lifetime: ({ longestDays }) => `lives longer than ${longestDays} days`,
  noExpiry: () => 'never expires',
  pushToAll: () => 'can push to all repositories',
}

function againstPolicy<T extends Examined>(token: T, { policy }: Judge, renew: FindingAct): Finding<T>[] {
  const rules = rulesBroken(policy, token)
  if (rules.length === 0) return []
  const words = rules.map((rule) => breachWords[rule](policy)).join(' and ')
  // Its access is copied into a successor, so that comes first.
  const act = rules.includes('pushToAll') ? 'edit' : renew
  const mark = JSON.stringify([rules, policy.longestDays, token.expiresAt])
  return [finding('againstPolicy', token, act, words.charAt(0).toUpperCase() + words.slice(1), mark)]
}

function expiring<T extends Examined>(token: T, { now }: Judge): Finding<T>[] {
  const { expiresAt } = token
  const left = expiresAt === null ? Number.POSITIVE_INFINITY : Date.parse(expiresAt) - now
  if (expiresAt === null || !(left <= soonWithin)) return []
  const severity: Severity = left <= verySoonWithin ? 'urgent' : 'notable'
  const when = left < day ? 'within a day' : relativeDate(expiresAt, now)
  return [finding('expiring', token, 'rotate', `Expires ${when}`, expiresAt, severity)]
}

/** What the policy forbids is said once, as breaking it. */
const noExpiry = <T extends Examined>(token: T, { now, policy }: Judge, act: FindingAct): Finding<T>[] =>
  token.expiresAt !== null || forbidsNoExpiry(policy)
    ? []
    : [finding('noExpiry', token, act, `Made ${relativeDate(token.createdAt, now)}, without an end`, 'none')]

function broadAccess<T extends Examined>(token: T, judge: Judge): Finding<T>[] {
  const resources = token.resources ?? []
  const everywhere = resources.filter(({ type, path }) => type === repositoryType && path.endsWith('/*'))
  const level = imageLevel(everywhere.flatMap(({ scopes }) => scopes))
  const found: Finding<T>[] = []
  if (pushesToAll(resources) && !judge.policy.noPushToAll)
    found.push(
      finding(
        'pushToAll',
        token,
        'edit',
        `Can ${level === 'delete' ? 'delete from and push to' : 'push to'} all repositories`,
        level,
      ),
    )
  else if (level === 'pull')
    found.push(finding('pullFromAll', token, 'edit', 'Can pull from all repositories', level))
  const management = resources
    .filter(({ type }) => type === organizationType)
    .flatMap(({ scopes }) => scopes)
    .sort()
  if (management.length > 0 && isIdle(token, judge.now)) {
    const count = management.length === 1 ? '1 management scope' : `${management.length} management scopes`
    const mark = JSON.stringify([token.lastUsedAt, management]).slice(0, markMaximum)
    found.push(finding('managementUnused', token, 'edit', `${count}, ${useWords(token, judge.now)}`, mark))
  }
  return found
}

function idle<T extends Examined>(token: T, { now }: Judge): Finding<T>[] {
  if (!isIdle(token, now)) return []
  const words = useWords(token, now)
  const made = `Made ${relativeDate(token.createdAt, now)}, ${words}`
  return token.lastUsedAt === null
    ? [finding('neverUsed', token, 'delete', made, 'never')]
    : [finding('unused', token, 'deactivate', `L${words.slice(1)}`, token.lastUsedAt)]
}

/** Never used although it could have been, or not for a long time. */
const isIdle = ({ createdAt, lastUsedAt }: Examined, now: number): boolean =>
  lastUsedAt === null ? now - Date.parse(createdAt) > settlesIn : now - Date.parse(lastUsedAt) >= quietAfter

const useWords = ({ lastUsedAt }: Examined, now: number): string =>
  lastUsedAt === null ? 'never used' : `last used ${relativeDate(lastUsedAt, now)}`

/** Marks are kept on disk: no longer than this. */
export const markMaximum = 300

/** Sorts findings of one kind: what ends first, or was forgotten longest, first; of suspicions the latest. */
export const pressingFirst = (one: Finding, other: Finding): number => momentOf(one) - momentOf(other)

function momentOf({ kind, token }: Finding): number {
  if (kind === 'expiring' || kind === 'expired') return Date.parse(token.expiresAt ?? '')
  if (kind === 'unused') return Date.parse(token.lastUsedAt ?? '')
  if (kind === 'usedAfterQuiet' || kind === 'unusualUse') return -Date.parse(token.lastUsedAt ?? '')
  return Date.parse(token.createdAt)
}

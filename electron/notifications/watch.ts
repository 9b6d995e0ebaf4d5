// Watches the tokens that this computer knows of: tells what is due, and waits for the moment of the next.
import type { OrganizationRef } from '../../shared/contract/references.ts'
import { quietUntil } from '../../shared/quiet-hours.ts'
import { type Settings, mutedName } from '../../shared/settings.ts'
import {
  type Watched,
  afterTelling,
  dueOf,
  endsWithin,
  nextMoment,
  soonDays,
} from '../../shared/tokens/reminders.ts'
import { atMoment } from '../timers.ts'
import { type DueToken, type Notice, noticesOf } from './news.ts'
import { type ToldStore, nameOf, openTold } from './told.ts'

export interface WatchParts {
  /** The ids of all accounts, or null while they are not known. */
  accounts(): ReadonlySet<string> | null
  /** The organizations whose tokens can be managed, as this computer knows them. No network. */
  organizations(): Promise<OrganizationRef[]>
  /** The copy of an organization's tokens, or null while there is none. No network. */
  tokens(ref: OrganizationRef): Promise<Watched[] | null>
  serverNow(accountId: string): number
  settings(): Settings
  told: ToldStore
  /** Whether the system shows notifications. */
  canShow(): boolean
  /** Answers whether the system showed it. */
  show(notice: Notice): Promise<boolean>
  /** How many tokens end soon, in organizations that are not muted. */
  onSoon(count: number): void
  onProblem(error: unknown): void
  now?: () => number
}

export interface Watch {
  /** Looks at everything, now and then whenever something may be due. */
  start(): void
  /** An organization's tokens changed. */
  changed(ref: OrganizationRef): void
  /** Accounts, organizations or settings changed, or the clock may have: the computer woke up. */
  lookAgain(): void
  stop(): void
}

/** A sync tells of many changes in a row: they are looked at together (milliseconds). */
const settles = 3_000
/** What could not be looked at is tried again after this (milliseconds). */
const retry = 10 * 60_000

export function createWatch(parts: WatchParts): Watch {
  const { now = Date.now } = parts
  const told = openTold(parts.told, parts.onProblem)
  const known = new Map<string, { ref: OrganizationRef; tokens: Watched[] | null }>()
  /** Organizations to read anew; null means all of them. */
  let stale: Set<string> | null = null
  let started = false
  let working: Promise<void> | null = null
  let again = false
  /** The look that was asked for, and the one at which something is due by the clock. */
  let callOffSoon = () => {}
  let callOffDue = () => {}

  function lookIn(milliseconds: number): void {
    if (!started) return
    callOffSoon()
    callOffSoon = atMoment(now() + milliseconds, () => void look(), now)
  }

  /** One look at a time; what happens meanwhile is looked at afterwards. */
  async function look(): Promise<void> {
    if (working) {
      again = true
      return
    }
    working = lookOnce().catch((error: unknown) => {
      parts.onProblem(error)
      stale = null
      lookIn(retry)
    })
    await working
    working = null
    if (!again) return
    again = false
    lookIn(0)
  }

  async function lookOnce(): Promise<void> {
    await read()
    const { due, next, soon } = judge()
    parts.onSoon(soon)
    const held = await tell(due)
    const ids = [...known].flatMap(([name, { tokens }]) =>
      tokens === null ? [] : [[name, new Set(tokens.map(({ id }) => id))] as const],
    )
    told.prune(parts.accounts(), new Map(ids))
    await told.save()
    const moment = Math.min(next, held)
    callOffDue()
    if (started && Number.isFinite(moment)) callOffDue = atMoment(moment, () => void look(), now)
  }

  async function read(): Promise<void> {
    const wanted = stale
    stale = new Set()
    const organizations = await parts.organizations()
    const names = new Set(organizations.map(nameOf))
    for (const name of known.keys()) if (!names.has(name)) known.delete(name)
    for (const ref of organizations)
      if (wanted === null || wanted.has(nameOf(ref)) || !known.has(nameOf(ref)))
        known.set(nameOf(ref), { ref, tokens: await parts.tokens(ref) })
  }

  function judge(): { due: DueToken[]; next: number; soon: number } {
    const { notifyDays, notifyUse, mutedOrganizations } = parts.settings()
    const rules = { days: notifyDays, use: notifyUse }
    const muted = new Set(mutedOrganizations)
    const due: DueToken[] = []
    let next = Infinity
    let soon = 0
    for (const { ref, tokens } of known.values()) {
      if (tokens === null || muted.has(mutedName(ref))) continue
      const serverNow = parts.serverNow(ref.accountId)
      const ahead = serverNow - now()
      for (const token of tokens) {
        const moments = [
          nextMoment(token, rules, serverNow),
          nextMoment(token, { ...rules, days: [soonDays] }, serverNow),
        ]
        for (const moment of moments) if (moment !== null) next = Math.min(next, moment - ahead)
        if (endsWithin(token, soonDays, serverNow)) soon += 1
        for (const occasion of dueOf(token, told.of(ref, token.id), rules, serverNow))
          due.push({ ref, token, occasion })
      }
    }
    return { due, next, soon }
  }

  /** Answers with when to look again because something is held back; Infinity when nothing is. */
  async function tell(due: readonly DueToken[]): Promise<number> {
    const { notifications, quietHours, hideNames } = parts.settings()
    if (!notifications || due.length === 0 || !parts.canShow()) return Infinity
    const quiet = quietHours && quietUntil(now(), quietHours)
    if (quiet !== null) return quiet
    const shown = await Promise.all(noticesOf(due, hideNames, parts.serverNow).map(parts.show))
    if (shown.includes(false)) return Infinity
    for (const { ref, token, occasion } of due)
      told.note(ref, token.id, afterTelling(token, told.of(ref, token.id), [occasion]))
    return Infinity
  }

  return {
    start() {
      started = true
      lookIn(settles)
    },
    changed(ref) {
      stale?.add(nameOf(ref))
      lookIn(settles)
    },
    lookAgain() {
      lookIn(settles)
    },
    stop() {
      started = false
      callOffSoon()
      callOffDue()
    },
  }
}

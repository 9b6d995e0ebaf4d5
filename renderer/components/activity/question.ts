// What the activity page is asked for, as it stands in the address and as it goes to main.
import type { LocationQuery, LocationQueryRaw } from 'vue-router'
import type { LogFilter, UseFilter } from '../../../shared/contract/activity.ts'

export const tabs = ['changes', 'use'] as const
export type Tab = (typeof tabs)[number]

export const logChoices = [
  { value: 'tokens', label: 'Access tokens' },
  { value: 'created', label: 'Created' },
  { value: 'updated', label: 'Changed' },
  { value: 'deactivated', label: 'Deactivated' },
  { value: 'deleted', label: 'Deleted' },
  { value: 'everything', label: 'Everything in the log' },
] as const satisfies readonly { value: LogFilter['what']; label: string }[]

export const useChoices = [
  { value: 'any', label: 'Pulls and pushes' },
  { value: 'pull', label: 'Pulls' },
  { value: 'push', label: 'Pushes' },
  { value: 'delete', label: 'Deletions' },
] as const satisfies readonly { value: UseFilter['action']; label: string }[]

export interface Question {
  tab: Tab
  what: LogFilter['what']
  action: UseFilter['action']
  /** User name, or empty. */
  actor: string
  /** What it was about, or empty. */
  name: string
  /** YYYY-MM-DD, or empty. */
  from: string
  to: string
  /** One token only: its id. */
  token: string | null
}

export const nothingAsked: Question = {
  ...{ tab: 'changes', what: 'tokens', action: 'any' },
  ...{ actor: '', name: '', from: '', to: '', token: null },
}

const text = (query: LocationQuery, field: string): string => {
  const value = query[field]
  return typeof value === 'string' ? value : ''
}
const oneOf = <Value extends string>(choices: readonly Value[], value: string, standard: Value): Value =>
  choices.find((choice) => choice === value) ?? standard
const date = (value: string): string => (/^\d{4}-\d\d-\d\d$/.test(value) ? value : '')

/** What stands in an address that fits nothing is left out. */
export const questionIn = (query: LocationQuery): Question => ({
  tab: oneOf(tabs, text(query, 'tab'), nothingAsked.tab),
  what: oneOf(
    logChoices.map(({ value }) => value),
    text(query, 'what'),
    nothingAsked.what,
  ),
  action: oneOf(
    useChoices.map(({ value }) => value),
    text(query, 'action'),
    nothingAsked.action,
  ),
  actor: text(query, 'actor').slice(0, 255),
  name: text(query, 'name').slice(0, 1000),
  from: date(text(query, 'from')),
  to: date(text(query, 'to')),
  token: /^[A-Za-z0-9][A-Za-z0-9._-]{0,127}$/.exec(text(query, 'token'))?.[0] ?? null,
})

/** Only what differs from the standard. */
export const queryOf = (question: Question): LocationQueryRaw =>
  Object.fromEntries(
    Object.entries(question).filter(
      ([field, value]) => value !== nothingAsked[field as keyof Question] && value !== null,
    ),
  )

/** The first and the last moment of days as this computer counts them. */
const firstOf = (day: string): string | null =>
  day === '' ? null : new Date(`${day}T00:00:00.000`).toISOString()
const lastOf = (day: string): string | null =>
  day === '' ? null : new Date(`${day}T23:59:59.999`).toISOString()

/** `label`: of the token that is asked for; the log knows tokens by it. */
export const logFilterOf = (question: Question, label: string | null): LogFilter => ({
  what: question.what,
  actor: question.actor,
  name: label ?? question.name,
  tokenId: question.token,
  from: firstOf(question.from),
  to: lastOf(question.to),
})

export const useFilterOf = ({ action, token, from, to }: Question): UseFilter => ({
  action,
  tokenId: token,
  from: firstOf(from),
  to: lastOf(to),
})

/** Whether anything but the tab and the token was chosen. */
export const isFiltered = (question: Question): boolean =>
  question.tab === 'changes'
    ? question.what !== 'tokens' ||
      [question.actor, question.token === null && question.name, question.from, question.to].some(Boolean)
    : question.action !== 'any' || [question.from, question.to].some(Boolean)

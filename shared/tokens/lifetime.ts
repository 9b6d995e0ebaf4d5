// How long a token was meant to live, as a choice of the form: what a successor is offered first.
import { daysBetween, expiryDays } from './expiry.ts'
import { type Policy, choiceBreaks, lastDay } from './policy.ts'
import { type TokenForm, expiryOf } from './validation.ts'

export type ExpiryForm = Pick<TokenForm, 'expiryChoice' | 'expiryDate' | 'noExpiryConfirmed'>

const day = 86_400_000
const dateOf = (milliseconds: number): string => new Date(milliseconds).toISOString().slice(0, 10)

/**
 * The same lifetime again, counted from `now` (Unix milliseconds). A token without end proposes none, which is still to
 * be confirmed; one whose dates make no sense proposes nothing.
 */
export function sameLifetime(
  token: { createdAt: string; expiresAt: string | null },
  now: number,
): ExpiryForm {
  const form: ExpiryForm = { expiryChoice: '', expiryDate: '', noExpiryConfirmed: false }
  if (token.expiresAt === null) return { ...form, expiryChoice: 'none' }
  const days = daysBetween(token.createdAt, token.expiresAt)
  if (!(days >= 1)) return form
  const choice = expiryDays.find((one) => one === days)
  if (choice !== undefined) return { ...form, expiryChoice: `${choice}` }
  const end = now + days * day
  // Beyond the years that Date knows, or that a date field takes.
  return end < Date.parse('9999-12-31') ? { ...form, expiryChoice: 'date', expiryDate: dateOf(end) } : form
}

/** The form as proposed, or where that breaks the policy the longest end within it. `now` in Unix milliseconds. */
export function heldTo(policy: Policy, form: ExpiryForm, now: number): ExpiryForm {
  const expiry = expiryOf(form)
  if (!expiry || !choiceBreaks(policy, expiry, now)) return form
  const within: ExpiryForm = { expiryChoice: '', expiryDate: '', noExpiryConfirmed: false }
  if (policy.longestDays === null) return within
  const choice = expiryDays.findLast((days) => !choiceBreaks(policy, { kind: 'days', days }, now))
  if (choice !== undefined) return { ...within, expiryChoice: `${choice}` }
  return { ...within, expiryChoice: 'date', expiryDate: lastDay(policy, now) ?? '' }
}

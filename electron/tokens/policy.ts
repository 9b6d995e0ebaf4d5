// The policy where it cannot be got around: what breaks it is not sent to the server, whatever the page says.
import { Failed } from '../../shared/errors.ts'
import type { Resource } from '../../shared/tokens/access.ts'
import type { Expiry } from '../../shared/tokens/expiry.ts'
import {
  type Policy,
  type Rule,
  choiceBreaks,
  isAdministrators,
  pushesToAll,
  ruleWords,
} from '../../shared/tokens/policy.ts'

/** The failure's `field` is the one on the wire, its `detail` the rule in words. */
const forbidden = (field: 'expires_at' | 'resources', rule: Rule, policy: Policy): Failed =>
  new Failed(isAdministrators(rule, policy) ? 'administrator.forbids' : 'policy.forbids', {
    field,
    detail: `${ruleWords(rule, policy)}.`,
  })

/** @throws Failed policy.forbids, administrator.forbids when a token made now (`now`: Unix milliseconds) would break the policy */
export function holdNewToken(
  policy: Policy,
  wanted: { expiry: Expiry; resources: readonly Resource[] },
  now: number,
): void {
  const rule = choiceBreaks(policy, wanted.expiry, now)
  if (rule) throw forbidden('expires_at', rule, policy)
  if (policy.noPushToAll && pushesToAll(wanted.resources)) throw forbidden('resources', 'pushToAll', policy)
}

/** What a token could do before the policy it may keep. @throws Failed policy.forbids, administrator.forbids when an edit adds to it */
export function holdEdit(policy: Policy, before: readonly Resource[], after: readonly Resource[]): void {
  if (policy.noPushToAll && pushesToAll(after) && !pushesToAll(before))
    throw forbidden('resources', 'pushToAll', policy)
}

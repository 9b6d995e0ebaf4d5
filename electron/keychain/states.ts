// What the keychain's own words come to. Each pattern was seen with the system named beside it.
import type { KeychainState } from '../../shared/contract/secrets.ts'
import { Failed } from '../../shared/errors.ts'
import { noSessionBus } from './session-bus.ts'

/** Why the keychain did not do what it was asked. */
export type Reason = Exclude<KeychainState, 'working'>

const patterns: readonly [RegExp, Reason][] = [
  [new RegExp(noSessionBus), 'absent'],
  // D-Bus without a keychain on it; without a bus; with an address nobody listens at.
  [/not provided by any \.service files|ServiceUnknown|NameHasNoOwner|StartServiceByName/i, 'absent'],
  [
    /cannot autolaunch|could not connect|connection refused|no such file|dbus-launch|message bus|connection is closed/i,
    'absent',
  ],
  // libsecret and gnome-keyring: set on a locked collection, a prompt closed without the password.
  [/\blocked|IsLocked|dismissed/i, 'locked'],
  // macOS: errSecInteractionNotAllowed, errSecAuthFailed, userCanceledErr.
  [/interaction is not allowed|passphrase you entered|user canceled/i, 'locked'],
  [/timeout was reached|timed out|did not receive a reply|noreply/i, 'hanging'],
]

export const reasonOf = (words: string): Reason =>
  patterns.find(([pattern]) => pattern.test(words))?.[1] ?? 'failed'

// What libsecret says for ever after when the keychain or the bus it knew is gone, whatever came in its place.
const stale = /The name :\d|session wrapping the secret does not exist|connection is closed/i

// gnome-keyring's words when another program removed the entry between the search for it and the act on it.
const vanished = /no such interface .*Secret\.Item|object does not exist|no such object/i

/** The keychain did not do it. `words` are its own, or ours about the helper process. */
export class Refused extends Error {
  readonly reason: Reason
  constructor(reason: Reason, words: string) {
    super(words)
    this.name = 'Refused'
    this.reason = reason
  }
  /** True when a helper started now might do better. */
  get isStale(): boolean {
    return stale.test(this.message)
  }
  /** True when the entry went away during the call: asked again, the keychain says so properly. */
  get isVanished(): boolean {
    return vanished.test(this.message)
  }
}

/** The failure that crosses to the page. */
export const keychainFailure = (refused: Refused): Failed =>
  new Failed(`keychain.${refused.reason}`, { detail: refused.message.slice(0, 200) }, { cause: refused })

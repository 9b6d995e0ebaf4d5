// What main and the keychain's helper process say to each other. Both sides check what they hear, by hand: every sealed
// file waits for the helper's start, and with a schema library its script took 15 ms instead of 2.

/** A request before it got its number. */
export type Ask =
  | { call: 'get'; name: string }
  | { call: 'set'; name: string; value: string }
  | { call: 'remove'; name: string }

export type Request = Ask & { id: number }

export type Reply =
  /** Sent once, when the helper listens. */
  | { ready: true }
  /** `value`: what get read or null; after remove whether something was removed; after set null. */
  | { id: number; ok: true; value: string | boolean | null }
  /** `error`: the keychain's own words. They name calls and collections, never a value. */
  | { id: number; ok: false; error: string }

const partsOf = (message: unknown): Partial<Record<string, unknown>> =>
  typeof message === 'object' && message !== null ? { ...message } : {}

/** Null for what is no request. */
export function readRequest(message: unknown): Request | null {
  const { id, call, name, value } = partsOf(message)
  if (typeof id !== 'number' || typeof name !== 'string') return null
  if (call === 'set') return typeof value === 'string' ? { id, call, name, value } : null
  return call === 'get' || call === 'remove' ? { id, call, name } : null
}

/** Null for what is no reply. */
export function readReply(message: unknown): Reply | null {
  const { ready, id, ok, value, error } = partsOf(message)
  if (ready === true) return { ready }
  if (typeof id !== 'number') return null
  if (ok === false) return typeof error === 'string' ? { id, ok, error } : null
  if (ok !== true) return null
  return typeof value === 'string' || typeof value === 'boolean' || value === null ? { id, ok, value } : null
}

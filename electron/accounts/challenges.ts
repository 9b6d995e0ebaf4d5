// Sign-ins that wait for the code of a second factor. The page only ever holds a random handle.
import { randomBytes } from 'node:crypto'
import { Failed } from '../../shared/errors.ts'
import type { Server } from './addresses.ts'

const lifetime = 5 * 60_000
const most = 10

/** A sign-in that waits for its code. `accountId` is set when it renews an account. */
export interface Pending {
  server: Server
  login: string
  loginToken: string
  accountId: string | null
}

export interface Challenges<Waiting> {
  open(pending: Waiting): string
  /** Throws `signIn.needed` for a handle that is unknown, used up or older than five minutes. */
  find(handle: string): Waiting
  close(handle: string): void
  /** Closes those that `matches`. */
  drop(matches: (pending: Waiting) => boolean): void
}

/** `monotonic` is in milliseconds. */
export function createChallenges<Waiting = Pending>(monotonic: () => number): Challenges<Waiting> {
  const open = new Map<string, { pending: Waiting; endsAt: number }>()

  function sweep(): void {
    for (const [handle, { endsAt }] of open) if (monotonic() >= endsAt) open.delete(handle)
    for (const handle of open.keys()) {
      if (open.size <= most) return
      open.delete(handle)
    }
  }

  return {
    open(pending) {
      const handle = randomBytes(24).toString('base64url')
      open.set(handle, { pending, endsAt: monotonic() + lifetime })
      sweep()
      return handle
    },
    find(handle) {
      sweep()
      const found = open.get(handle)
      if (!found) throw new Failed('signIn.needed')
      return found.pending
    },
    close: (handle) => void open.delete(handle),
    drop(matches) {
      for (const [handle, { pending }] of open) if (matches(pending)) open.delete(handle)
    },
  }
}

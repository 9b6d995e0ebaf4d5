// Comes back by itself: while a server cannot be reached it is asked again now and then, less and less often.
import type { OrganizationRef } from '../../shared/contract/references.ts'

export interface ComebackParts {
  /** Asks for the organization's tokens anew. May throw: then the server answered, and the page says what. */
  refresh(ref: OrganizationRef): Promise<{ offline: boolean }>
  /** A server that was away has answered. */
  back(): void
  sleep(milliseconds: number, signal: AbortSignal): Promise<void>
  /** Aborted when the app quits. */
  signal: AbortSignal
}

export interface Comeback {
  /**
   * Told after each try of somebody else's, whatever came of it. One in vain begins the asking anew: the owner is
   * looking.
   */
  noted(ref: OrganizationRef, offline: boolean): void
  /** Stops asking for an account that is signed out. */
  forget(accountId: string): void
}

/** Milliseconds: often enough for a cable that is put back, seldom enough for a weekend in the mountains. */
const firstPause = 2_000
const longestPause = 60_000

/** The organizations of one account that are offline. */
interface Waiting {
  refs: Map<string, OrganizationRef>
  /** Ends the pause and begins with the first one. */
  startOver: AbortController
}

export function createComeback(parts: ComebackParts): Comeback {
  const waiting = new Map<string, Waiting>()

  /** False when the pause was cut short. */
  const paused = (milliseconds: number, { startOver }: Waiting): Promise<boolean> =>
    parts.sleep(milliseconds, startOver.signal).then(
      () => true,
      () => false,
    )

  async function askAgain(account: Waiting): Promise<void> {
    for (let pause = firstPause; account.refs.size > 0 && !parts.signal.aborted;) {
      if (!(await paused(pause, account))) {
        account.startOver = new AbortController()
        pause = firstPause
        continue
      }
      pause = Math.min(pause * 2, longestPause)
      const before = account.refs.size
      // The first one is asked for all: while it stays away, nothing else of this server is asked for.
      for (const [name, ref] of account.refs) {
        const offline = await parts.refresh(ref).then(
          (answer) => answer.offline,
          () => false,
        )
        if (offline) break
        account.refs.delete(name)
      }
      if (account.refs.size < before) parts.back()
    }
  }

  parts.signal.addEventListener('abort', () => {
    for (const { startOver } of waiting.values()) startOver.abort()
  })

  return {
    noted({ accountId, organization }, offline) {
      const known = waiting.get(accountId)
      if (!offline) return void known?.refs.delete(organization)
      const account = known ?? { refs: new Map(), startOver: new AbortController() }
      account.refs.set(organization, { accountId, organization })
      if (known) return known.startOver.abort()
      waiting.set(accountId, account)
      void askAgain(account).finally(() => {
        if (waiting.get(accountId) === account) waiting.delete(accountId)
      })
    },
    forget(accountId) {
      waiting.get(accountId)?.refs.clear()
      waiting.get(accountId)?.startOver.abort()
      waiting.delete(accountId)
    },
  }
}

// POSTs on connections of their own, so that Chromium cannot send one twice.
// When a kept-alive connection dies before the answer's headers, Chromium sends the request again on a new one,
// whatever its method (ShouldResendRequest in net/http/http_network_transaction.cc; seen in Electron 25): two tokens
// for one click, or a second factor's code used twice. On a fresh connection it does not.
import type { Fetch } from './exchange.ts'

/** A network session that only POSTs go through, one at a time. */
export interface PostSession {
  fetch: Fetch
  /** Ends every connection of the session; the next request opens a new one. */
  closeAllConnections(): Promise<void>
}

/**
 * A `fetch` that sends each POST through a session whose connections were just closed, and all else through `other`.
 * `open` makes another session when all are busy; `number` counts from 0.
 */
export function postsOnFreshConnections(other: Fetch, open: (number: number) => PostSession): Fetch {
  const free: PostSession[] = []
  let opened = 0
  return async (url, init) => {
    if (init.method !== 'POST') return other(url, init)
    const session = free.pop() ?? open(opened++)
    const release = () => void free.push(session)
    try {
      await session.closeAllConnections()
      init.signal?.throwIfAborted()
      return withRelease(await session.fetch(url, init), release)
    } catch (error) {
      release()
      throw error
    }
  }
}

/** The same answer; `release` runs when its body was read, failed or was given up: closing must not cut it. */
function withRelease(response: Response, release: () => void): Response {
  const { status, statusText, headers } = response
  if (response.body === null) {
    release()
    return response
  }
  const reader: ReadableStreamDefaultReader<Uint8Array> = response.body.getReader()
  const body = new ReadableStream<Uint8Array>({
    async pull(controller) {
      try {
        const { done, value } = await reader.read()
        if (!done) return controller.enqueue(value)
        controller.close()
      } catch (error) {
        controller.error(error)
      }
      release()
    },
    async cancel(reason) {
      release()
      await reader.cancel(reason)
    },
  })
  return new Response(body, { status, statusText, headers })
}

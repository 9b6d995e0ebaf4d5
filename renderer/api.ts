// The page's side of the contract: `api.tokens.refresh(…)` asks main, `api.tokens.on.changed(…)` listens.
// Only stores import it. The types come from the contract; at run time names become channels, nothing more.
import { channelOf, type Client, type Reply } from '../shared/contract/define.ts'
import type { GranaryContract } from '../shared/contract/index.ts'
import { CallFailed } from './failed.ts'

/** What preload puts on the window. */
export interface Bridge {
  invoke(channel: string, input: unknown): Promise<Reply<unknown>>
  /** Answers with its own undo. */
  on(channel: string, listener: (payload: unknown) => void): () => void
}

declare global {
  interface Window {
    granary?: Bridge
  }
}

let injected: Bridge | null = null

/** Replaces the bridge in component tests and in a plain browser. */
export function setBridge(bridge: Bridge | null) {
  injected = bridge
}

function bridge(): Bridge {
  const found = injected ?? window.granary
  if (!found) throw new Error('window.granary is missing: the preload script did not run')
  return found
}

async function invoke(channel: string, input: unknown): Promise<unknown> {
  const reply = await bridge().invoke(channel, plain(input))
  if (!reply.ok) throw new CallFailed(reply.failure)
  return reply.value
}

/** Vue's proxies cannot be cloned on their way to main; what crosses is plain data anyway. */
const plain = (input: unknown): unknown =>
  input === undefined ? undefined : JSON.parse(JSON.stringify(input))

const areaClient = (area: string) =>
  new Proxy(
    {},
    {
      get: (_, name: string) =>
        name === 'on' ? eventsOf(area) : (input: unknown) => invoke(channelOf(area, name), input),
    },
  )

const eventsOf = (area: string) =>
  new Proxy(
    {},
    {
      get: (_, name: string) => (listener: (payload: unknown) => void) =>
        bridge().on(channelOf(area, name), listener),
    },
  )

export const api = new Proxy({}, { get: (_, area: string) => areaClient(area) }) as {
  [Area in keyof GranaryContract]: Client<GranaryContract[Area]>
}

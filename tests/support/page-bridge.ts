// Stands in for preload and main in component tests: answers the page's calls and announces events.
import type { Reply } from '../../shared/contract/define.ts'
import { isFailed } from '../../shared/errors.ts'

type Answers = Record<string, (input: never) => unknown>
type Listener = (payload: unknown) => void

/**
 * `answers` are functions by channel, such as `secrets.reveal`; a `Failed` that one throws is answered as main
 * would. Put others in later to change what main does. A call without an answer is a fault of the test.
 */
export function pageBridge(answers: Answers) {
  const listeners = new Map<string, Set<Listener>>()
  /** Every call so far, in order. */
  const asked: { channel: string; input: unknown }[] = []

  async function invoke(channel: string, input: unknown): Promise<Reply<unknown>> {
    asked.push({ channel, input })
    const answer = answers[channel]
    if (!answer) throw new Error(`the test has no answer for ${channel}`)
    try {
      return { ok: true, value: await answer(input as never) }
    } catch (error) {
      if (isFailed(error)) return { ok: false, failure: error.failure }
      throw error
    }
  }

  function on(channel: string, listener: Listener): () => void {
    const all = listeners.get(channel) ?? new Set()
    listeners.set(channel, all.add(listener))
    return () => all.delete(listener)
  }

  return {
    bridge: { invoke, on },
    answers,
    asked,
    /** The inputs of a channel's calls. */
    inputsOf: (channel: string) => asked.filter((one) => one.channel === channel).map((one) => one.input),
    announce(channel: string, payload: unknown) {
      for (const listener of listeners.get(channel) ?? []) listener(payload)
    },
  }
}

// Calls to the helper process: each has a deadline, a helper that misses it is killed and a new one is started. A helper
// that nobody asks anything is ended: it takes a tenth of the app's memory.
import { performance } from 'node:perf_hooks'
import { pingName } from './names.ts'
import type { HelperProcess } from './processes.ts'
import { type Ask, type Reply, readReply } from './protocol.ts'
import { Refused, reasonOf } from './states.ts'

/** All in milliseconds. */
export interface Deadlines {
  /** Until the helper process listens. */
  start: number
  /** Until an answer is due from a keychain that asks nobody. */
  answer: number
  /** Until a ping is answered: a keychain that answers it is waiting for a person. */
  ping: number
  /** How long a person may take over the system's prompt. */
  prompt: number
  /** Without a call, until the helper is ended. */
  idle: number
  /** As `idle`, after it was proved that the keychain works: what follows relies on this helper. */
  proved: number
}

export const defaultDeadlines: Deadlines = {
  start: 15_000,
  answer: 5_000,
  ping: 2_000,
  prompt: 60_000,
  idle: 1_000,
  proved: 60_000,
}

/** New helpers after the first one, at most, in a minute; then calls fail at once. */
const respawnLimit = 3
const respawnWindow = 60_000

type Answer = string | boolean | null

interface Waiting {
  resolve(answer: Answer): void
  reject(error: Refused): void
}

interface Child {
  process: HelperProcess
  ready: Promise<void>
  gone: boolean
  ask(ask: Ask): Promise<Answer>
  end(refused: Refused): void
}

export interface Calls {
  /** The keychain was proved to work, for an act that takes a while and asks again. */
  noteProved(): void
  /** One call; the caller sees to it that there is only one at a time. @throws Refused */
  ask(ask: Ask): Promise<Answer>
  close(): void
}

export function createCalls(start: () => HelperProcess, deadlines: Deadlines = defaultDeadlines): Calls {
  let child: Child | null = null
  let respawns: number[] = []
  let closed = false
  let asking = false
  let idle: NodeJS.Timeout | undefined
  let stayUntil = -Infinity

  function open(): Child {
    if (closed) throw new Refused('failed', 'Granary is closing.')
    if (child && !child.gone) return child
    if (child) {
      respawns = respawns.filter((at) => performance.now() - at < respawnWindow)
      if (respawns.length >= respawnLimit)
        throw new Refused('failed', 'The keychain failed several times in a minute.')
      respawns.push(performance.now())
    }
    child = createChild(start)
    return child
  }

  /** Ended so, it is no respawn to count when the next one is started. */
  function endWhenIdle(): void {
    clearTimeout(idle)
    idle = setTimeout(
      () => {
        if (asking || !child || child.gone) return
        child.end(new Refused('failed', 'The keychain helper was not needed.'))
        child = null
      },
      Math.max(deadlines.idle, stayUntil - performance.now()),
    )
  }

  async function askOnce(ask: Ask): Promise<Answer> {
    const used = open()
    const give = (refused: Refused): Refused => {
      used.end(refused)
      return refused
    }
    if (!(await settles(used.ready, deadlines.start)))
      throw give(new Refused('failed', 'The keychain helper did not start.'))
    await used.ready
    const answer = used.ask(ask)
    if (await settles(answer, deadlines.answer)) return answer
    // An unlock prompt may be up: an entry that cannot exist needs no unlocking, so asking for it tells a keychain
    // that waits for a person from one that hangs.
    const sign = Promise.race([answer, used.ask({ call: 'get', name: pingName })])
    if (!(await settles(sign, deadlines.ping)))
      throw give(new Refused('hanging', 'The keychain did not answer.'))
    if (await settles(answer, deadlines.prompt)) return answer
    throw give(new Refused('locked', 'Nobody answered the prompt of the keychain.'))
  }

  return {
    noteProved() {
      stayUntil = performance.now() + deadlines.proved
    },
    async ask(ask) {
      asking = true
      try {
        return await askOnce(ask)
      } catch (error) {
        if (error instanceof Refused && error.isVanished) return await askOnce(ask)
        if (!(error instanceof Refused && error.isStale)) throw error
        // The keychain was started anew since: this helper will never reach it, another one does. Nothing was done
        // yet. The helper is not to blame, so this is no respawn to count.
        child?.end(error)
        child = null
        return await askOnce(ask)
      } finally {
        asking = false
        endWhenIdle()
      }
    },
    close() {
      closed = true
      clearTimeout(idle)
      child?.end(new Refused('failed', 'Granary is closing.'))
    },
  }
}

// Calls are kept per child, so that the late end of a killed one cannot fail the calls of the next.
function createChild(start: () => HelperProcess): Child {
  const waiting = new Map<number, Waiting>()
  let next = 1
  let isReady = (): void => undefined
  let isNotReady = (_: Refused): void => undefined
  const ready = new Promise<void>((resolve, reject) => {
    isReady = resolve
    isNotReady = reject
  })
  // Whoever waits for it hears of it; with nobody waiting it is no unhandled rejection.
  ready.catch(() => undefined)

  let process: HelperProcess
  try {
    process = start()
  } catch (error) {
    throw new Refused(
      'failed',
      error instanceof Error ? error.message : 'The keychain helper could not be started.',
    )
  }

  const child: Child = {
    process,
    ready,
    gone: false,
    ask: (ask) => {
      const answer = new Promise<Answer>((resolve, reject) => {
        if (child.gone) return reject(new Refused('failed', 'The keychain helper ended.'))
        const id = next++
        waiting.set(id, { resolve, reject })
        process.send({ id, ...ask })
      })
      answer.catch(() => undefined)
      return answer
    },
    end(refused) {
      if (child.gone) return
      child.gone = true
      process.kill()
      isNotReady(refused)
      for (const { reject } of waiting.values()) reject(refused)
      waiting.clear()
    },
  }
  process.onExit(() => child.end(new Refused('failed', 'The keychain helper ended.')))
  process.onMessage((message) => {
    const reply = readReply(message)
    if (reply === null)
      return child.end(new Refused('failed', 'The keychain helper said something unexpected.'))
    if ('ready' in reply) return isReady()
    settle(waiting, reply)
  })
  return child
}

function settle(waiting: Map<number, Waiting>, reply: Exclude<Reply, { ready: true }>): void {
  const call = waiting.get(reply.id)
  waiting.delete(reply.id)
  if (reply.ok) call?.resolve(reply.value)
  else call?.reject(new Refused(reasonOf(reply.error), reply.error))
}

/** Whether the promise settles, either way, within so many milliseconds. */
async function settles(promise: Promise<unknown>, milliseconds: number): Promise<boolean> {
  let timer: NodeJS.Timeout | undefined
  const late = new Promise<boolean>((resolve) => {
    timer = setTimeout(() => resolve(false), milliseconds)
  })
  const settled = promise.then(
    () => true,
    () => true,
  )
  try {
    return await Promise.race([settled, late])
  } finally {
    clearTimeout(timer)
  }
}

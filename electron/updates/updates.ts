// Updates from the first look to the last act of the process: what is under way, and when it looks by itself.
import type { Release, UpdateState } from '../../shared/contract/updates.ts'
import { Failed, type Failure } from '../../shared/errors.ts'
import type { UpdateForm } from '../../shared/updates.ts'
import { atMoment } from '../timers.ts'
import type { Installer } from './installer.ts'

const minute = 60_000
const hour = 60 * minute
/** Not while the app starts, then once a day; after a failure a little sooner. */
const pauses = { atStart: 2 * minute, usual: 24 * hour, afterFailure: 4 * hour }

export interface UpdatesParts {
  form: UpdateForm
  /** Null where this copy knows no place to look at. */
  installer: (() => Promise<Installer>) | null
  /** Whether the owner wants it to look by itself, now. */
  looksByItself(): boolean
  /** Labels of tokens whose secret only memory holds. */
  unkept(): readonly string[]
  /** Asks the app to quit, which may be refused: then `stayed` is called. */
  quit(): void
  announce(state: UpdateState): void
  note(event: string, error?: unknown): void
  now(): number
}

export interface Updates {
  state(): UpdateState
  check(): void
  stop(): void
  /** @throws Failed update.secretUnkept */
  restart(): void
  /** The owner did not let the app quit. */
  stayed(): void
  /** The last act of the process; answers whether the system ends it. Never throws. */
  finish(): boolean
  /** Begins to look by itself. */
  begin(): void
}

export function createUpdates(parts: UpdatesParts): Updates {
  let status: UpdateState['status'] = { phase: 'idle' }
  let checkedAt: string | null = null
  let loaded: Promise<Installer> | null = null
  let installer: Installer | null = null
  let restarting = false
  let stopped = false

  const state = (): UpdateState => ({
    form: parts.form,
    canCheck: parts.installer !== null,
    checkedAt,
    status,
  })
  function set(now: UpdateState['status']) {
    status = now
    parts.announce(state())
  }
  function failed(error: unknown) {
    parts.note(status.phase === 'checking' ? 'update not looked for' : 'update not downloaded', error)
    const failure: Failure = error instanceof Failed ? error.failure : { code: 'internal' }
    set({ phase: 'failed', failure })
  }

  async function look(): Promise<void> {
    if (parts.installer === null || ['checking', 'downloading', 'ready'].includes(status.phase)) return
    set({ phase: 'checking' })
    try {
      installer = await (loaded ??= parts.installer())
      const found = await installer.check()
      checkedAt = new Date(parts.now()).toISOString()
      if (found === null) set({ phase: 'idle' })
      else if (parts.form === 'itself') await download(installer, found)
      else set({ phase: 'newer', release: found })
    } catch (error) {
      failed(error)
    }
  }

  async function download(from: Installer, release: Release): Promise<void> {
    stopped = false
    set({ phase: 'downloading', release, part: 0 })
    try {
      await from.download((part) => set({ phase: 'downloading', release, part }))
      set({ phase: 'ready', release })
      parts.note('update ready')
    } catch (error) {
      if (!stopped) throw error
      set({ phase: 'newer', release })
    }
  }

  function again(pause: number) {
    atMoment(
      parts.now() + pause,
      () =>
        void lookByItself().then(() => again(status.phase === 'failed' ? pauses.afterFailure : pauses.usual)),
      parts.now,
    )
  }
  const lookByItself = async () => {
    if (parts.looksByItself()) await look()
  }

  return {
    state,
    check: () => void look(),
    stop() {
      if (status.phase !== 'downloading') return
      stopped = true
      installer?.stop()
    },
    restart() {
      if (status.phase !== 'ready') return
      if (parts.unkept().length > 0) throw new Failed('update.secretUnkept')
      restarting = true
      parts.quit()
    },
    stayed: () => (restarting = false),
    finish() {
      if (status.phase !== 'ready' || installer === null || !(restarting || parts.looksByItself()))
        return false
      try {
        return installer.install(restarting)
      } catch (error) {
        parts.note('update not installed', error)
        return false
      }
    },
    begin() {
      if (parts.installer !== null) again(pauses.atStart)
    },
  }
}

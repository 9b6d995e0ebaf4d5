// The helper process as the keychain sees it, and how Electron starts one.

export interface HelperProcess {
  send(message: unknown): void
  /** Told of what came before, too: a helper may be started before there is anyone to listen. */
  onMessage(listener: (message: unknown) => void): void
  /** Called once, whatever ended the process. */
  onExit(listener: () => void): void
  /** Ends it at once, without asking it. */
  kill(): void
}

/** The part of Electron's `UtilityProcess` that is used. */
interface UtilityProcess {
  readonly pid: number | undefined
  on(event: 'message', listener: (message: unknown) => void): unknown
  on(event: 'spawn', listener: () => void): unknown
  once(event: 'exit', listener: (code: number) => void): unknown
  postMessage(message: unknown): void
  kill(): boolean
}

/** The part of Electron's `utilityProcess` that is used. */
export interface UtilityProcesses {
  fork(
    modulePath: string,
    args?: string[],
    options?: { serviceName?: string; stdio?: 'ignore' },
  ): UtilityProcess
}

/** Starts the bundled helper (`out/main/keychain.cjs`) as an Electron utility process. */
export function startUtilityHelper(utilityProcess: UtilityProcesses, file: string): HelperProcess {
  const child = utilityProcess.fork(file, [], { serviceName: 'Granary keychain', stdio: 'ignore' })
  let ended = false
  let unwanted = false
  const kill = (): void => {
    unwanted = true
    if (ended) return
    // `child.kill()` sends SIGTERM, which a process with a blocked call may not follow.
    if (child.pid !== undefined) {
      try {
        process.kill(child.pid, 'SIGKILL')
      } catch {
        // It ended just now.
      }
    }
    child.kill()
  }
  let heard: unknown[] = []
  let listener = (message: unknown): void => void heard.push(message)
  child.on('message', (message) => listener(message))
  child.once('exit', () => (ended = true))
  child.on('spawn', () => {
    if (unwanted) kill()
  })
  return {
    send: (message) => child.postMessage(message),
    onMessage(listen) {
      listener = listen
      heard.forEach(listen)
      heard = []
    },
    onExit(listen) {
      if (ended) listen()
      else child.once('exit', () => listen())
    },
    kill,
  }
}

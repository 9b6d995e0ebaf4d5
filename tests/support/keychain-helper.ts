// Starts the keychain's helper under plain Node, as Electron's utility process is not to be had there.
import { type ChildProcess, fork } from 'node:child_process'
import { createRequire } from 'node:module'
import { fileURLToPath, pathToFileURL } from 'node:url'
import type { HelperProcess } from '../../electron/keychain/processes.ts'

const helper = fileURLToPath(new URL('../../electron/keychain/helper.ts', import.meta.url))
const tsx = pathToFileURL(createRequire(import.meta.url).resolve('tsx')).href

/** A starter for `createKeychain`, and the processes it started so far. */
export function helperStarter(env: Record<string, string>): {
  start: () => HelperProcess
  started: ChildProcess[]
} {
  const started: ChildProcess[] = []
  const start = (): HelperProcess => {
    const child = fork(helper, {
      env,
      execArgv: ['--import', tsx],
      stdio: ['ignore', 'ignore', 'inherit', 'ipc'],
    })
    started.push(child)
    return overIpc(child)
  }
  return { start, started }
}

/** A forked process as the keychain sees it. */
export function overIpc(child: ChildProcess): HelperProcess {
  let ended = false
  const end = (listener: () => void): void => {
    if (!ended) listener()
    ended = true
  }
  return {
    // A process that just ended cannot be told; its end is announced by itself.
    send: (message) => void child.send(message as object, () => undefined),
    onMessage: (listener) => void child.on('message', listener),
    onExit: (listener) => {
      child.once('exit', () => end(listener))
      child.once('error', () => end(listener))
    },
    kill: () => void child.kill('SIGKILL'),
  }
}

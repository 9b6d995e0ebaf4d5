// Electron's utility process, played by a real process that ignores SIGTERM: killed at once, before its start as well.
import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { expect, it } from 'vitest'
import { type UtilityProcesses, startUtilityHelper } from './processes.ts'

const stubborn =
  "process.on('SIGTERM', () => undefined); setInterval(() => undefined, 1e6); process.send('up')"

/** A program that does not end by itself; as with Electron, its id is not known before it is spawned. */
function utilityProcesses(): { electron: UtilityProcesses; child: ChildProcess } {
  const child = spawn(process.execPath, ['-e', stubborn], { stdio: ['ignore', 'ignore', 'ignore', 'ipc'] })
  let spawned = false
  child.once('spawn', () => (spawned = true))
  const played = {
    get pid() {
      return spawned ? child.pid : undefined
    },
    on: (event: string, listener: (message: unknown) => void) => child.on(event, listener),
    once: (event: string, listener: (code: number) => void) => child.once(event, listener),
    postMessage: (message: unknown) => void child.send(message as object),
    kill: () => spawned && child.kill('SIGTERM'),
  }
  return { electron: { fork: () => played }, child }
}

it('is killed without being asked, and says that it ended', async () => {
  const { electron, child } = utilityProcesses()
  const helper = startUtilityHelper(electron, 'keychain.cjs')
  const ended = new Promise<void>((resolve) => helper.onExit(resolve))
  await new Promise<void>((resolve) => helper.onMessage(() => resolve()))
  helper.kill()
  await ended
  expect(child.signalCode).toBe('SIGKILL')
  expect(() => helper.kill()).not.toThrow()
})

it('is killed as soon as it has an id when it was not wanted any more before', async () => {
  const { electron, child } = utilityProcesses()
  const exit = once(child, 'exit')
  startUtilityHelper(electron, 'keychain.cjs').kill()
  await exit
  expect(child.signalCode).toBe('SIGKILL')
})

it('tells whoever listens later what it said before, once, and that it has ended', async () => {
  const { electron, child } = utilityProcesses()
  const helper = startUtilityHelper(electron, 'keychain.cjs')
  await once(child, 'message')
  const heard: unknown[] = []
  helper.onMessage((message) => heard.push(message))
  expect(heard).toEqual(['up'])
  const exit = once(child, 'exit')
  helper.kill()
  await exit
  await new Promise<void>((resolve) => helper.onExit(resolve))
  expect(heard).toEqual(['up'])
})

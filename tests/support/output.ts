// Everything that a process started by a library writes, from its first word on.
import type { ChildProcess } from 'node:child_process'
import { subscribe, unsubscribe } from 'node:diagnostics_channel'

/**
 * Collects stdout and stderr of the next process that has `argument` in its command line. Playwright hands out the
 * process only when the app is up: listening then would miss what it wrote first.
 */
export function collectOutput(argument: string): { text(): string; stop(): void } {
  let written = ''
  const onProcess = (message: unknown) => {
    const { process } = message as { process: ChildProcess }
    process.once('spawn', () => {
      if (!process.spawnargs.some((arg) => arg.includes(argument))) return
      for (const stream of [process.stdout, process.stderr]) {
        stream?.on('data', (data: Buffer) => (written += data.toString()))
      }
    })
  }
  subscribe('child_process', onProcess)
  return { text: () => written, stop: () => unsubscribe('child_process', onProcess) }
}

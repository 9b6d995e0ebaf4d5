// Runs the app itself, passing on what it writes, without the noise that means nothing.
import { spawn } from 'node:child_process'
import { createInterface } from 'node:readline'
import { constants } from 'node:os'
import type { Readable, Writable } from 'node:stream'
import { atEnd } from './ending.ts'
import { root, machineFlags } from './project.ts'
import { say } from './say.ts'

/** Chromium's complaints about what a container does not have, with no effect on the app. */
const noise = [
  'Failed to connect to the bus',
  'Failed to set fd limit',
  'Failed to call method: org.freedesktop.DBus',
  'viz_main_impl.cc',
  'gpu_init.cc',
  'command_buffer_proxy_impl.cc',
]

/** How long it may take to save and close before it is ended the hard way, in ms. */
const patience = 5_000

/** Starts it and answers with its exit code. At the end of the command it is asked to quit, then made to. */
export async function launch(
  executable: string,
  args: readonly string[],
  env: Record<string, string>,
): Promise<number> {
  // In a session of its own: Ctrl+C reaches this command alone, which then asks the app once.
  const child = spawn(executable, [...machineFlags, root, ...args], {
    cwd: root,
    env,
    detached: process.platform !== 'win32',
    stdio: ['ignore', 'pipe', 'pipe'],
  })
  const ended = new Promise<number>((resolve, reject) => {
    child.on('error', reject)
    child.on('close', (code, signal) => resolve(code ?? 128 + (signal ? constants.signals[signal] : 0)))
  })
  const forget = atEnd(async () => {
    child.kill('SIGTERM')
    const hard = setTimeout(() => child.kill('SIGKILL'), patience)
    await ended.catch(() => undefined)
    clearTimeout(hard)
  })
  passOn(child.stdout, process.stdout)
  passOn(child.stderr, process.stderr)
  try {
    return await ended
  } finally {
    forget()
  }
}

function passOn(from: Readable, to: Writable): void {
  createInterface({ input: from }).on('line', (line) => {
    if (isNoise(line)) return
    to.write(`${line}\n`)
    if (line.includes('SUID sandbox helper')) say(sandboxAdvice)
  })
}

/** Only Chromium's own log lines are ever dropped: `[pid:date:ERROR:file.cc(line)] ...`. */
export const isNoise = (line: string): boolean =>
  /^\[\d+:[\d/.]+:(ERROR|WARNING):/.test(line) && noise.some((part) => line.includes(part))

const sandboxAdvice =
  'this system keeps Chromium from making its sandbox. Allow it with: sudo sysctl -w kernel.apparmor_restrict_unprivileged_userns=0'

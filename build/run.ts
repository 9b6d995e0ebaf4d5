// Runs one program to its end and says how it went. Programs still running when the command ends are ended too.
import { spawn } from 'node:child_process'
import { constants } from 'node:os'
import { atEnd } from './ending.ts'
import { root } from './project.ts'

export interface Ended {
  /** Exit code; 128 + n when a signal ended it, 127 when it could not be started. */
  code: number
  /** Empty when `show` let the program write to the terminal itself. */
  stdout: string
  stderr: string
}

export interface RunOptions {
  cwd?: string
  /** Replaces the environment, does not add to it. */
  env?: Record<string, string>
  /** Let the program use this terminal instead of collecting what it writes. */
  show?: boolean
  /** Milliseconds after which it is killed. */
  deadline?: number
}

/** Never rejects: a program that cannot be started is an answer too (code 127, the reason in `stderr`). */
export function run(command: string, args: readonly string[], options: RunOptions = {}): Promise<Ended> {
  const child = spawn(command, args, {
    cwd: options.cwd ?? root,
    env: options.env ?? process.env,
    stdio: options.show ? 'inherit' : ['ignore', 'pipe', 'pipe'],
    timeout: options.deadline,
    killSignal: 'SIGKILL',
  })
  const forget = atEnd(() => {
    child.kill('SIGTERM')
  })
  let stdout = ''
  let stderr = ''
  child.stdout?.setEncoding('utf8').on('data', (text: string) => (stdout += text))
  child.stderr?.setEncoding('utf8').on('data', (text: string) => (stderr += text))
  return new Promise((resolve) => {
    child.on('error', (error) => {
      forget()
      resolve({ code: 127, stdout, stderr: error.message })
    })
    child.on('close', (code, signal) => {
      forget()
      resolve({ code: code ?? 128 + (signal ? constants.signals[signal] : 0), stdout, stderr })
    })
  })
}

/** A Node program of the project's own packages, such as `vitest/vitest.mjs`. */
export const runPackage = (
  script: string,
  args: readonly string[],
  options: RunOptions = {},
): Promise<Ended> => run(process.execPath, [`${root}/node_modules/${script}`, ...args], options)

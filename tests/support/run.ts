// Runs a real client program to its end, within a deadline.
import { spawn } from 'node:child_process'

export interface Run {
  /** Null when it was killed at the deadline. */
  code: number | null
  /** Standard output and standard error as they came. */
  output: string
}

/** A missing program rejects: tests never go on without it. `env` is the whole environment besides PATH. */
export function run(
  program: string,
  args: readonly string[],
  options: { env?: Record<string, string>; input?: string; deadline?: number } = {},
): Promise<Run> {
  const { env = {}, input = '', deadline = 60_000 } = options
  return new Promise((resolve, reject) => {
    const child = spawn(program, args, {
      stdio: ['pipe', 'pipe', 'pipe'],
      env: { PATH: process.env['PATH'] ?? '', ...env },
      timeout: deadline,
      killSignal: 'SIGKILL',
    })
    let output = ''
    for (const stream of [child.stdout, child.stderr])
      stream.setEncoding('utf8').on('data', (chunk: string) => (output += chunk))
    child.stdin.on('error', () => undefined)
    child.stdin.end(input)
    child.once('error', reject)
    child.once('close', (code) => resolve({ code, output }))
  })
}

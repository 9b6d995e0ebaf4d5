// Starts a background program that ends with this command, even when this command is killed outright.
import { spawn } from 'node:child_process'
import type { Readable, Writable } from 'node:stream'

export interface Guarded {
  /** The first line that the program wrote to its file descriptor 3, or what it said before it died. */
  firstLine: Promise<string>
  /** Ends the program; resolves when it has ended. */
  stop(): Promise<void>
}

type Pipes = [null, null, Readable, Readable, Writable, Writable]

// The shell waits on a pipe that only this process holds: the pipe closes however this process ends.
const guard =
  '"$@" <&5 4<&- 5<&- & program=$!; exec 3>&- 5<&-; read -r _ <&4; kill $program 2>/dev/null; wait $program'

/** `input` becomes the program's standard input. Ctrl+C does not reach it: it is in a session of its own. */
export function startGuarded(
  name: string,
  args: readonly string[],
  options: { env: Record<string, string>; input?: string },
): Guarded {
  const child = spawn('sh', ['-c', guard, 'sh', name, ...args], {
    detached: true,
    env: options.env,
    stdio: ['ignore', 'ignore', 'pipe', 'pipe', 'pipe', 'pipe'],
  })
  // Node's types know five of the six.
  const [, , errors, answers, holding, typing] = child.stdio as unknown as Pipes
  const ended = new Promise<void>((resolve) => {
    child.on('close', () => resolve())
    child.on('error', () => resolve())
  })
  for (const stream of [holding, typing]) stream.on('error', () => undefined)
  typing.end(options.input ?? '')

  let complaint = ''
  errors.on('data', (data: Buffer) => (complaint = (complaint + data.toString()).slice(-2000)))
  const firstLine = new Promise<string>((resolve, reject) => {
    let text = ''
    answers.on('data', (data: Buffer) => {
      text += data.toString()
      if (text.includes('\n')) resolve(text.slice(0, text.indexOf('\n')).trim())
    })
    answers.on('end', () =>
      reject(new Error(`${name} did not start: ${complaint.trim() || 'it said nothing'}`)),
    )
    child.on('error', reject)
  })
  // Not everyone asks for it; an unheard rejection would end the command.
  firstLine.catch(() => undefined)

  return {
    firstLine,
    async stop() {
      holding.end()
      await ended
    },
  }
}

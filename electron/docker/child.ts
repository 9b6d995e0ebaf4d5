// Runs a program with a secret on its standard input: a deadline, a cap on its output, and no process left behind.
import { type ChildProcessWithoutNullStreams, spawn } from 'node:child_process'
import { win32 } from 'node:path'
import { StringDecoder } from 'node:string_decoder'

export interface ChildResult {
  /** The exit code; null when a signal ended it. */
  code: number | null
  /** The last whole lines of what it wrote to both streams, at most `outputLimit` characters. */
  output: string
  /** Standard output alone and whole; null when it was longer than `answerLimit` bytes. It may hold a secret. */
  answer: string | null
  ended: 'exit' | 'deadline' | 'aborted' | 'notStarted'
}

const outputLimit = 16 * 1024
const answerLimit = 64 * 1024
/** How long a grandchild that keeps the pipes open is waited for after the program itself ended. */
const drain = 1_000

/** Ends a program and what it started. */
function killTree(child: ChildProcessWithoutNullStreams, platform: NodeJS.Platform): void {
  if (child.pid === undefined) return
  if (platform === 'win32') {
    const system = process.env['SystemRoot'] ?? 'C:\\Windows'
    spawn(win32.join(system, 'System32', 'taskkill.exe'), ['/PID', String(child.pid), '/T', '/F'], {
      stdio: 'ignore',
      windowsHide: true,
    }).on('error', () => child.kill('SIGKILL'))
    return
  }
  try {
    // The child leads a process group of its own; its helpers are in it.
    process.kill(-child.pid, 'SIGKILL')
  } catch {
    // Everything in the group has ended already.
  }
}

/** Keeps the end of a stream of text; whatever was cut off is cut at a line end, never inside a secret. */
function tail() {
  let text = ''
  let cut = false
  return {
    add(chunk: string) {
      text += chunk
      if (text.length <= 2 * outputLimit) return
      text = text.slice(-outputLimit)
      cut = true
    },
    read(): string {
      if (!cut && text.length <= outputLimit) return text
      const kept = text.slice(-outputLimit)
      const lineEnd = kept.indexOf('\n')
      return lineEnd < 0 ? '' : kept.slice(lineEnd + 1)
    },
  }
}

/** Keeps a stream whole, or nothing of it once it is too long. */
function whole() {
  let chunks: Buffer[] | null = []
  let bytes = 0
  return {
    add(chunk: Buffer) {
      bytes += chunk.length
      if (bytes > answerLimit) chunks = null
      chunks?.push(chunk)
    },
    read: (): string | null => (chunks === null ? null : Buffer.concat(chunks).toString('utf8')),
  }
}

/**
 * Never rejects. `input` is written to standard input and the stream closed; `deadline` is in milliseconds.
 * At the deadline, on `signal`, and when this process exits, the whole process group is killed.
 */
export function runChild(options: {
  file: string
  args: readonly string[]
  env: Record<string, string>
  cwd: string
  input: string
  deadline: number
  signal?: AbortSignal | undefined
  platform: NodeJS.Platform
}): Promise<ChildResult> {
  const { file, args, env, cwd, input, deadline, signal, platform } = options
  return new Promise((resolve) => {
    if (signal?.aborted === true) {
      resolve({ code: null, output: '', answer: '', ended: 'aborted' })
      return
    }
    let child: ChildProcessWithoutNullStreams
    try {
      child = spawn(file, args, {
        env,
        cwd,
        shell: false,
        stdio: ['pipe', 'pipe', 'pipe'],
        detached: platform !== 'win32',
        windowsHide: true,
      })
    } catch {
      // Some failures are thrown and not emitted, such as that of an environment that is too large.
      resolve({ code: null, output: '', answer: '', ended: 'notStarted' })
      return
    }
    const output = tail()
    const answer = whole()
    let ended: ChildResult['ended'] = 'exit'
    let code: number | null = null
    let waiting: NodeJS.Timeout | undefined

    const stop = (reason: ChildResult['ended']) => {
      ended = reason
      killTree(child, platform)
    }
    const onExit = () => killTree(child, platform)
    const onAbort = () => stop('aborted')
    const timer = setTimeout(() => stop('deadline'), deadline)
    process.once('exit', onExit)
    signal?.addEventListener('abort', onAbort, { once: true })

    const finish = () => {
      clearTimeout(timer)
      clearTimeout(waiting)
      process.off('exit', onExit)
      signal?.removeEventListener('abort', onAbort)
      resolve({ code, output: output.read(), answer: answer.read(), ended })
    }
    for (const stream of [child.stdout, child.stderr]) {
      const decoder = new StringDecoder('utf8')
      stream.on('data', (chunk: Buffer) => output.add(decoder.write(chunk)))
    }
    child.stdout.on('data', (chunk: Buffer) => answer.add(chunk))
    // A program that ends without reading its input breaks the pipe; its exit code tells the rest.
    child.stdin.on('error', () => undefined)
    child.stdin.end(input)

    child.on('error', () => {
      if (child.pid !== undefined) return
      ended = 'notStarted'
      finish()
    })
    child.once('exit', (exitCode) => {
      code = exitCode
      waiting = setTimeout(() => {
        killTree(child, platform)
        child.stdout.destroy()
        child.stderr.destroy()
      }, drain)
    })
    child.once('close', finish)
  })
}

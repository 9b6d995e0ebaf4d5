// What a command must undo when it ends, in whatever way: by itself, by Ctrl+C, or because it was asked to.
import { constants } from 'node:os'

type Undo = () => void | Promise<void>

const undos = new Set<Undo>()
let ending: Promise<void> | null = null

/** Registers `undo` for the end of the command. The answer forgets it again, for what ended earlier by itself. */
export function atEnd(undo: Undo): () => void {
  if (undos.size === 0) listen()
  undos.add(undo)
  return () => undos.delete(undo)
}

/** Undoes everything, newest first, then ends the process. */
export async function end(code: number): Promise<never> {
  ending ??= undoAll()
  await ending
  process.exit(code)
}

async function undoAll(): Promise<void> {
  for (const undo of [...undos].reverse()) {
    try {
      await undo()
    } catch (error) {
      process.stderr.write(`granary: while ending: ${String(error)}\n`)
    }
  }
  undos.clear()
}

let listening = false
function listen(): void {
  if (listening) return
  listening = true
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) {
    process.on(signal, () => {
      void end(128 + constants.signals[signal])
    })
  }
}

/** Runs a command's body: its number is the exit code, an error it throws is told in its own words. */
export function command(body: () => Promise<number>): void {
  body().then(end, (error: unknown) => {
    process.stderr.write(`granary: ${error instanceof Error ? error.message : String(error)}\n`)
    return end(1)
  })
}

// Starts a Local Hub with many organizations in a process of its own (inventory-server.ts).
import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { createInterface } from 'node:readline'
import { fileURLToPath } from 'node:url'

export interface ManyTokens {
  url: string
  username: string
  password: string
  /** Resolves when the process is gone. */
  stop(): Promise<void>
}

/** `organization-0` and on, beside those of the demo. */
export async function startManyTokens(
  folder: string,
  organizations: number,
  tokensEach: number,
): Promise<ManyTokens> {
  const program = fileURLToPath(new URL('inventory-server.ts', import.meta.url))
  const args = ['--import', 'tsx', program, folder, String(organizations), String(tokensEach)]
  const child = spawn(process.execPath, args, { stdio: ['pipe', 'pipe', 'inherit'] })
  const ended = once(child, 'exit')
  const [line] = (await once(createInterface(child.stdout), 'line')) as [string]
  return {
    ...(JSON.parse(line) as Omit<ManyTokens, 'stop'>),
    async stop() {
      child.stdin.end()
      await ended
    },
  }
}

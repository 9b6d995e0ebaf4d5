// Programs of their own that a test kills, or lets fail, at a chosen file call. Needs strace.
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { build } from 'vite'
import { type Run, run } from './run.ts'

const environment = {
  // One thread for file calls, so that strace counts them all in one row.
  UV_THREADPOOL_SIZE: '1',
  ELECTRON_OVERRIDE_DIST_PATH: '/no-electron-here',
  NODE_PATH: fileURLToPath(new URL('../../node_modules', import.meta.url)),
}

/** Bundles the program at `source` into `folder` and returns the path of what `node` runs. */
export async function bundled(source: URL, folder: string): Promise<string> {
  await build({
    configFile: false,
    logLevel: 'silent',
    ssr: { noExternal: true, external: ['electron'] },
    build: {
      ssr: fileURLToPath(source),
      outDir: folder,
      emptyOutDir: false,
      target: 'node20',
      rolldownOptions: { output: { format: 'cjs', entryFileNames: 'act.cjs', codeSplitting: false } },
    },
  })
  return join(folder, 'act.cjs')
}

/** To its end, without a fault. */
export const runWhole = (program: string, parameters: readonly string[]): Promise<Run> =>
  run(process.execPath, [program, ...parameters], { env: environment })

/** What befalls the nth call, in strace's words: `signal=SIGKILL`, `error=ENOSPC`. */
export interface Fault {
  call: string
  fault: string
  nth: number
}

/** `struck` is false when the program makes fewer such calls. `trace` is a file to write over. */
export async function runWithFault(
  program: string,
  parameters: readonly string[],
  { call, fault, nth }: Fault,
  { trace, input }: { trace: string; input?: string },
): Promise<Run & { struck: boolean }> {
  const inject = ['-e', `trace=${call}`, '-e', `inject=${call}:${fault}:when=${nth}`]
  const ended = await run(
    'strace',
    ['-f', '-qq', '-o', trace, ...inject, process.execPath, program, ...parameters],
    { env: environment, ...(input === undefined ? {} : { input }) },
  )
  return { ...ended, struck: /INJECTED|killed by SIGKILL/.test(readFileSync(trace, 'utf8')) }
}

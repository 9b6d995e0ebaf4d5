// Starts the program once more while it runs, the way the system opens a link, and waits until that start is over.
import { spawn } from 'node:child_process'
import { machineFlags, plainEnvironment, root } from '../../build/project.ts'
import { findRuntime } from '../../build/runtime.ts'

/** It hands the link to the app that has this data folder, and ends. `display`: of the story, as its environment says it. */
export async function startAgain(
  userData: string,
  link: string,
  display: Record<string, string>,
): Promise<void> {
  const packed = process.env['GRANARY_PACKED']
  const program = packed ?? (await findRuntime()).executable
  const args = [...machineFlags, ...(packed === undefined ? [root] : []), `--user-data-dir=${userData}`, link]
  const child = spawn(program, args, {
    env: { ...plainEnvironment(), ...display },
    cwd: root,
    stdio: 'ignore',
  })
  const code = await new Promise((resolve, reject) => {
    child.once('error', reject)
    child.once('exit', resolve)
  })
  if (code !== 0) throw new Error(`the second start ended with ${String(code)}`)
}

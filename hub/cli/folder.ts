// The data folder from outside: who runs in it, and emptying it.
import { existsSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { UsageError } from './arguments.ts'

const runningFile = (folder: string): string => join(folder, 'running')

/** Everything the Local Hub makes in its folder. Anything else there is somebody else's and stays. */
const ours = [
  'hub.db',
  'hub.db-wal',
  'hub.db-shm',
  'server.key',
  'registry-ca.pem',
  'registry-ca.key',
  'registry-events.secret',
  'tls-ca.pem',
  'tls-ca.key',
  'registry.yml',
  'registry-data',
  'running',
]

/** When a process started, by the kernel's clock (proc(5), field 22); empty where there is no /proc. */
function startOf(pid: number): string {
  try {
    const fields = readFileSync(`/proc/${pid}/stat`, 'utf8').split(') ').at(-1)?.split(' ')
    return fields?.[19] ?? ''
  } catch {
    return ''
  }
}

/** The process that serves this folder, or null. */
function runningIn(folder: string): number | null {
  if (!existsSync(runningFile(folder))) return null
  const [id = '', start = ''] = readFileSync(runningFile(folder), 'utf8').split(' ')
  const pid = Number(id)
  if (!Number.isInteger(pid) || pid <= 0 || pid === process.pid) return null
  // After a kill the number may be another process's by now.
  return isAlive(pid) && startOf(pid) === start ? pid : null
}

function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0)
    return true
  } catch (error) {
    // EPERM: it is there and belongs to somebody else.
    return (error as NodeJS.ErrnoException).code === 'EPERM'
  }
}

/** Notes that this process serves the folder, until the answer is called. Refuses a second one. */
export function claim(folder: string): () => void {
  const pid = runningIn(folder)
  if (pid !== null) throw new Error(`a Local Hub is running on this folder already (process ${pid})`)
  writeFileSync(runningFile(folder), `${process.pid} ${startOf(process.pid)}`, { mode: 0o600 })
  return () => rmSync(runningFile(folder), { force: true })
}

/** Deletes what the Local Hub keeps. Answers with the line to print. */
export function reset(folder: string): string {
  const pid = runningIn(folder)
  if (pid !== null)
    throw new UsageError(`a Local Hub is running on this folder (process ${pid}): stop it first`)
  const there = ours.filter((name) => existsSync(join(folder, name)))
  for (const name of there) rmSync(join(folder, name), { recursive: true, force: true })
  return there.length === 0 ? `There is nothing of the Local Hub in ${folder}.` : `Emptied ${folder}.`
}

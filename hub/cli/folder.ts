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

/** The process that serves this folder, or null. */
function runningIn(folder: string): number | null {
  if (!existsSync(runningFile(folder))) return null
  const pid = Number(readFileSync(runningFile(folder), 'utf8'))
  if (!Number.isInteger(pid) || pid <= 0 || pid === process.pid) return null
  try {
    process.kill(pid, 0)
    return pid
  } catch (error) {
    // EPERM: it is there and belongs to somebody else.
    return (error as NodeJS.ErrnoException).code === 'EPERM' ? pid : null
  }
}

/** Notes that this process serves the folder, until the answer is called. Refuses a second one. */
export function claim(folder: string): () => void {
  const pid = runningIn(folder)
  if (pid !== null) throw new Error(`a Local Hub is running on this folder already (process ${pid})`)
  writeFileSync(runningFile(folder), String(process.pid), { mode: 0o600 })
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

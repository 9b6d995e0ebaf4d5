// Watching other processes from a test: what they have written so far, and whether they have ended.
import { watch } from 'node:fs'
import { readFile } from 'node:fs/promises'
import { dirname } from 'node:path'

/** The text of a file as soon as it ends with a whole line; another process is writing it. */
export function lineIn(file: string): Promise<string> {
  return new Promise((resolve, reject) => {
    const watcher = watch(dirname(file), () => void look())
    watcher.once('error', reject)
    async function look() {
      const text = await readFile(file, 'utf8').catch(() => '')
      if (!text.endsWith('\n')) return
      watcher.close()
      resolve(text.trim())
    }
    void look()
  })
}

/** A zombie, which has ended and whose parent has not looked yet, does not run. */
export async function runs(pid: number): Promise<boolean> {
  const stat = await readFile(`/proc/${pid}/stat`, 'utf8').catch(() => ') Z ')
  return !/\) [ZX] /.test(stat)
}

/** True when the process ends soon: the system takes a moment after a kill. */
export async function ends(pid: number): Promise<boolean> {
  for (let turn = 0; turn < 5_000; turn += 1) {
    if (!(await runs(pid))) return true
    await new Promise((resolve) => setImmediate(resolve))
  }
  return false
}

// Lets only one command at a time build into `out/`.
import { mkdir, readFile, rm, stat, writeFile } from 'node:fs/promises'
import { setTimeout as delay } from 'node:timers/promises'
import { atEnd } from './ending.ts'
import { fromRoot } from './project.ts'
import type { Say } from './say.ts'

/** Waits for another command's build to end. The answer lets the next one in. */
export async function buildLock(say: Say): Promise<() => Promise<void>> {
  const file = fromRoot('node_modules', '.cache', 'granary', 'building')
  await mkdir(fromRoot('node_modules', '.cache', 'granary'), { recursive: true })
  let told = false
  while (!(await take(file))) {
    if (!told) say('waiting for another build to end')
    told = true
    await delay(200)
  }
  const release = () => rm(file, { force: true })
  const forget = atEnd(release)
  return async () => {
    forget()
    await release()
  }
}

async function take(file: string): Promise<boolean> {
  try {
    await writeFile(file, String(process.pid), { flag: 'wx' })
    return true
  } catch {
    // A command that was killed leaves its lock behind.
    if (await isAbandoned(file)) await rm(file, { force: true })
    return false
  }
}

async function isAbandoned(file: string): Promise<boolean> {
  try {
    const holder = await readFile(file, 'utf8')
    // Empty for the moment between creating and writing it.
    return holder === '' ? Date.now() - (await stat(file)).mtimeMs > 2_000 : !isAlive(Number(holder))
  } catch {
    return false
  }
}

function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0)
    return true
  } catch {
    return false
  }
}

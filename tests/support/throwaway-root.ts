// This machine as it is, in a copy that is thrown away: packages can be installed in it, and every file that they leave
// is seen. An overlay in a mount namespace of its own, so nothing reaches the machine itself. Linux, as root.
import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { lstatSync, mkdtempSync, readdirSync, rmdirSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { type Run, run } from './run.ts'

export interface ThrowawayRoot {
  /** Runs a program in it, as root. */
  run(program: string, args: readonly string[], env?: Record<string, string>): Promise<Run>
  /** Words that, put before a program's, start it in it. */
  enter: readonly string[]
  /** Files that are new or changed, as absolute paths in it; folders only when they are new. */
  changes(): Promise<Set<string>>
  remove(): Promise<void>
}

// The upper layer must not lie below the lower one, hence the file system in memory. Only the layers' own folder is
// kept in sight, to list it. pivot_root and not chroot: a process in a chroot may make no user namespace, and so have
// no sandbox. /tmp stays the machine's, for sockets and the test's own folders.
const script = `set -e
mount -t tmpfs -o size=3g,mode=0755 tmpfs "$1"
mkdir "$1/upper" "$1/work" "$1/root"
mount -t overlay overlay -o "lowerdir=/,upperdir=$1/upper,workdir=$1/work" "$1/root"
for folder in proc dev sys tmp; do mount --rbind "/$folder" "$1/root/$folder"; done
cd "$1/root"
mkdir -p .before
pivot_root . .before
umount -l /.before
rmdir /.before
echo ready
exec cat`

export async function throwawayRoot(): Promise<ThrowawayRoot> {
  const base = mkdtempSync(join(tmpdir(), 'granary-root-'))
  const holder = spawn('unshare', ['--mount', '--propagation', 'private', 'sh', '-c', script, 'sh', base], {
    stdio: ['pipe', 'pipe', 'pipe'],
  })
  await ready(holder)
  const enter = ['nsenter', `--mount=/proc/${holder.pid}/ns/mnt`]
  const inside = (program: string, args: readonly string[], env: Record<string, string> = {}) =>
    run('nsenter', [...enter.slice(1), program, ...args], { env, deadline: 300_000 })
  return {
    enter,
    run: inside,
    async changes() {
      const { output } = await inside('find', [`${base}/upper`, '-mindepth', '1', '-printf', '%y %P\\n'])
      const found = output.split('\n').flatMap((line) => {
        const path = `/${line.slice(2)}`
        return line === '' || (line.startsWith('d') && exists(path)) ? [] : [path]
      })
      return new Set(found)
    },
    async remove() {
      const ended = once(holder, 'exit')
      holder.stdin?.end()
      await ended
      if (readdirSync(base).length === 0) rmdirSync(base)
    },
  }
}

/** On the machine itself. */
function exists(path: string): boolean {
  return lstatSync(path, { throwIfNoEntry: false }) !== undefined
}

/** Resolves when the root stands; rejects with the reason why it does not. */
function ready(holder: ChildProcess): Promise<void> {
  return new Promise((resolve, reject) => {
    let said = ''
    holder.stderr?.setEncoding('utf8').on('data', (text: string) => (said += text))
    holder.stdout?.once('data', () => resolve())
    holder.once('error', reject)
    holder.once('exit', (code) => reject(new Error(`no throwaway root (exit code ${code}): ${said}`)))
  })
}

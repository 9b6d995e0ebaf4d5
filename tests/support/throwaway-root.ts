// A new Debian of this machine's release, with nothing in it but apt, that is thrown away: packages can be installed in it,
// and every file that they leave is seen. In a mount namespace of its own and in memory, so nothing reaches the machine
// itself. Linux, as root.
import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdtempSync, readFileSync, readdirSync, rmdirSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { findProgram } from '../../build/packages/present.ts'
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

// What is new is in the upper layer; /tmp stays the machine's, for sockets and the test's own folders, and so the layers
// can be listed. Docker's CLI is the machine's, in /usr/local. pivot_root and not chroot: a process in a chroot may make
// no user namespace, and so have no sandbox.
const script = `set -e
base=$1 release=$2 docker=$3
mount -t tmpfs -o size=3g,mode=0755 tmpfs "$base"
mkdir "$base/upper" "$base/work" "$base/root"
mmdebstrap --quiet --variant=minbase --skip=cleanup/apt "$release" "$base/lower" >&2
cp -L "$docker" "$base/lower/usr/local/bin/docker"
cp -L /etc/hosts /etc/resolv.conf "$base/lower/etc/"
mount -t overlay overlay -o "lowerdir=$base/lower,upperdir=$base/upper,workdir=$base/work" "$base/root"
for folder in proc dev sys tmp; do mount --rbind "/$folder" "$base/root/$folder"; done
cd "$base/root"
mkdir .before
pivot_root . .before
umount -l /.before
rmdir /.before
echo ready
exec cat`

/** Files that are new or changed, and folders that the lower layer does not have. */
const listing = `cd "$1/upper"
exec find . -mindepth 1 '(' ! -type d -o ! -exec test -d "$1/lower/{}" ';' ')' -printf '/%P\n'`

/** As apt calls it: bookworm, noble ... */
function thisRelease(): string {
  const found = /^VERSION_CODENAME=(\w+)$/m.exec(readFileSync('/etc/os-release', 'utf8'))?.[1]
  if (found === undefined) throw new Error('/etc/os-release names no release')
  return found
}

export async function throwawayRoot(): Promise<ThrowawayRoot> {
  const base = mkdtempSync(join(tmpdir(), 'granary-root-'))
  const words = ['sh', '-c', script, 'sh', base, thisRelease(), findProgram('docker') ?? '']
  const holder = spawn('unshare', ['--mount', '--propagation', 'private', ...words], {
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
      const { code, output } = await inside('sh', ['-c', listing, 'sh', base])
      if (code !== 0) throw new Error(output)
      return new Set(output.split('\n').filter((line) => line !== ''))
    },
    async remove() {
      const ended = once(holder, 'exit')
      holder.stdin?.end()
      await ended
      if (readdirSync(base).length === 0) rmdirSync(base)
    },
  }
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

// A disk of a few KiB, for finding out what happens when it is full. Needs the right to mount (root).
import { execFileSync } from 'node:child_process'
import { closeSync, mkdtempSync, openSync, rmSync, rmdirSync, writeSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'

export interface SmallDisk {
  readonly folder: string
  /** Fills the disk until about so many bytes (whole pages of 4 KiB) are free. */
  leave(bytes: number): void
  /** Takes the filling away again. */
  empty(): void
  unmount(): void
}

const page = 4096

export function mountSmallDisk(kibibytes: number): SmallDisk {
  if (process.getuid?.() !== 0)
    throw new Error(
      'Tests of a full disk mount a tmpfs and need root for it: run them in a container, as CI does.',
    )
  const folder = mkdtempSync(join(tmpdir(), 'granary-disk-'))
  execFileSync('mount', ['-t', 'tmpfs', '-o', `size=${kibibytes}k,mode=0700`, 'tmpfs', folder])
  const filling = join(folder, 'filling')
  const empty = (): void => rmSync(filling, { force: true })
  return {
    folder,
    leave(bytes) {
      empty()
      const file = openSync(filling, 'w')
      let written = 0
      try {
        while (writeSync(file, Buffer.alloc(page)) === page) written += page
      } catch {
        // Full: as wanted.
      }
      closeSync(file)
      rmSync(filling)
      const again = openSync(filling, 'w')
      for (let left = written - bytes; left >= page; left -= page) writeSync(again, Buffer.alloc(page))
      closeSync(again)
    },
    empty,
    unmount() {
      execFileSync('umount', [folder])
      rmdirSync(folder)
    },
  }
}

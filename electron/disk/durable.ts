// Files that are written whole or not at all, and are on the disk before the call returns.
import { randomBytes } from 'node:crypto'
import * as fs from 'node:fs/promises'
import { basename, dirname, join } from 'node:path'
import { Failed } from '../../shared/errors.ts'
import { diskFailure, systemCode } from './failure.ts'

/** A temporary file this old belongs to a process that died while writing. */
const staleAfter = 60_000

/** The file that keeps the generation before the current one. */
export const previousOf = (file: string): string => `${file}.previous`

async function writeAll(file: string, bytes: Uint8Array): Promise<void> {
  const handle = await fs.open(file, 'wx', 0o600)
  try {
    // One write may take only a part without an error: on a nearly full disk that is the whole warning.
    for (let at = 0; at < bytes.length;) {
      const { bytesWritten } = await handle.write(bytes, at, bytes.length - at)
      if (bytesWritten === 0) throw new Failed('disk.full')
      at += bytesWritten
    }
    await handle.sync()
  } finally {
    await handle.close()
  }
}

/** What network file systems say that know no forcing of a folder. */
const cannotSync = new Set(['EINVAL', 'ENOTSUP', 'EOPNOTSUPP', 'ENOSYS'])

/** Makes renames and new names in a folder survive a power cut. Windows has no such call and needs none. */
export async function syncFolder(folder: string): Promise<void> {
  if (process.platform === 'win32') return
  const handle = await fs.open(folder, 'r')
  try {
    await handle.sync()
  } catch (error) {
    if (!cannotSync.has(systemCode(error) ?? '')) throw error
  } finally {
    await handle.close()
  }
}

async function keepGeneration(file: string): Promise<void> {
  const beside = temporaryOf(previousOf(file))
  try {
    // A second name for the same bytes: needs no room, and the bytes are never written to again.
    await fs.link(file, beside)
  } catch (error) {
    if (systemCode(error) === 'ENOENT') return
    await fs.copyFile(file, beside)
  }
  await fs.rename(beside, previousOf(file))
}

const temporaryOf = (file: string): string => `${file}.${randomBytes(6).toString('hex')}.tmp`

export interface DurableOptions {
  /** Keep the file as it was under `previousOf(file)`. */
  keepPrevious?: boolean
}

/**
 * Replaces `file` (mode 0600, its folder made with 0700 when missing): all bytes written, forced to the disk, read
 * back, renamed into place, folder forced to the disk. When it throws, the file is as it was; only when the folder
 * alone cannot be forced to the disk, which is last, has it the new bytes already.
 * @throws Failed disk.full, disk.failed
 */
export async function writeDurably(
  file: string,
  data: string | Uint8Array,
  options: DurableOptions = {},
): Promise<void> {
  const bytes = typeof data === 'string' ? Buffer.from(data) : data
  const temporary = temporaryOf(file)
  try {
    await fs.mkdir(dirname(file), { recursive: true, mode: 0o700 })
    await writeAll(temporary, bytes)
    if (!(await fs.readFile(temporary)).equals(bytes))
      throw new Failed('disk.failed', { detail: 'read back differs' })
    if (options.keepPrevious) await keepGeneration(file)
    await fs.rename(temporary, file)
    await syncFolder(dirname(file))
  } catch (error) {
    await fs.rm(temporary, { force: true }).catch(() => undefined)
    throw diskFailure(error)
  }
}

/** A disk with so many bytes more than are wanted has room; what a quota takes away is met by reading back. */
const plenty = 64 * 1024 * 1024

async function hasPlenty(folder: string, bytes: number): Promise<boolean> {
  const there = await fs.statfs(folder).catch(() => null)
  return there !== null && there.bavail * there.bsize > bytes + plenty
}

/**
 * Proves that `bytes` more bytes fit beside `file` and gives the room back: where the disk is not nearly empty by
 * forcing as many to it.
 * @throws Failed disk.full, disk.failed
 */
export async function proveRoom(file: string, bytes: number): Promise<void> {
  if (await hasPlenty(dirname(file), bytes)) return
  const temporary = temporaryOf(file)
  try {
    await fs.mkdir(dirname(file), { recursive: true, mode: 0o700 })
    await writeAll(temporary, randomBytes(bytes))
  } catch (error) {
    throw diskFailure(error)
  } finally {
    await fs.rm(temporary, { force: true }).catch(() => undefined)
  }
}

/**
 * The bytes of a file, or null when there is none.
 * @throws Failed file.unreadable when it is larger than `maximum`, disk.failed
 */
export async function readBounded(file: string, maximum: number): Promise<Buffer | null> {
  try {
    const handle = await fs.open(file, 'r')
    try {
      const { size } = await handle.stat()
      if (size > maximum) throw new Failed('file.unreadable', { detail: 'too large' })
      return await handle.readFile()
    } finally {
      await handle.close()
    }
  } catch (error) {
    if (systemCode(error) === 'ENOENT') return null
    throw diskFailure(error)
  }
}

/**
 * Renames a file that cannot be used to `<file>.<why>-<time>`; never deletes it and never hides an earlier one.
 * @returns the new path
 * @throws Failed disk.failed
 */
export async function setAside(file: string, why: 'corrupt' | 'other-key' = 'corrupt'): Promise<string> {
  const time = new Date().toISOString().replaceAll(/[:.]/g, '-')
  for (let attempt = 0; ; attempt += 1) {
    const target = `${file}.${why}-${time}${attempt === 0 ? '' : `-${attempt}`}`
    try {
      await fs.lstat(target)
    } catch {
      try {
        await fs.rename(file, target)
        return target
      } catch (error) {
        throw diskFailure(error)
      }
    }
  }
}

/** Removes a file and the generation before it. @throws Failed disk.failed */
export async function removeGenerations(file: string): Promise<void> {
  try {
    // The older one first: a crash in between leaves the newer, not an old value come back to life.
    await fs.rm(previousOf(file), { force: true })
    await fs.rm(file, { force: true })
  } catch (error) {
    throw diskFailure(error)
  }
}

/** Removes temporary files that a crash left beside `file`: ours (`.tmp`) and electron-store's (`.tmp-…`). */
export const sweepTemporary = (file: string): Promise<void> =>
  sweepFolder(dirname(file), `${basename(file)}.`)

/** The same in a folder that nobody else writes to, of every file whose name starts so. Never throws. */
export async function sweepFolder(folder: string, start = ''): Promise<void> {
  const names = await fs.readdir(folder).catch(() => [])
  for (const name of names) {
    if (!name.startsWith(start) || !/\.tmp$|\.tmp-[0-9a-z]+$/i.test(name)) continue
    const path = join(folder, name)
    const age = await fs
      .stat(path)
      .then((stats) => Date.now() - stats.mtimeMs)
      .catch(() => 0)
    if (age > staleAfter) await fs.rm(path, { force: true }).catch(() => undefined)
  }
}

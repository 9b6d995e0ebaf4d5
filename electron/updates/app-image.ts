// Replaces an AppImage. electron-updater deletes the old one before it moves the new one there; on a full disk that
// leaves none. Here the new one lies beside the old, complete, before anything is replaced, and the rest is a rename.
import { type ChildProcess, spawn } from 'node:child_process'
import { closeSync, existsSync, openSync, readdirSync, renameSync } from 'node:fs'
import * as fs from 'node:fs/promises'
import { basename, dirname, join } from 'node:path'
import { Failed } from '../../shared/errors.ts'

const stagedBeside = (appImage: string): string => join(dirname(appImage), `.${basename(appImage)}.update`)

/**
 * Brings a download beside `appImage` and answers with where it lies now. The one that runs is not touched.
 * @throws Failed disk.full, update.notInstalled
 */
export async function stage(downloaded: string, appImage: string): Promise<string> {
  const staged = stagedBeside(appImage)
  try {
    await fs.rm(staged, { force: true })
    await move(downloaded, staged)
    await fs.chmod(staged, 0o755)
    await force(staged)
    return staged
  } catch (cause) {
    await fs.rm(staged, { force: true }).catch(() => undefined)
    throw notInstalled(cause)
  }
}

/** Failures of the disk as the owner is told of them. */
export const notInstalled = (cause: unknown): Failed =>
  new Failed(
    (cause as NodeJS.ErrnoException).code === 'ENOSPC' ? 'disk.full' : 'update.notInstalled',
    {},
    { cause },
  )

async function move(from: string, to: string): Promise<void> {
  try {
    await fs.rename(from, to)
  } catch (error) {
    // The download lies on another disk.
    if ((error as NodeJS.ErrnoException).code !== 'EXDEV') throw error
    await fs.copyFile(from, to)
    await fs.rm(from, { force: true })
  }
}

async function force(file: string): Promise<void> {
  const handle = await fs.open(file, 'r')
  try {
    await handle.sync()
  } finally {
    await handle.close()
  }
}

/** The last thing before the end: one step, which happens or does not. @throws what the disk says */
export const takePlace = (staged: string, appImage: string): void => renameSync(staged, appImage)

/** Starts `file` once this process has ended: until then it holds the lock of the only instance. */
export function startAfterwards(file: string, args: readonly string[]): ChildProcess {
  const nothing = openSync('/dev/null', 'r+')
  // A shell outside the AppImage, whose own folder goes with this process. It reads until the pipe closes.
  const waiting = spawn('/bin/sh', ['-c', 'read -r _; exec "$0" "$@" </dev/null', file, ...args], {
    detached: true,
    stdio: ['pipe', ...Array<number>(highestOpenFile()).fill(nothing)],
  })
  closeSync(nothing)
  waiting.on('error', () => undefined)
  waiting.unref()
  return waiting
}

/**
 * Chromium's sockets pass on to whatever Node starts, and the processes behind them would live as long as that: each
 * number up to this one is given to the child as nothing.
 */
const highestOpenFile = (): number =>
  existsSync('/proc/self/fd') ? Math.max(2, ...readdirSync('/proc/self/fd').map(Number)) : 2

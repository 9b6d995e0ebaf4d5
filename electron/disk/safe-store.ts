// electron-store made safe: checksum, previous generation, room proved before and bytes read back after each write.
// Alone it replaces a good file by a truncated one on a nearly full disk, without an error (its writer, atomically,
// ignores a short write), and either throws on a damaged file or empties it.
import * as fs from 'node:fs/promises'
import { basename, dirname, extname, join } from 'node:path'
import { Failed } from '../../shared/errors.ts'
import {
  previousOf,
  proveRoom,
  readBounded,
  setAside,
  sweepTemporary,
  syncFolder,
  writeDurably,
} from './durable.ts'
import { type Envelope, wrap } from './envelope.ts'
import { diskFailure } from './failure.ts'
import { type Reading, loadGenerations, newerFile, readGeneration } from './generations.ts'
import { inTurn } from './in-turn.ts'

const maximum = 64 * 1024 * 1024

export interface SafeStoreOptions<T> {
  folder: string
  /** File name with its ending, such as `settings.json`. */
  file: string
  /** A zod schema, or anything whose `parse` returns the value or throws. */
  schema: { parse: (data: unknown) => T }
  /** The value while nothing was ever written. */
  defaults: T
  /** Version of the data's shape; a file with a higher one is never touched. Default 1. */
  version?: number
  /** Told the new path of each damaged file. */
  onSetAside?: (file: string) => void
  /** False where whoever opens it has swept the folder of what a crash left (`sweepFolder`). Default true. */
  sweep?: boolean
}

export interface SafeStore<T> {
  /** Why what is on disk could not be used at opening (`file.unreadable`: from a newer Granary; `disk.failed`). */
  readonly trouble: Failed | null
  /** The last value that is known to be on disk, or the defaults. Treat it as frozen. */
  read(): T
  /** Replaces the value. @throws Failed disk.full, disk.failed, file.unreadable: nothing has changed then */
  write(value: T): Promise<void>
  /** Replaces the value by one made from the newest on disk. Throws as `write`. */
  change(next: (current: T) => T): Promise<T>
  /** Resolves when everything that was asked of it so far is done. */
  settled(): Promise<void>
}

/** Opens a store; never throws. What cannot be read is left alone, and `trouble` says why. */
export async function openSafeStore<T>(options: SafeStoreOptions<T>): Promise<SafeStore<T>> {
  const { folder, schema, defaults, onSetAside } = options
  const file = join(folder, options.file)
  const reading: Reading<T> = { version: options.version ?? 1, maximum, parse: (data) => schema.parse(data) }
  const turn = inTurn()
  let value = defaults
  let trouble: Failed | null = null

  if (options.sweep !== false) await sweepTemporary(file)
  try {
    const loaded = await loadGenerations(file, reading)
    value = loaded.value ?? defaults
    for (const path of loaded.setAside) onSetAside?.(path)
  } catch (error) {
    // Each write asks the disk again, so that trouble is met there, or gone.
    trouble = diskFailure(error)
  }

  async function replace(next: (current: T) => T): Promise<T> {
    const before = await readGeneration(file, reading)
    if (before.state === 'newer') throw newerFile()
    if (before.state === 'corrupt') onSetAside?.(await setAside(file))
    const wanted = schema.parse(next(before.state === 'good' ? before.value : value))
    const envelope = wrap(wanted, reading.version, before.state === 'good' ? before.revision + 1 : 1)
    // As electron-store writes it.
    const bytes = Buffer.from(JSON.stringify(envelope, undefined, '\t'))
    if (bytes.length > maximum) throw new Failed('disk.failed', { detail: 'too large' })
    if (before.state === 'good') await writeDurably(previousOf(file), before.bytes)
    await proveRoom(file, bytes.length)
    try {
      await writeThroughElectronStore(file, envelope)
      if (!(await readBounded(file, maximum))?.equals(bytes)) throw new Failed('disk.full')
      await syncFolder(folder)
    } catch (error) {
      await putBack(file, before.state === 'good' ? before.bytes : null)
      throw diskFailure(error)
    }
    value = wanted
    return wanted
  }

  return {
    trouble,
    read: () => value,
    write: (wanted) => turn(() => replace(() => wanted)).then(() => undefined),
    change: (next) => turn(() => replace(next)),
    settled: () => turn(() => Promise.resolve()),
  }
}

const loadElectronStore = () => import('electron-store')
/** Loaded at the first write: reading the settings at start must not wait for it and its schema compiler. */
let electronStore: ReturnType<typeof loadElectronStore> | null = null

async function writeThroughElectronStore(file: string, envelope: Envelope): Promise<void> {
  electronStore ??= loadElectronStore()
  const { default: ElectronStore } = await electronStore
  const ending = extname(file)
  const store = new ElectronStore<Envelope>({
    cwd: dirname(file),
    name: basename(file, ending),
    fileExtension: ending.slice(1),
    configFileMode: 0o600,
    accessPropertiesByDotNotation: false,
  })
  store.store = envelope
}

async function putBack(file: string, bytes: Buffer | null): Promise<void> {
  const left = await fs.readFile(file).catch(() => null)
  if (bytes === null || left?.equals(bytes)) {
    if (bytes === null) await fs.rm(file, { force: true }).catch(() => undefined)
    return
  }
  // What is there now is a part of what this process still holds: it goes first, to make room.
  await fs.rm(file, { force: true }).catch(() => undefined)
  await writeDurably(file, bytes)
    .catch(() => fs.rename(previousOf(file), file))
    .catch(() => undefined)
}

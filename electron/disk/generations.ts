// Reads a kept file: the current generation, or when that is damaged the one before. Damaged files are set aside.
import { Failed, isFailed } from '../../shared/errors.ts'
import { previousOf, readBounded, setAside } from './durable.ts'
import { unwrap } from './envelope.ts'

/** How to make sense of a kept file. */
export interface Reading<T> {
  /** The newest version of the data this Granary knows. */
  version: number
  /** Largest file to read, in bytes. */
  maximum: number
  /** Throws when the data is not what it should be. */
  parse: (data: unknown) => T
}

export type Generation<T> =
  { state: 'good'; value: T; revision: number; bytes: Buffer } | { state: 'absent' | 'newer' | 'corrupt' }

/**
 * Reads one file.
 * @throws Failed disk.failed when the disk refuses to say what is in it
 */
export async function readGeneration<T>(file: string, reading: Reading<T>): Promise<Generation<T>> {
  let bytes: Buffer | null
  try {
    bytes = await readBounded(file, reading.maximum)
  } catch (error) {
    if (isFailed(error, 'file.unreadable')) return { state: 'corrupt' }
    throw error
  }
  if (bytes === null) return { state: 'absent' }
  const unwrapped = unwrap(bytes.toString('utf8'), reading.version)
  if (unwrapped.state !== 'good') return { state: unwrapped.state }
  try {
    return { state: 'good', value: reading.parse(unwrapped.data), revision: unwrapped.revision, bytes }
  } catch {
    return { state: 'corrupt' }
  }
}

export interface Loaded<T> {
  /** Null when neither generation holds anything. */
  value: T | null
  revision: number
  /** Paths that damaged files were renamed to. */
  setAside: string[]
}

/**
 * Loads the current generation, or the one before when the current one is damaged or missing.
 * @throws Failed file.unreadable when the file is intact but from a newer Granary (it is left alone), disk.failed
 */
export async function loadGenerations<T>(file: string, reading: Reading<T>): Promise<Loaded<T>> {
  const current = await readGeneration(file, reading)
  if (current.state === 'newer') throw newerFile()
  if (current.state === 'good') return { value: current.value, revision: current.revision, setAside: [] }
  const previous = await readGeneration(previousOf(file), reading)
  if (previous.state === 'newer') throw newerFile()

  const moved: string[] = []
  // A disk that refuses even the renaming refuses writing too: nothing is written over.
  const move = (path: string) =>
    setAside(path).then(
      (to) => moved.push(to),
      () => undefined,
    )
  if (current.state === 'corrupt') await move(file)
  if (previous.state === 'corrupt') await move(previousOf(file))
  if (previous.state !== 'good') return { value: null, revision: 0, setAside: moved }
  // It serves from where it is: the next write makes a current one and leaves it alone.
  return { value: previous.value, revision: previous.revision, setAside: moved }
}

/** An intact file that an older Granary must not touch. */
export const newerFile = (): Failed =>
  new Failed('file.unreadable', { detail: 'written by a newer version of Granary' })

// A file of any length that appears whole or not at all: written beside its place while its parts are made.
import { randomBytes } from 'node:crypto'
import * as fs from 'node:fs/promises'
import { dirname } from 'node:path'
import { syncFolder } from './durable.ts'
import { diskFailure } from './failure.ts'

/**
 * Writes what `parts` yields, one after the other, so that no more than one is in memory. What `parts` throws is thrown
 * on, and there is no file then; one that was there before is as it was.
 * @throws Failed disk.full, disk.failed
 */
export async function writeStreamed(file: string, parts: AsyncIterable<string>): Promise<void> {
  const temporary = `${file}.${randomBytes(6).toString('hex')}.tmp`
  const handle = await onDisk(() => fs.open(temporary, 'wx', 0o600))
  try {
    try {
      for await (const part of parts) await onDisk(() => handle.appendFile(part))
      await onDisk(() => handle.sync())
    } finally {
      await handle.close()
    }
    await onDisk(() => fs.rename(temporary, file))
    await onDisk(() => syncFolder(dirname(file)))
  } catch (error) {
    await fs.rm(temporary, { force: true }).catch(() => undefined)
    throw error
  }
}

async function onDisk<T>(act: () => Promise<T>): Promise<T> {
  try {
    return await act()
  } catch (error) {
    throw diskFailure(error)
  }
}

// The offline inventory on disk: one encrypted file for each document, in a form only this computer's keychain opens.
// What cannot be saved lives in memory for the session and is saved with the next write that works.
import { existsSync } from 'node:fs'
import { join } from 'node:path'
import * as z from 'zod'
import { isFailed } from '../../shared/errors.ts'
import { doAll } from '../disk/do-all.ts'
import { previousOf, removeGenerations, setAside, sweepFolder } from '../disk/durable.ts'
import { inTurn } from '../disk/in-turn.ts'
import { openSafeStore } from '../disk/safe-store.ts'
import type { Keychain } from '../keychain/keychain.ts'
import { type Sealed, keyMark, seal, sealedSchema, unseal } from './cipher.ts'
import { openInventoryKey } from './key.ts'
import { aboutOf, accountOf, fileNameOf, filesOf, isOf } from './sealed-files.ts'

/**
 * Whether a document is on disk; when not, what stood in the way (`newer`: a file of a newer Granary, which is left
 * alone). It is in memory either way.
 */
export type Saved = { saved: true } | { saved: false; reason: 'keychain' | 'disk' | 'newer' }

/** What is known of a document. Unknown: there may be one, and nothing may be written over it. */
export type Found<T> =
  | { state: 'found'; value: T }
  | { state: 'missing' }
  | { state: 'unknown'; code: `keychain.${'absent' | 'locked' | 'hanging' | 'failed'}` | 'disk.failed' }

export interface SealedDocuments {
  /** Asks for the key before the first document is due. Never throws. */
  open(): void
  /** Never throws. A document that is damaged or has not this shape is set aside, and missing from then on. */
  find<T>(name: string, schema: z.ZodType<T>): Promise<Found<T>>
  /** For what is not made from what it was before: null when there is none that can be opened now. Never throws. */
  read(name: string): Promise<unknown>
  /** `value` is JSON. Never throws; a failure leaves the file as it was. */
  write(name: string, value: unknown): Promise<Saved>
  /**
   * Removes an account's documents (the second part of their names) with all their generations, without a key.
   * @throws Failed disk.failed
   */
  forget(accountId: string): Promise<void>
}

export interface SealedOptions {
  folder: string
  keychain: Keychain
  /** Told the new path of each file that was damaged or belongs to another key. */
  onSetAside?: (file: string) => void
  /** Milliseconds to leave a keychain alone that refused. */
  rest?: number
}

export function openSealedDocuments(options: SealedOptions): SealedDocuments {
  const { folder, keychain, onSetAside = () => undefined } = options
  const inventoryKey = openInventoryKey(keychain, options.rest)
  /** Documents that are not on disk, as JSON. */
  const unsaved = new Map<string, string>()
  /** Names whose write has not ended. */
  const writing = new Set<string>()
  const turns = new Map<string, ReturnType<typeof inTurn>>()
  void sweepFolder(folder)

  /** One file at a time is done one thing to; several files at once. */
  function turnOf(file: string): ReturnType<typeof inTurn> {
    const turn = turns.get(file) ?? inTurn()
    turns.set(file, turn)
    return turn
  }

  const storeOf = (file: string) =>
    openSafeStore<Sealed | null>({
      ...{ folder, file, onSetAside, defaults: null, sweep: false },
      schema: sealedSchema.nullable(),
    })

  async function aside(file: string, why: 'corrupt' | 'other-key'): Promise<void> {
    // Its previous generation goes along, or it would come back in its place.
    for (const path of [join(folder, file), previousOf(join(folder, file))])
      if (existsSync(path)) onSetAside(await setAside(path, why))
  }

  /** What a file holds, opened; null when it holds nothing of ours. @throws Failed disk.failed: it cannot be told */
  async function openFile(file: string, key: Buffer): Promise<{ name: string; text: string } | null> {
    const store = await storeOf(file)
    // What a newer Granary wrote is no reason to stop: no write touches it either.
    if (store.trouble && store.trouble.failure.code !== 'file.unreadable') throw store.trouble
    const sealed = store.read()
    if (sealed === null) return null
    if (sealed.key !== keyMark(key)) return aside(file, 'other-key').then(() => null)
    try {
      const name = unseal(key, aboutOf(file), sealed.name)
      return { name, text: unseal(key, name, sealed.value) }
    } catch {
      return aside(file, 'corrupt').then(() => null)
    }
  }

  async function findOnDisk<T>(name: string, schema: z.ZodType<T>, key: Buffer): Promise<Found<T>> {
    const file = fileNameOf(name)
    const opened = await openFile(file, key)
    if (opened?.name !== name) return { state: 'missing' }
    const found = shaped(opened.text, schema)
    if (found.state === 'missing') await aside(file, 'corrupt')
    return found
  }

  async function find<T>(name: string, schema: z.ZodType<T>): Promise<Found<T>> {
    const held = unsaved.get(name)
    if (held !== undefined) return shaped(held, schema)
    const read = await inventoryKey.read()
    if (read.state === 'missing') return read
    if (read.state === 'unknown') return { state: 'unknown', code: `keychain.${read.reason}` }
    return turnOf(fileNameOf(name))(() => findOnDisk(name, schema, read.key)).catch(() => ({
      ...{ state: 'unknown', code: 'disk.failed' },
    }))
  }

  /** Saves what memory holds under a name; another write may have done so already, or put something newer there. */
  async function saveHeld(name: string, key: Buffer): Promise<void> {
    const text = unsaved.get(name)
    if (text === undefined) return
    const file = fileNameOf(name)
    const store = await storeOf(file)
    if (store.trouble) throw store.trouble
    const there = store.read()
    if (there !== null && there.key !== keyMark(key)) await aside(file, 'other-key')
    const about = aboutOf(file)
    await store.write({ key: keyMark(key), name: seal(key, about, name), value: seal(key, name, text) })
    if (unsaved.get(name) === text) unsaved.delete(name)
  }

  async function removeFiles(accountId: string): Promise<void> {
    // With those that are being written for the first time.
    const files = new Set([...(await filesOf(folder, accountId)), ...turns.keys()].filter(isOf(accountId)))
    await doAll([...files].map((file) => turnOf(file)(() => removeGenerations(join(folder, file)))))
  }

  return {
    open: () => void inventoryKey.read(),
    find,
    async read(name) {
      const found = await find(name, z.unknown())
      return found.state === 'found' ? found.value : null
    },
    async write(name, value) {
      unsaved.set(name, JSON.stringify(value))
      const key = await inventoryKey.readOrMake()
      if (key === null) return { saved: false, reason: 'keychain' }
      writing.add(name)
      try {
        await turnOf(fileNameOf(name))(() => saveHeld(name, key))
      } catch (error) {
        return { saved: false, reason: isFailed(error, 'file.unreadable') ? 'newer' : 'disk' }
      } finally {
        writing.delete(name)
      }
      // What stood in the way of the others is gone too, most likely.
      for (const other of unsaved.keys())
        if (!writing.has(other))
          await turnOf(fileNameOf(other))(() => saveHeld(other, key)).catch(() => undefined)
      return { saved: true }
    },
    async forget(accountId) {
      for (const name of unsaved.keys()) if (accountOf(name) === accountId) unsaved.delete(name)
      await removeFiles(accountId)
    },
  }
}

function shaped<T>(text: string, schema: z.ZodType<T>): Found<T> {
  const parsed = schema.safeParse(JSON.parse(text))
  return parsed.success ? { state: 'found', value: parsed.data } : { state: 'missing' }
}

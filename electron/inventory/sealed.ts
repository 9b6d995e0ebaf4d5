// The offline inventory on disk: one encrypted file for each document, in a form only this computer's keychain opens.
// What cannot be saved lives in memory for the session and is saved with the next write that works.
import { existsSync } from 'node:fs'
import * as fs from 'node:fs/promises'
import { join } from 'node:path'
import { isFailed } from '../../shared/errors.ts'
import { previousOf, setAside } from '../disk/durable.ts'
import { inTurn } from '../disk/in-turn.ts'
import { openSafeStore } from '../disk/safe-store.ts'
import type { Keychain } from '../keychain/keychain.ts'
import { type Sealed, fileNameOf, keyMark, seal, sealedSchema, unseal } from './cipher.ts'
import { openInventoryKey } from './key.ts'

/**
 * Whether a document is on disk; when not, what stood in the way (`newer`: a file of a newer Granary, which is left
 * alone). It is in memory either way.
 */
export type Saved = { saved: true } | { saved: false; reason: 'keychain' | 'disk' | 'newer' }

export interface SealedDocuments {
  /** The document, or null when there is none that can be opened now. Never throws. */
  read(name: string): Promise<unknown>
  /** False while nothing can be said about what is on disk: then a document that is not read may still be there. */
  readable(): Promise<boolean>
  /** `value` is JSON. Never throws; a failure leaves the file as it was. */
  write(name: string, value: unknown): Promise<Saved>
  /** Removes the document with all its generations. @throws Failed disk.failed */
  remove(name: string): Promise<void>
  /** The names of all documents that can be opened now. */
  names(): Promise<string[]>
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

  /** One file at a time is done one thing to; several files at once. */
  function turnOf(file: string): ReturnType<typeof inTurn> {
    const turn = turns.get(file) ?? inTurn()
    turns.set(file, turn)
    return turn
  }

  const storeOf = (file: string) =>
    openSafeStore<Sealed | null>({
      folder,
      file,
      schema: sealedSchema.nullable(),
      defaults: null,
      onSetAside,
    })

  async function aside(file: string, why: 'corrupt' | 'other-key'): Promise<void> {
    // Its previous generation goes along, or it would come back in its place.
    for (const path of [join(folder, file), previousOf(join(folder, file))])
      if (existsSync(path)) onSetAside(await setAside(path, why))
  }

  /** What a file holds, opened; null when it holds nothing of ours. */
  async function openFile(file: string, key: Buffer): Promise<{ name: string; text: string } | null> {
    if (!existsSync(join(folder, file)) && !existsSync(previousOf(join(folder, file)))) return null
    const sealed = (await storeOf(file)).read()
    if (sealed === null) return null
    if (sealed.key !== keyMark(key)) return aside(file, 'other-key').then(() => null)
    try {
      const name = unseal(key, file, sealed.name)
      return { name, text: unseal(key, name, sealed.value) }
    } catch {
      return aside(file, 'corrupt').then(() => null)
    }
  }

  /** Saves what memory holds under a name; another write may have done so already, or put something newer there. */
  async function saveHeld(name: string, key: Buffer): Promise<void> {
    const text = unsaved.get(name)
    if (text === undefined) return
    const file = fileNameOf(name)
    const store = await storeOf(file)
    const there = store.read()
    if (there !== null && there.key !== keyMark(key)) await aside(file, 'other-key')
    await store.write({ key: keyMark(key), name: seal(key, file, name), value: seal(key, name, text) })
    if (unsaved.get(name) === text) unsaved.delete(name)
  }

  return {
    async read(name) {
      const held = unsaved.get(name)
      if (held !== undefined) return parsed(held)
      const key = await inventoryKey.read()
      if (key === null) return null
      const file = fileNameOf(name)
      const opened = await turnOf(file)(() => openFile(file, key)).catch(() => null)
      return opened?.name === name ? parsed(opened.text) : null
    },

    readable: () => inventoryKey.known(),

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

    remove: (name) =>
      turnOf(fileNameOf(name))(async () => {
        unsaved.delete(name)
        await (await storeOf(fileNameOf(name))).remove()
      }),

    async names() {
      const names = new Set(unsaved.keys())
      const key = await inventoryKey.read()
      if (key === null) return [...names]
      const there = await fs.readdir(folder).catch(() => [])
      const files = new Set(there.flatMap((file) => /^[0-9a-f]{40}\.json(?=$|\.previous$)/.exec(file) ?? []))
      for (const file of files) {
        const opened = await turnOf(file)(() => openFile(file, key)).catch(() => null)
        if (opened) names.add(opened.name)
      }
      return [...names]
    },
  }
}

const parsed = (text: string): unknown => JSON.parse(text)

// Puts a secret on the clipboard and takes it off again, unless something else has been copied since.
import { createHmac, randomBytes, timingSafeEqual } from 'node:crypto'
import { readNote, removeNote, writeNote } from './clipboard-note.ts'

/** Electron's clipboard: its newest generation answers with promises, the one before with values. */
export interface SystemClipboard<Item> {
  writeText(text: string): void | Promise<void>
  readText(): string | Promise<string>
  clear(): void | Promise<void>
  write?(items: Item[]): Promise<void>
}

interface Timers {
  setTimeout(act: () => void, milliseconds: number): unknown
  clearTimeout(timer: unknown): void
}

export interface SecretClipboardOptions<Item> {
  clipboard: SystemClipboard<Item>
  /** Makes Electron's `ClipboardItem`. Left out where there is none: then nothing can be marked. */
  item?: ((payloads: Record<string, string | Blob>) => Item) | undefined
  platform?: NodeJS.Platform
  /** A file that says, while a secret is on the clipboard, how to recognise it; for `clearLeftOver`. */
  noteFile?: string
  timers?: Timers
  /** Unix milliseconds. */
  now?(): number
  /** How long a secret may stay, in seconds; asked at every copy. */
  seconds(): number
  /** The secret was taken off by us (not: replaced by another copy). */
  onCleared(): void
}

export interface SecretClipboard {
  /** `clearsAt` is ISO 8601. Rejects when the system's clipboard does not take the text. */
  copy(secret: string): Promise<{ clearsAt: string }>
  /** For quitting, locking, suspending and waking up (timers do not count while the computer sleeps). */
  clearNow(): Promise<void>
  /** At start: takes off a secret that a run before left when it crashed, if the note still recognises it. */
  clearLeftOver(): Promise<void>
}

const fingerprint = (text: string, key: Buffer): Buffer => createHmac('sha256', key).update(text).digest()

const zero = (): Blob => new Blob([new Uint8Array(4)])

/**
 * The formats with which a program asks clipboard histories and clouds to pass a secret by: Windows' three
 * (learn.microsoft.com, "Clipboard Formats": two are a DWORD 0, one only has to be there), nspasteboard.org's,
 * and Klipper's. Electron leaves out a format whose payload is empty.
 */
const markers: Partial<Record<NodeJS.Platform, () => Record<string, string | Blob>>> = {
  win32: () => ({
    ExcludeClipboardContentFromMonitorProcessing: zero(),
    CanIncludeInClipboardHistory: zero(),
    CanUploadToCloudClipboard: zero(),
  }),
  darwin: () => ({ 'org.nspasteboard.ConcealedType': '1' }),
  linux: () => ({ 'x-kde-passwordManagerHint': 'secret' }),
}

/** Tries to clear again after this, while the system's clipboard refuses. */
const retryAfter = 1_000
const retries = 10

/**
 * Text and markers have to be written in one act. Electron can do that since its clipboard takes `ClipboardItem`s
 * (`electron application/osclipboard;format="…"` is any format of the system). Before, every write call, and so
 * `writeBuffer` too, replaces all that was there (seen in 25.1.1 with xclip: the marker was alone, the text gone),
 * and `write({ text })` takes no formats of one's own: there the secret is copied without markers and a history
 * that is switched on keeps it.
 */
export function createSecretClipboard<Item>(options: SecretClipboardOptions<Item>): SecretClipboard {
  const {
    clipboard,
    item,
    platform = process.platform,
    noteFile,
    now = Date.now,
    seconds,
    onCleared,
  } = options
  const timers: Timers = options.timers ?? {
    setTimeout: (act, milliseconds) => setTimeout(act, milliseconds),
    clearTimeout: (timer) => clearTimeout(timer as NodeJS.Timeout),
  }
  // For comparing later, the secret itself is not kept: a keyed hash of it is, and with a key of this run only.
  const key = randomBytes(32)
  let held: { print: Buffer; timer: unknown } | null = null
  let last: Promise<unknown> = Promise.resolve()

  /** One act after the other: a clearing must not meet a copy between its reading and its clearing. */
  function inTurn<T>(act: () => Promise<T>): Promise<T> {
    const turn = last.then(act)
    last = turn.catch(() => undefined)
    return turn
  }

  async function write(secret: string): Promise<void> {
    const marks = markers[platform]?.()
    if (item !== undefined && clipboard.write !== undefined && marks !== undefined) {
      try {
        const payloads: Record<string, string | Blob> = { 'text/plain': secret }
        for (const [format, payload] of Object.entries(marks))
          payloads[`electron application/osclipboard;format="${format}"`] = payload
        await clipboard.write([item(payloads)])
        if ((await clipboard.readText()) === secret) return
      } catch {
        // The owner asked for a copy: rather without the markers than none.
      }
    }
    await clipboard.writeText(secret)
  }

  /** True when the clipboard no longer holds what `print` is of, and false when it could not be made so. */
  async function clear(print: Buffer): Promise<boolean> {
    let ours = true
    try {
      ours = timingSafeEqual(fingerprint(await clipboard.readText(), key), print)
    } catch {
      // Unreadable: better to lose a copy of the owner's than to leave the secret.
    }
    try {
      if (ours) await clipboard.clear()
    } catch {
      return false
    }
    if (ours) onCleared()
    return true
  }

  function arm(print: Buffer, milliseconds: number, tries: number): void {
    const timer = timers.setTimeout(() => void inTurn(() => release(tries)), milliseconds)
    held = { print, timer }
  }

  async function release(tries: number): Promise<void> {
    if (held === null) return
    const { print, timer } = held
    timers.clearTimeout(timer)
    held = null
    if (await clear(print)) {
      if (noteFile !== undefined) removeNote(noteFile)
    } else if (tries > 0) arm(print, retryAfter, tries - 1)
  }

  async function releaseLeftOver(): Promise<void> {
    const note = noteFile === undefined ? null : readNote(noteFile)
    // A note beside a secret of this run is this run's own.
    if (note === null || noteFile === undefined || held !== null) return
    try {
      const text = await clipboard.readText()
      if (timingSafeEqual(fingerprint(text, note.key), note.print)) await clipboard.clear()
      removeNote(noteFile)
    } catch {
      // The note stays for the start after this one.
    }
  }

  return {
    copy: (secret) =>
      inTurn(async () => {
        if (held !== null) timers.clearTimeout(held.timer)
        const stay = seconds() * 1_000
        // Armed before the write: whatever fails from here on, the secret will be looked for and taken off.
        const print = fingerprint(secret, key)
        arm(print, stay, retries)
        if (noteFile !== undefined) writeNote(noteFile, { key, print })
        await write(secret)
        return { clearsAt: new Date(now() + stay).toISOString() }
      }),
    clearNow: () => inTurn(() => release(retries)),
    clearLeftOver: () => inTurn(releaseLeftOver),
  }
}

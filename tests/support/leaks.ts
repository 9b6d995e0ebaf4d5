// Looks for canaries (random secrets of a test) in every file of some folders and in the memory-free parts of /proc.
import { mkdtemp, open, readFile, readdir, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { type Encoding, encodings, spellingsOf } from './spellings.ts'

export interface Leak {
  /** A file, a file's name, or `/proc/PID/cmdline` or `environ`. */
  place: string
  /** Which canary, by its index: the canary itself is not repeated. */
  canary: number
  encoding: Encoding
}

export interface LeakScan {
  leaks: Leak[]
  /** How many files were read to their end. */
  files: number
  /** What could not be read: a scan with an entry here proves nothing about it. */
  unread: string[]
}

interface Needle {
  bytes: Buffer
  canary: number
  encoding: Encoding
}

const chunkSize = 4 * 1024 * 1024

/** Finds many needles in one pass: a table of their first two bytes, then their first four, then all of them. */
function needleFinder(canaries: readonly string[]) {
  const firstTwo = new Uint8Array(65_536)
  const byStart = new Map<number, Needle[]>()
  let longest = 0
  canaries.forEach((text, canary) => {
    // Shorter ones would be found by chance.
    if (!/^[\x20-\x7e]{12,}$/.test(text)) throw new Error('a canary is at least 12 characters of ASCII')
    for (const [encoding, bytes] of spellingsOf(text)) {
      firstTwo[bytes.readUInt16LE(0)] = 1
      const start = bytes.readUInt32LE(0)
      byStart.set(start, [...(byStart.get(start) ?? []), { bytes, canary, encoding }])
      longest = Math.max(longest, bytes.length)
    }
  })
  const find = (haystack: Buffer, report: (needle: Needle) => void) => {
    for (let at = 0; at + 4 <= haystack.length; at += 1) {
      if (firstTwo[(haystack[at] ?? 0) | ((haystack[at + 1] ?? 0) << 8)] === 0) continue
      for (const needle of byStart.get(haystack.readUInt32LE(at)) ?? [])
        if (haystack.subarray(at, at + needle.bytes.length).equals(needle.bytes)) report(needle)
    }
  }
  return { find, overlap: longest }
}

async function* chunks(file: string, overlap: number): AsyncGenerator<Buffer> {
  const handle = await open(file, 'r')
  try {
    const buffer = Buffer.alloc(overlap + chunkSize)
    let kept = 0
    for (;;) {
      const { bytesRead } = await handle.read(buffer, kept, chunkSize)
      if (bytesRead === 0) return
      yield buffer.subarray(0, kept + bytesRead)
      const end = kept + bytesRead
      kept = Math.min(overlap, end)
      buffer.copy(buffer, 0, end - kept, end)
    }
  } finally {
    await handle.close()
  }
}

/** Files below a folder, and the names of everything below it. Links are not followed, sockets and pipes not read. */
async function walk(folder: string, onFile: (path: string) => Promise<void>, onName: (path: string) => void) {
  for (const entry of await readdir(folder, { withFileTypes: true })) {
    const path = join(folder, entry.name)
    onName(path)
    if (entry.isDirectory()) await walk(path, onFile, onName)
    else if (entry.isFile()) await onFile(path)
  }
}

/** Folders that do not exist count as unread. `pids: 'all'` looks at every process of this computer. */
export async function findLeaks(options: {
  folders: readonly string[]
  canaries: readonly string[]
  pids?: readonly number[] | 'all'
}): Promise<LeakScan> {
  const { find, overlap } = needleFinder(options.canaries)
  const found = new Map<string, Leak>()
  const scan: LeakScan = { leaks: [], files: 0, unread: [] }
  const look = (haystack: Buffer, place: string) =>
    find(haystack, ({ canary, encoding }) =>
      found.set(`${canary} ${encoding} ${place}`, { place, canary, encoding }),
    )

  const onFile = async (path: string) => {
    try {
      for await (const chunk of chunks(path, overlap)) look(chunk, path)
      scan.files += 1
    } catch {
      scan.unread.push(path)
    }
  }
  for (const folder of options.folders)
    await walk(folder, onFile, (path) => look(Buffer.from(path), `the name of ${path}`)).catch(() =>
      scan.unread.push(folder),
    )

  const pids =
    options.pids === 'all'
      ? (await readdir('/proc')).filter((name) => /^\d+$/.test(name))
      : (options.pids ?? [])
  for (const pid of pids)
    for (const part of ['cmdline', 'environ']) {
      const place = `/proc/${pid}/${part}`
      // Processes come and go during the scan; a named one that is gone has nothing left to show.
      const bytes = await readFile(place).catch(() => null)
      if (bytes !== null) look(bytes, place)
    }

  scan.leaks = [...found.values()]
  return scan
}

/**
 * Shows that the scan can find what it looks for: plants a canary in each of the nine encodings, by ways of its
 * own, and names the encodings that were not found. Call it in the test that trusts a clean scan.
 */
export async function missedByScan(canary: string): Promise<Encoding[]> {
  const folder = await mkdtemp(join(tmpdir(), 'granary-leaks-'))
  try {
    const codes = [...canary].map((character) => character.codePointAt(0) ?? 0)
    const plants: Record<Encoding, Buffer> = {
      raw: Buffer.from(`secret=${canary};`),
      'base64 at offset 0': Buffer.from(Buffer.from(`${canary}:x`).toString('base64')),
      'base64 at offset 1': Buffer.from(Buffer.from(`acme:ab${canary}`).toString('base64')),
      'base64 at offset 2': Buffer.from(Buffer.from(`acme:${canary}~`).toString('base64')),
      base64url: Buffer.from(Buffer.from(`{"s":"${canary}"}`).toString('base64url')),
      hex: Buffer.from(codes.map((code) => code.toString(16)).join('')),
      percent: Buffer.from(codes.map((code) => `%${code.toString(16).toUpperCase()}`).join('')),
      'JSON escape': Buffer.from(codes.map((code) => `\\u00${code.toString(16)}`).join('')),
      'UTF-16LE': Buffer.from(codes.flatMap((code) => [code, 0])),
    }
    const missed: Encoding[] = []
    for (const encoding of encodings) {
      const place = join(folder, encoding.replaceAll(' ', '-'))
      // Across the border of two chunks of the reader.
      await writeFile(place, Buffer.concat([Buffer.alloc(chunkSize - 9, 46), plants[encoding]]))
      const { leaks } = await findLeaks({ folders: [folder], canaries: [canary] })
      if (!leaks.some((leak) => leak.place === place && leak.encoding === encoding)) missed.push(encoding)
      await rm(place)
    }
    return missed
  } finally {
    await rm(folder, { recursive: true, force: true })
  }
}

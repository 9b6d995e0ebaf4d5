// Whether npm brings the natives of a processor that this machine does not have.
import { closeSync, mkdtempSync, openSync, readSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, expect, test } from 'vitest'
import { addNatives } from './halves.ts'

const modules = mkdtempSync(join(tmpdir(), 'granary-modules-'))
afterAll(() => rmSync(modules, { recursive: true, force: true }))

/** The word in a Mach-O file's head that says which processor it is for. */
const processors = { x64: 0x01000007, arm64: 0x0100000c }

// On Windows nobody packs for a Mac.
test.skipIf(process.platform === 'win32').for(['x64', 'arm64'] as const)(
  'libSQL for a Mac with %s',
  { timeout: 60_000 },
  async (processor) => {
    await addNatives(processor, modules)
    const file = openSync(join(modules, '@libsql', `darwin-${processor}`, 'index.node'), 'r')
    const head = Buffer.alloc(8)
    readSync(file, head)
    closeSync(file)
    expect(head.readUInt32LE(0)).toBe(0xfeedfacf)
    expect(head.readUInt32LE(4)).toBe(processors[processor])
  },
)

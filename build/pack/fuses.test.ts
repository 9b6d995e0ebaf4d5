// Whether a fuse that is not as it should be is seen, on a file with nothing but a wire.
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, expect, test } from 'vitest'
import { readFuses } from './fuses.ts'

const folder = mkdtempSync(join(tmpdir(), 'granary-fuses-'))
afterAll(() => rmSync(folder, { recursive: true, force: true }))

/** The marker before the wire in each Electron executable. */
const sentinel = 'dL7pKGdnNz796PbbjQWNKmHXBZaB9tsX'

async function read(wire: string) {
  const file = join(folder, 'granary')
  writeFileSync(
    file,
    Buffer.concat([Buffer.from(`before${sentinel}`), Buffer.from([1, wire.length]), Buffer.from(wire)]),
  )
  return readFuses(file)
}

test('the wire that is wanted: node’s doors shut, only the sealed archive, no powers for file://', async () => {
  expect(await read('01001100')).toEqual({ wrong: [], absent: [] })
})

test('each fuse that is otherwise is named', async () => {
  expect((await read('10110011')).wrong).toEqual([
    'runAsNode',
    'enableNodeOptionsEnvironmentVariable',
    'enableNodeCliInspectArguments',
    'enableEmbeddedAsarIntegrityValidation',
    'onlyLoadAppFromAsar',
    'enableCookieEncryption',
    'loadBrowserProcessSpecificV8Snapshot',
    'grantFileProtocolExtraPrivileges',
  ])
})

test('an older Electron’s shorter wire is told apart from a wrong one', async () => {
  expect(await read('0100110')).toEqual({ wrong: [], absent: ['grantFileProtocolExtraPrivileges'] })
})

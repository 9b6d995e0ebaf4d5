// Whether what is in an archive is seen, and what should not be in it.
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { createPackageWithOptions } from '@electron/asar'
import { afterAll, expect, test } from 'vitest'
import { budget, contentsOf, faultsOf } from './contents.ts'

const scratch = mkdtempSync(join(tmpdir(), 'granary-asar-'))
afterAll(() => rmSync(scratch, { recursive: true, force: true }))

const whole = {
  'package.json': '{}',
  'out/main/index.cjs': 'main',
  'node_modules/keytar/prebuilds/linux-x64/keytar.node': 'native',
  'node_modules/@libsql/linux-x64-gnu/index.node': 'native',
}

let made = 0
/** An archive of these files, natives beside it, below a folder called `place`. */
async function archiveOf(files: Record<string, string>, place = ''): Promise<string> {
  made += 1
  const [folder, archive] = [join(scratch, `${made}`), join(scratch, place, `${made}.asar`)]
  for (const [path, text] of Object.entries(files)) {
    mkdirSync(dirname(join(folder, path)), { recursive: true })
    writeFileSync(join(folder, path), text)
  }
  await createPackageWithOptions(folder, archive, { unpack: '*.node' })
  return archive
}

const faults = async (files: Record<string, string>, place?: string) => {
  const archive = await archiveOf(files, place)
  return faultsOf(archive, contentsOf(archive))
}

test('a whole package has no faults, and its files are listed by size', async () => {
  const archive = await archiveOf(whole)
  const contents = contentsOf(archive)
  expect(faultsOf(archive, contents)).toEqual([])
  expect(contents.map(({ path }) => path).at(-1)).toBe('package.json')
  expect(contents.filter(({ unpacked }) => unpacked)).toHaveLength(2)
})

test('what never runs, a native that is missing and too much code are told', async () => {
  expect(await faults({ ...whole, 'node_modules/libsql/README.md': '' })).toEqual([
    'node_modules/libsql/README.md is packed, and nothing runs it',
  ])
  const { 'node_modules/@libsql/linux-x64-gnu/index.node': _, ...without } = whole
  expect(await faults(without)).toEqual([expect.stringContaining('@libsql')])
  expect(await faults({ ...whole, 'out/main/index.cjs': 'x'.repeat(budget) })).toEqual([
    expect.stringContaining('more than 6.00 MB'),
  ])
})

test('an app for macOS has the natives of both processors', async () => {
  expect(await faults(whole, 'Granary.app/Contents')).toHaveLength(4)
  const natives = ['keytar/prebuilds/darwin-x64/k', 'keytar/prebuilds/darwin-arm64/k', '@libsql/darwin-x64/i']
  const files = Object.fromEntries(natives.map((name) => [`node_modules/${name}.node`, 'native']))
  expect(await faults(files, 'Granary.app/Contents')).toEqual([
    expect.stringContaining('@libsql\\/darwin-arm64'),
  ])
})

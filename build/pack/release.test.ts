// Whether a release is packed with an Electron that has the right checksum, and with no other. A real electron-builder, a
// server of our own in GitHub's place, and an "Electron" of a few bytes.
import { createHash } from 'node:crypto'
import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { type Server, createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import packageJson from '../../package.json' with { type: 'json' }
import { plainEnvironment } from '../project.ts'
import { run, runPackage } from '../run.ts'
import { readFuses } from './fuses.ts'
import { readSettings, releaseSettings } from './settings.ts'

const version = packageJson.devDependencies.electron
const zip = `electron-v${version}-linux-x64.zip`
const folder = mkdtempSync(join(tmpdir(), 'granary-release-'))
let server: Server
let bytes: Buffer
const asked: string[] = []

function write(path: string, text: string): void {
  mkdirSync(join(folder, path, '..'), { recursive: true })
  writeFileSync(join(folder, path), text, { mode: 0o755 })
}

beforeAll(async () => {
  write('app/package.json', JSON.stringify({ name: 'granary', version: '1.0.0', main: 'index.js' }))
  write('app/index.js', '// the app')
  const wire = ['dL7pKGdnNz796PbbjQWNKmHXBZaB9tsX', '\u0001\u0008', '10110001']
  write('electron/electron', wire.join(''))
  write('electron/version', version)
  write('electron/resources/default_app.asar', 'opens what it is told')
  const zipping = 'import shutil, sys; shutil.make_archive(sys.argv[1], "zip", sys.argv[2])'
  const file = join(folder, zip)
  await run('python3', ['-c', zipping, file.slice(0, -'.zip'.length), join(folder, 'electron')])
  bytes = readFileSync(file)
  server = createServer((request, response) => {
    asked.push(request.url ?? '')
    response.end(bytes)
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
})

afterAll(async () => {
  server.closeAllConnections()
  await new Promise((resolve) => server.close(resolve))
  rmSync(folder, { recursive: true })
})

/** Packs with these checksums, from the server. */
async function pack(checksums?: Record<string, string>) {
  const settings = { ...releaseSettings(readSettings(), checksums), files: ['**'], asarUnpack: null }
  writeFileSync(join(folder, 'settings.json'), JSON.stringify(settings))
  const args = ['--project', join(folder, 'app'), '--config', join(folder, 'settings.json'), '--linux', 'dir']
  const { port } = server.address() as AddressInfo
  return runPackage('electron-builder/cli.js', [...args, '--publish', 'never'], {
    env: {
      ...plainEnvironment(),
      ELECTRON_MIRROR: `http://127.0.0.1:${port}/`,
      XDG_CACHE_HOME: join(folder, 'cache'),
    },
  })
}

const packed = join(folder, 'app', 'dist', 'linux-unpacked')

// One system's packages show it for all.
describe.runIf(process.platform === 'linux')('a release', () => {
  test('what is not the pinned Electron, byte for byte, is not packed', { timeout: 60_000 }, async () => {
    const { code, stdout, stderr } = await pack()
    expect(asked.at(-1)).toMatch(new RegExp(`/v?${version}/${zip}$`))
    expect(code).toBe(1)
    expect(`${stdout}${stderr}`).toMatch(/checksum/i)
    expect(existsSync(join(packed, 'granary'))).toBe(false)
  })

  test(
    'with the right checksum it is, its doors shut and its own app left out',
    { timeout: 60_000 },
    async () => {
      const { code, stdout } = await pack({ [zip]: createHash('sha256').update(bytes).digest('hex') })
      expect(code, stdout).toBe(0)
      expect(await readFuses(join(packed, 'granary'))).toEqual({ wrong: [], absent: [] })
      expect(existsSync(join(packed, 'resources', 'app.asar'))).toBe(true)
      expect(existsSync(join(packed, 'resources', 'default_app.asar'))).toBe(false)
    },
  )
})

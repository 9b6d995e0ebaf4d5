// Whether the stand-in for fpm makes of electron-builder's arguments what dpkg reads.
import { mkdirSync, mkdtempSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, expect, test } from 'vitest'
import { run } from '../run.ts'
import { buildDeb, controlFile, parseRequest } from './deb.ts'

const folder = mkdtempSync(join(tmpdir(), 'granary-deb-'))
const target = join(folder, 'box.deb')

afterEach(() => rmSync(folder, { recursive: true, force: true }))

const args = (...more: string[]) => [
  ...['-s', 'dir', '--force', '-t', 'deb', '-d', 'libnss3', '-d', 'libgbm1 | libgbm2'],
  ...[
    '--architecture',
    'amd64',
    '--version',
    '0.1.0~trial',
    '--name',
    'box',
    '--maintainer',
    'Somebody <a@b>',
  ],
  ...['--description', 'A box\n   For things. ', '--deb-compression', 'gz', '--package', target, ...more],
]

test('control has the fields, with lists joined and the description in its own form', () => {
  expect(controlFile(parseRequest(args()), 2_049)).toBe(`Package: box
Version: 0.1.0~trial
Architecture: amd64
Maintainer: Somebody <a@b>
Depends: libnss3, libgbm1 | libgbm2
Installed-Size: 3
Description: A box
 For things.
`)
})

test('an option it does not know is an error, and so is a file without a place', () => {
  expect(() => parseRequest(args('--config-files', '/etc'))).toThrow('--config-files')
  expect(() => parseRequest(args('somewhere'))).toThrow('somewhere')
})

test.skipIf(process.platform !== 'linux')(
  'dpkg reads the package: files where they belong, root’s, with sums and scripts',
  async () => {
    mkdirSync(join(folder, 'app'), { recursive: true })
    writeFileSync(join(folder, 'app', 'run'), '#!/bin/sh\n', { mode: 0o775 })
    writeFileSync(join(folder, 'after'), 'exit 0\n')
    await buildDeb(parseRequest(args('--after-install', join(folder, 'after'), `${folder}/app/=/opt/Box`)))

    const { stdout } = await run('dpkg-deb', ['--contents', target])
    expect(stdout).toMatch(/^-rwxr-xr-x root\/root +10 .* \.\/opt\/Box\/run$/m)
    const unpacked = join(folder, 'unpacked')
    expect(await run('dpkg-deb', ['--raw-extract', target, unpacked])).toMatchObject({ code: 0 })
    expect(statSync(join(unpacked, 'DEBIAN', 'postinst')).mode & 0o777).toBe(0o755)
    expect(await run('md5sum', ['--check', 'DEBIAN/md5sums'], { cwd: unpacked })).toMatchObject({ code: 0 })
  },
)

import { mkdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, it } from 'vitest'
import { testFolder } from '../../tests/support/folder.ts'
import { type FormParts, appImageOf, formOf } from './form.ts'

function copy(parts: Partial<FormParts> = {}): FormParts {
  const folder = testFolder()
  mkdirSync(join(folder, 'mounted', 'resources'), { recursive: true })
  return {
    platform: 'linux',
    packaged: true,
    executable: join(folder, 'mounted', 'granary'),
    resources: join(folder, 'mounted', 'resources'),
    env: {},
    ...parts,
  }
}

function appImage(): FormParts {
  const parts = copy()
  const mounted = join(parts.resources, '..')
  const file = join(mounted, '..', 'Granary.AppImage')
  writeFileSync(file, '')
  return { ...parts, env: { APPIMAGE: file, APPDIR: mounted } }
}

it('a checkout is its owner’s own business', () => {
  expect(formOf({ ...appImage(), packaged: false })).toBe('source')
})

it('an AppImage in a folder of the owner’s replaces itself', () => {
  expect(formOf(appImage())).toBe('itself')
})

it('one that is not there any more does not', () => {
  const parts = appImage()
  expect(formOf({ ...parts, env: { ...parts.env, APPIMAGE: '/nowhere/Granary.AppImage' } })).toBe('elsewhere')
})

it('what was started from another AppImage does not take that one for itself', () => {
  const other = { APPIMAGE: '/home/owner/Terminal.AppImage', APPDIR: '/tmp/.mount_Terminal' }
  const parts = copy({ env: other })
  expect(appImageOf(parts)).toBeNull()
  expect(formOf(parts)).toBe('elsewhere')
})

it('a package belongs to the package manager', () => {
  const parts = copy()
  writeFileSync(join(parts.resources, 'package-type'), 'deb')
  expect(formOf(parts)).toBe('packageManager')
  expect(formOf(copy({ executable: '/opt/Granary/granary' }))).toBe('packageManager')
})

it('an unpacked folder is brought up to date by hand', () => {
  expect(formOf(copy())).toBe('elsewhere')
})

it('on Windows the installer’s copy replaces itself, the zip’s does not', () => {
  const parts = copy({ platform: 'win32' })
  expect(formOf(parts)).toBe('elsewhere')
  writeFileSync(join(parts.resources, '..', 'Uninstall Granary.exe'), '')
  expect(formOf(parts)).toBe('itself')
})

import { chmod, mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { helperFor } from './helpers.ts'
import { findProgram, searchFolders } from './path.ts'

let folder = ''
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'granary-path-'))
})
afterEach(() => rm(folder, { recursive: true, force: true }))

async function program(name: string, mode = 0o755, below = 'bin'): Promise<string> {
  await mkdir(join(folder, below), { recursive: true })
  const file = join(folder, below, name)
  await writeFile(file, '#!/bin/sh\n')
  await chmod(file, mode)
  return file
}

describe('searchFolders', () => {
  it('leaves out what is relative: the folder one stands in must not offer a program', () => {
    expect(searchFolders({ PATH: `:.:bin:/usr/bin:../x:/bin:/usr/bin` }, 'linux')).toEqual([
      '/usr/bin',
      '/bin',
    ])
    expect(searchFolders({}, 'linux')).toEqual([])
  })

  it('knows where Docker is on a Mac, whose Dock gives a short PATH', () => {
    expect(searchFolders({ PATH: '/usr/bin', HOME: '/Users/robin' }, 'darwin')).toEqual([
      '/usr/bin',
      '/usr/local/bin',
      '/opt/homebrew/bin',
      '/Users/robin/.docker/bin',
      '/Applications/Docker.app/Contents/Resources/bin',
    ])
  })

  it('reads Windows variables in any case, separated by semicolons', () => {
    const env = { Path: 'C:\\Tools;.;relative;D:\\x', PROGRAMFILES: 'C:\\Program Files' }
    expect(searchFolders(env, 'win32')).toEqual([
      'C:\\Tools',
      'D:\\x',
      'C:\\Program Files\\Docker\\Docker\\resources\\bin',
    ])
  })
})

describe('findProgram', () => {
  it('takes the first that is a file and may be run', async () => {
    await mkdir(join(folder, 'a', 'docker'), { recursive: true })
    const good = await program('docker', 0o755, 'b')
    await program('docker', 0o755, 'c')
    const folders = ['missing', 'a', 'b', 'c'].map((name) => join(folder, name))
    expect(await findProgram('docker', folders, 'linux')).toBe(good)
  })

  it('does not take one that may not be run', async () => {
    await program('docker', 0o644)
    expect(await findProgram('docker', [join(folder, 'bin')], 'linux')).toBeNull()
  })

  it('wants an .exe on Windows, never a script', async () => {
    await program('docker.cmd')
    await program('docker')
    expect(await findProgram('docker', [join(folder, 'bin')], 'win32')).toBeNull()
  })
})

describe('helperFor', () => {
  const config = (more: object) => ({ logins: new Map(), credsStore: '', credHelpers: new Map(), ...more })
  const found = (more: object, registry = 'quay.io', platform: NodeJS.Platform = 'linux') =>
    helperFor(config(more), registry, [join(folder, 'bin')], platform)

  it('prefers the entry of the registry, even an empty one, to the one for all', async () => {
    await program('docker-credential-pass')
    const credHelpers = new Map([
      ['quay.io', 'pass'],
      ['ghcr.io', ''],
    ])
    expect(await found({ credsStore: 'other', credHelpers })).toEqual({ name: 'pass', present: true })
    expect(await found({ credsStore: 'other', credHelpers }, 'x')).toEqual({ name: 'other', present: false })
    expect(await found({ credHelpers }, 'ghcr.io')).toEqual({ name: null, present: false })
  })

  it('an empty entry turns the helper for all off', async () => {
    const credHelpers = new Map([['ghcr.io', '']])
    expect(await found({ credsStore: 'other', credHelpers }, 'ghcr.io')).toEqual({
      name: null,
      present: false,
    })
  })

  it('with a config that keeps nothing yet, is the one docker chooses by itself', async () => {
    expect(await found({})).toEqual({ name: null, present: false })
    await program('docker-credential-secretservice')
    expect(await found({})).toEqual({ name: 'secretservice', present: true })
    await program('docker-credential-osxkeychain')
    expect(await found({}, 'quay.io', 'darwin')).toEqual({ name: 'osxkeychain', present: true })
    // Docker looks for pass itself first, and stops there when pass has no helper.
    await program('pass')
    expect(await found({})).toEqual({ name: null, present: false })
    await program('docker-credential-pass')
    expect(await found({})).toEqual({ name: 'pass', present: true })
  })

  it('with a config that keeps something already, is none that was not configured', async () => {
    await program('docker-credential-secretservice')
    expect(await found({ logins: new Map([['ghcr.io', 'robin']]) })).toEqual({ name: null, present: false })
  })
})

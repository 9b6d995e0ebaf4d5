// The leak scan itself: a clean scan is worth something only when planted secrets are found.
import { randomBytes } from 'node:crypto'
import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdtemp, mkdir, rm, symlink, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { findLeaks, missedByScan } from '../support/leaks.ts'
import { encodings } from '../support/spellings.ts'

let folder = ''
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'granary-scan-'))
})
afterEach(() => rm(folder, { recursive: true, force: true }))

const newCanary = () => ['dckr', 'oat', randomBytes(24).toString('base64url')].join('_')

describe('the leak scan', () => {
  it('finds all nine encodings', async () => {
    expect(encodings).toHaveLength(9)
    expect(await missedByScan(newCanary())).toEqual([])
    // One whose base64 and base64url differ, and which JSON and URLs escape.
    expect(await missedByScan(`~~~???>>>"${randomBytes(6).toString('hex')}"\\ %`)).toEqual([])
  })

  it('says which secret is where, and does not repeat it', async () => {
    const canaries = [newCanary(), newCanary()]
    await mkdir(join(folder, 'deep', 'er'), { recursive: true })
    const file = join(folder, 'deep', 'er', 'file.log')
    await writeFile(file, `x${canaries[1]}`)
    const scan = await findLeaks({ folders: [folder], canaries })
    expect(scan).toEqual({ leaks: [{ place: file, canary: 1, encoding: 'raw' }], files: 1, unread: [] })
  })

  it('finds a secret in the name of a file and across every border of its reader', async () => {
    const canary = newCanary()
    const chunk = 4 * 1024 * 1024
    for (const before of [1, Math.floor(canary.length / 2), canary.length - 1])
      await writeFile(
        join(folder, `at-${before}`),
        Buffer.concat([Buffer.alloc(chunk - before), Buffer.from(canary)]),
      )
    await writeFile(join(folder, canary), '')
    const { leaks } = await findLeaks({ folders: [folder], canaries: [canary] })
    expect(leaks).toHaveLength(4)
  })

  it('finds a secret in the arguments and the environment of a process', async () => {
    const canaries = [newCanary(), newCanary()] as const
    const child = spawn('sleep', ['600'], { env: { X: canaries[1] }, argv0: canaries[0], stdio: 'ignore' })
    await once(child, 'spawn')
    const places = async (pids: number[] | 'all') =>
      (await findLeaks({ folders: [], canaries, pids })).leaks.map(({ place }) => place).sort()
    const expected = [`/proc/${child.pid}/cmdline`, `/proc/${child.pid}/environ`]
    try {
      expect(await places([child.pid ?? 0])).toEqual(expected)
      expect(await places('all')).toEqual(expected)
    } finally {
      child.kill('SIGKILL')
    }
  })

  it('names what it could not read instead of passing over it, and follows no link', async () => {
    const missing = join(folder, 'missing')
    await symlink('/proc', join(folder, 'link'))
    expect(await findLeaks({ folders: [folder, missing], canaries: [newCanary()] })).toEqual({
      leaks: [],
      files: 0,
      unread: [missing],
    })
  })

  it('does not take a canary that could be found by chance', async () => {
    await expect(findLeaks({ folders: [], canaries: ['short'] })).rejects.toThrow('at least 12')
  })
})

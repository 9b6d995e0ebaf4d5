import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { ends, lineIn, runs } from '../../tests/support/processes.ts'
import { runChild } from './child.ts'

let folder = ''
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'granary-child-'))
})
afterEach(() => rm(folder, { recursive: true, force: true }))

async function script(body: string): Promise<string> {
  const file = join(folder, 'program')
  await writeFile(file, `#!/bin/sh\n${body}\n`, { mode: 0o755 })
  return file
}

const start = (file: string, more: Partial<Parameters<typeof runChild>[0]> = {}) =>
  runChild({
    file,
    args: [],
    env: { PATH: process.env['PATH'] ?? '' },
    cwd: folder,
    input: 'the input',
    deadline: 30_000,
    platform: process.platform,
    ...more,
  })

describe('runChild', { timeout: 30_000 }, () => {
  it('hands over the input and collects both streams', async () => {
    const file = await script('cat; echo " to stderr" >&2; exit 3')
    const { code, output, ended } = await start(file)
    expect({ code, ended }).toEqual({ code: 3, ended: 'exit' })
    expect(output).toContain('the input')
    expect(output).toContain('to stderr')
  })

  it('does not mind a program that never reads its input', async () => {
    const file = await script('exit 0')
    expect(await start(file, { input: 'x'.repeat(1_000_000) })).toMatchObject({ code: 0, ended: 'exit' })
  })

  it('keeps the last whole lines of 10 MB', async () => {
    const file = await script('yes "a line of output" | head -c 10485760; echo; echo the last line')
    const { output } = await start(file)
    expect(output.length).toBeLessThanOrEqual(16 * 1024)
    expect(output).toMatch(/^a line of output\n/)
    expect(output).toMatch(/the last line\n$/)
  })

  it('keeps nothing of a line whose beginning it had to drop', async () => {
    const file = await script('head -c 1048576 /dev/zero | tr "\\0" x')
    expect((await start(file)).output).toBe('')
  })

  it('kills the program and what it started at the deadline', async () => {
    const file = await script('sleep 600 & echo $! > child; wait')
    const result = start(file, { deadline: 3_000 })
    const grandchild = Number(await lineIn(join(folder, 'child')))
    expect(await runs(grandchild)).toBe(true)
    expect(await result).toMatchObject({ code: null, ended: 'deadline' })
    expect(await ends(grandchild)).toBe(true)
  })

  it('kills both when it is told to', async () => {
    const file = await script('trap "" TERM; sleep 600 & echo $! > child; wait')
    const quitting = new AbortController()
    const result = start(file, { signal: quitting.signal })
    const grandchild = Number(await lineIn(join(folder, 'child')))
    quitting.abort()
    expect(await result).toMatchObject({ code: null, ended: 'aborted' })
    expect(await ends(grandchild)).toBe(true)
    expect(await start(file, { signal: quitting.signal })).toMatchObject({ ended: 'aborted' })
  })

  it('does not wait for a grandchild that keeps the pipes after the program ended', async () => {
    const file = await script('sleep 600 & echo $! > child; echo done; exit 0')
    const result = start(file)
    const grandchild = Number(await lineIn(join(folder, 'child')))
    expect(await result).toMatchObject({ code: 0, output: 'done\n', ended: 'exit' })
    expect(await ends(grandchild)).toBe(true)
  })

  it.each([
    ['missing', null, 0],
    ['not executable', '#!/bin/sh\n', 0o644],
  ])('says that a file that is %s was not started', async (_, content, mode) => {
    const file = join(folder, 'program')
    if (content !== null) await writeFile(file, content, { mode })
    expect(await start(file)).toMatchObject({ code: null, ended: 'notStarted' })
  })

  it('says so when the system refuses with an exception', async () => {
    const file = await script('exit 0')
    const env = { BIG: 'x'.repeat(4_000_000) }
    expect(await start(file, { env })).toMatchObject({ code: null, ended: 'notStarted' })
  })
})

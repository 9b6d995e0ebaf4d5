import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises'
import { watch } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
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

/** Resolves with a file's text as soon as the program has written a whole line there. */
async function written(file: string): Promise<string> {
  for await (const _ of watching(folder)) {
    const text = await readFile(file, 'utf8').catch(() => '')
    if (text.endsWith('\n')) return text.trim()
  }
  throw new Error('unreachable')
}
async function* watching(path: string): AsyncGenerator<undefined> {
  let wake = () => undefined as void
  const watcher = watch(path, () => wake())
  try {
    for (;;) {
      const changed = new Promise<void>((resolve) => (wake = resolve))
      yield undefined
      await changed
    }
  } finally {
    watcher.close()
  }
}

const alive = (pid: number): boolean => {
  try {
    process.kill(pid, 0)
    return true
  } catch {
    return false
  }
}

/** True once the process has ended. A zombie that nobody has waited for counts as ended. */
async function ended(pid: number): Promise<boolean> {
  for (let turn = 0; turn < 2_000 && alive(pid); turn += 1) {
    const state = await readFile(`/proc/${pid}/stat`, 'utf8').catch(() => '')
    if (/\) Z /.test(state)) return true
    await new Promise((resolve) => setImmediate(resolve))
  }
  return !alive(pid)
}

describe('runChild', () => {
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
    const result = start(file, { deadline: 500 })
    const grandchild = Number(await written(join(folder, 'child')))
    expect(alive(grandchild)).toBe(true)
    expect(await result).toMatchObject({ code: null, ended: 'deadline' })
    expect(await ended(grandchild)).toBe(true)
  })

  it('kills both when it is told to', async () => {
    const file = await script('trap "" TERM; sleep 600 & echo $! > child; wait')
    const quitting = new AbortController()
    const result = start(file, { signal: quitting.signal })
    const grandchild = Number(await written(join(folder, 'child')))
    quitting.abort()
    expect(await result).toMatchObject({ code: null, ended: 'aborted' })
    expect(await ended(grandchild)).toBe(true)
    expect(await start(file, { signal: quitting.signal })).toMatchObject({ ended: 'aborted' })
  })

  it('does not wait for a grandchild that keeps the pipes after the program ended', async () => {
    const file = await script('sleep 600 & echo $! > child; echo done; exit 0')
    const result = start(file)
    const grandchild = Number(await written(join(folder, 'child')))
    expect(await result).toMatchObject({ code: 0, output: 'done\n', ended: 'exit' })
    expect(await ended(grandchild)).toBe(true)
  })

  it.each([
    ['missing', null, 0],
    ['not executable', '#!/bin/sh\n', 0o644],
    ['no program', '\u0000\u0001garbage', 0o755],
  ])('says that a file that is %s was not started', async (_, content, mode) => {
    const file = join(folder, 'program')
    if (content !== null) await writeFile(file, content, { mode })
    expect(await start(file)).toMatchObject({ code: null, ended: 'notStarted' })
  })
})

// Kills a writing process at each of its file calls, and lets each of them fail: the old state or the new, never
// another, and what was confirmed is there. Needs strace.
import { cpSync, mkdtempSync, readdirSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest'
import { bundled, runWhole, runWithFault } from '../support/crash.ts'

vi.setConfig({ testTimeout: 300_000, hookTimeout: 120_000 })

const scratch = mkdtempSync(join(tmpdir(), 'granary-crash-'))
const trace = join(scratch, 'trace')
let program = ''

beforeAll(async () => {
  program = await bundled(new URL('crash-act.ts', import.meta.url), scratch)
})
afterAll(() => rmSync(scratch, { recursive: true, force: true }))

const act = async (...parameters: string[]) => (await runWhole(program, parameters)).output

/** Adds `three` with a fault at the nth call; null when there are fewer calls. */
async function addWithFault(what: string, folder: string, call: string, fault: string, nth: number) {
  const { struck, output } = await runWithFault(
    program,
    [what, folder, 'three'],
    { call, fault, nth },
    { trace },
  )
  return struck ? output : null
}

/** The file calls that change something; the journal keeps its generation by a second name, the store by a copy. */
const calls = { journal: ['write', 'fsync', 'rename', 'link'], store: ['write', 'fsync', 'rename'] }
const errors = ['write ENOSPC', 'fsync ENOSPC', 'fsync EIO', 'rename ENOSPC', 'rename EIO']
const faultsOf = (what: 'journal' | 'store'): [string, string][] => [
  ...calls[what].map((call): [string, string] => [call, 'signal=SIGKILL']),
  ...errors.map((error): [string, string] => [error.split(' ')[0] ?? '', `error=${error.split(' ')[1]}`]),
]

describe.each(['journal', 'store'] as const)('a %s', (what) => {
  const before = join(scratch, `${what}-before`)
  beforeAll(async () => {
    for (const id of ['one', 'two']) expect(await act(what, before, id)).toBe('done')
  })

  it.each(faultsOf(what))('is whole after a fault at each %s (%s)', async (call, fault) => {
    const folder = join(scratch, `${what}-run`)
    let nth = 0
    for (;;) {
      rmSync(folder, { recursive: true, force: true })
      cpSync(before, folder, { recursive: true })
      const said = await addWithFault(what, folder, call, fault, nth + 1)
      if (said === null) break
      nth += 1
      const state = await act(what, folder)
      expect(said === 'done' ? ['one two three'] : ['one two', 'one two three'], `${call} ${nth}`).toContain(
        state,
      )
      expect(readdirSync(folder).filter((name) => name.includes('.corrupt-'))).toEqual([])
    }
    expect(nth).toBeGreaterThan(0)
  })
})

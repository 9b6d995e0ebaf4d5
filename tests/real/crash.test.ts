// Kills a writing process at each of its file calls, and lets each of them fail: the old state or the new, never
// another, and what was confirmed is there. Needs strace.
import { spawnSync } from 'node:child_process'
import { cpSync, mkdtempSync, readFileSync, readdirSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { build } from 'vite'
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest'

vi.setConfig({ testTimeout: 300_000, hookTimeout: 120_000 })

const scratch = mkdtempSync(join(tmpdir(), 'granary-crash-'))
const program = join(scratch, 'act.cjs')
const trace = join(scratch, 'trace')
const env = {
  ...process.env,
  // One thread for file calls, so that strace counts them all in one row.
  UV_THREADPOOL_SIZE: '1',
  ELECTRON_OVERRIDE_DIST_PATH: '/no-electron-here',
  NODE_PATH: fileURLToPath(new URL('../../node_modules', import.meta.url)),
}

beforeAll(async () => {
  await build({
    configFile: false,
    logLevel: 'silent',
    ssr: { noExternal: true, external: ['electron'] },
    build: {
      ssr: fileURLToPath(new URL('crash-act.ts', import.meta.url)),
      outDir: scratch,
      target: 'node18',
      rolldownOptions: { output: { format: 'cjs', entryFileNames: 'act.cjs', codeSplitting: false } },
    },
  })
})
afterAll(() => rmSync(scratch, { recursive: true, force: true }))

function run(file: string, parameters: string[]): string {
  const { error, stdout } = spawnSync(file, parameters, { env, encoding: 'utf8' })
  if (error) throw error
  return stdout
}
const act = (what: string, folder: string, ...adding: string[]) =>
  run('node', [program, what, folder, ...adding])

/** Adds `three` with a fault at the nth call; null when there are fewer calls. */
function addWithFault(what: string, folder: string, call: string, fault: string, nth: number): string | null {
  const inject = ['-e', `trace=${call}`, '-e', `inject=${call}:${fault}:when=${nth}`]
  const said = run('strace', ['-f', '-qq', '-o', trace, ...inject, 'node', program, what, folder, 'three'])
  return /INJECTED|killed by SIGKILL/.test(readFileSync(trace, 'utf8')) ? said : null
}

/** The file calls that change something; the journal keeps its generation by a second name, the store by a copy. */
const calls = { journal: ['write', 'fsync', 'rename', 'link'], store: ['write', 'fsync', 'rename', 'unlink'] }
const errors = ['write ENOSPC', 'fsync ENOSPC', 'fsync EIO', 'rename ENOSPC', 'rename EIO']
const faultsOf = (what: 'journal' | 'store'): [string, string][] => [
  ...calls[what].map((call): [string, string] => [call, 'signal=SIGKILL']),
  ...errors.map((error): [string, string] => [error.split(' ')[0] ?? '', `error=${error.split(' ')[1]}`]),
]

describe.each(['journal', 'store'] as const)('a %s', (what) => {
  const before = join(scratch, `${what}-before`)
  beforeAll(() => {
    for (const id of ['one', 'two']) expect(act(what, before, id)).toBe('done')
  })

  it.each(faultsOf(what))('is whole after a fault at each %s (%s)', (call, fault) => {
    const folder = join(scratch, `${what}-run`)
    let nth = 0
    for (;;) {
      rmSync(folder, { recursive: true, force: true })
      cpSync(before, folder, { recursive: true })
      const said = addWithFault(what, folder, call, fault, nth + 1)
      if (said === null) break
      nth += 1
      const state = act(what, folder)
      expect(said === 'done' ? ['one two three'] : ['one two', 'one two three'], `${call} ${nth}`).toContain(
        state,
      )
      expect(readdirSync(folder).filter((name) => name.includes('.corrupt-'))).toEqual([])
    }
    expect(nth).toBeGreaterThan(0)
  })
})

import { randomBytes } from 'node:crypto'
import { mkdtemp, readFile, readdir, rm, stat } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { Failed } from '../shared/errors.ts'
import { type LogFields, openLog } from './log.ts'

let folder = ''
const lines = async (): Promise<string> => readFile(join(folder, 'main.log'), 'utf8')

beforeEach(async () => {
  folder = join(await mkdtemp(join(tmpdir(), 'granary-log-')), 'logs')
})
afterEach(async () => {
  await rm(join(folder, '..'), { recursive: true, force: true })
})

describe('the log', () => {
  it('writes one line per event, with its fields, for the owner only', async () => {
    const log = openLog({ folder })
    log.info('call answered', { area: 'tokens', call: 'refresh', milliseconds: 12 })
    log.warn('keychain state', { state: 'locked' })
    expect(await lines()).toMatch(
      /^\d{4}-\d\d-\d\dT[\d:.]+Z info call answered area=tokens call=refresh milliseconds=12\n.*Z warn keychain state state=locked\n$/,
    )
    expect((await stat(join(folder, 'main.log'))).mode & 0o777).toBe(0o600)
    expect((await stat(folder)).mode & 0o777).toBe(0o700)
  })

  it('leaves out fields that are not on the list, and values that are not words or numbers', async () => {
    const hostile = {
      area: 'tokens\ninfo forged',
      secret: 'hunter2',
      count: Number.NaN,
    } as unknown as LogFields
    openLog({ folder }).info('call failed', hostile)
    const text = await lines()
    expect(text).toContain('area=? count=?')
    expect(text).not.toMatch(/hunter2|forged/)
    expect(text.trim().split('\n')).toHaveLength(1)
  })

  it('says what an error is and where, not what it says', async () => {
    const secret = randomBytes(12).toString('hex')
    const cause = Object.assign(new SyntaxError(`Unexpected token in ${secret}`), { code: 'EBAD' })
    openLog({ folder }).error(
      'call failed',
      {},
      new Failed('server.unexpected', { detail: secret }, { cause }),
    )
    const text = await lines()
    expect(text).toContain('error=Failed(server.unexpected)<SyntaxError(EBAD)')
    expect(text).toMatch(/at .*log\.test\.ts:\d+:\d+/)
    expect(text).not.toContain(secret)
    expect(text).not.toContain(process.cwd())
  })

  it('takes out a secret even where a name should be', async () => {
    const secret = ['dckr', 'oat', randomBytes(20).toString('hex')].join('_')
    openLog({ folder }).info('call answered', { state: secret })
    expect(await lines()).toContain('state=[redacted]')
  })

  it('stays below 5 MB with the file before it', async () => {
    const log = openLog({ folder })
    const fields = { area: 'a'.repeat(64), call: 'b'.repeat(64), code: 'c'.repeat(64), state: 'd'.repeat(64) }
    // 300 bytes a line: nine million in all.
    for (let n = 0; n < 30_000; n += 1) log.info('x'.repeat(40), fields)
    const files = await readdir(folder)
    expect(files.sort()).toEqual(['main.log', 'main.old.log'])
    const sizes = await Promise.all(files.map(async (file) => (await stat(join(folder, file))).size))
    const total = sizes.reduce((sum, size) => sum + size, 0)
    expect(total).toBeLessThanOrEqual(5_000_000)
    expect(total).toBeGreaterThan(2_000_000)
  })
})

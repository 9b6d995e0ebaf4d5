import { describe, expect, it } from 'vitest'
import * as z from 'zod'
import { call } from '../../shared/contract/define.ts'
import { Failed } from '../../shared/errors.ts'
import { type DoorLog, answer } from './door.ts'

const greet = call(z.object({ name: z.string().min(1) }), z.object({ greeting: z.string() }))
const lines: Parameters<DoorLog>[0][] = []
const log: DoorLog = (line) => void lines.push(line)
const ask = (input: unknown, handler: (input: unknown) => unknown) =>
  answer('a.greet', greet, handler, input, log)

describe('the door', () => {
  it('answers with the output', async () => {
    const reply = await ask({ name: 'Ada' }, (input) => ({
      greeting: `Hello ${(input as { name: string }).name}`,
    }))
    expect(reply).toEqual({ ok: true, value: { greeting: 'Hello Ada' } })
  })

  it('refuses input that does not fit, without running the handler, and logs the path but not the value', async () => {
    let ran = false
    const reply = await ask({ name: 42, extra: 'hush-hush' }, () => (ran = true))
    expect(reply).toEqual({ ok: false, failure: { code: 'input.invalid', field: 'name' } })
    expect(ran).toBe(false)
    expect(JSON.stringify(lines.at(-1))).not.toContain('hush-hush')
    expect(lines.at(-1)).toMatchObject({ channel: 'a.greet', at: 'name' })
  })

  it('drops what the contract does not name, so a secret returned by mistake stays in main', async () => {
    const reply = await ask({ name: 'Ada' }, () => ({ greeting: 'Hello', secret: 'hush-hush' }))
    expect(reply).toEqual({ ok: true, value: { greeting: 'Hello' } })
  })

  it('answers internal when the output does not fit', async () => {
    expect(await ask({ name: 'Ada' }, () => ({ greeting: 1 }))).toEqual({
      ok: false,
      failure: { code: 'internal' },
    })
  })

  it('passes on a failure as it is, and hides any other error', async () => {
    const failed = await ask({ name: 'Ada' }, () => {
      throw new Failed('slots.full', { detail: '10 of 10' })
    })
    expect(failed).toEqual({ ok: false, failure: { code: 'slots.full', detail: '10 of 10' } })
    const crashed = await ask({ name: 'Ada' }, () => {
      throw new TypeError('hush-hush is not a function')
    })
    expect(crashed).toEqual({ ok: false, failure: { code: 'internal' } })
  })
})

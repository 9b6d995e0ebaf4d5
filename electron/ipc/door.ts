// What happens to every call that comes through the door: input parsed, handler run, output parsed, failures
// turned into replies. No Electron here, so that it can be tested by itself.
import type { Call, Reply } from '../../shared/contract/define.ts'
import { Failed, type Failure } from '../../shared/errors.ts'

export type Handler = (input: unknown) => unknown

/** Where the door writes what went wrong: paths and codes, never values. */
export type DoorLog = (line: { channel: string; code: Failure['code']; at?: string; error?: unknown }) => void

/**
 * Answers one call. The output is parsed too, which drops every field that the contract does not name: a secret
 * returned by mistake never leaves main.
 */
export async function answer(
  channel: string,
  call: Call,
  handler: Handler,
  rawInput: unknown,
  log: DoorLog,
): Promise<Reply<unknown>> {
  const input = call.input.safeParse(rawInput)
  if (!input.success) {
    const at = input.error.issues.map((issue) => issue.path.join('.')).join(', ')
    log({ channel, code: 'input.invalid', at })
    const field = input.error.issues[0]?.path.join('.')
    return refuse(field ? { code: 'input.invalid', field } : { code: 'input.invalid' })
  }
  try {
    const output = call.output.safeParse(await handler(input.data))
    if (output.success) return { ok: true, value: output.data }
    log({
      channel,
      code: 'internal',
      at: output.error.issues.map((issue) => issue.path.join('.')).join(', '),
    })
    return refuse({ code: 'internal' })
  } catch (error) {
    if (error instanceof Failed) {
      log({ channel, code: error.failure.code })
      return refuse(error.failure)
    }
    log({ channel, code: 'internal', error })
    return refuse({ code: 'internal' })
  }
}

export const refuse = (failure: Failure): Reply<never> => ({ ok: false, failure })

// What pages know about a call that failed. Apart from api.ts, because components may not import that one.
import type { Failure } from '../shared/errors.ts'

/** A call that main answered with a failure. */
export class CallFailed extends Error {
  readonly failure: Failure
  constructor(failure: Failure) {
    super(failure.code)
    this.name = 'CallFailed'
    this.failure = failure
  }
}

/** The failure behind anything thrown; what is no `CallFailed` is a fault of the app itself. */
export function failureOf(error: unknown): Failure {
  if (error instanceof CallFailed) return error.failure
  console.error(error)
  return { code: 'internal', detail: error instanceof Error ? error.message : String(error) }
}

// What the operating system says about a disk, as the failures people read.
import { Failed } from '../../shared/errors.ts'

const full = new Set(['ENOSPC', 'EDQUOT', 'EFBIG'])

/** The code of a system error (`ENOSPC`), or nothing for any other value. */
export function systemCode(error: unknown): string | undefined {
  const code = error instanceof Error && 'code' in error ? error.code : undefined
  return typeof code === 'string' ? code : undefined
}

/**
 * `disk.full` or `disk.failed` for whatever a file call threw; a `Failed` stays as it is.
 * Only the system's code is told: its message holds the path, and with it the user's name.
 */
export function diskFailure(error: unknown): Failed {
  if (error instanceof Failed) return error
  const code = systemCode(error)
  return new Failed(
    code !== undefined && full.has(code) ? 'disk.full' : 'disk.failed',
    code ? { detail: code } : {},
    {
      cause: error,
    },
  )
}

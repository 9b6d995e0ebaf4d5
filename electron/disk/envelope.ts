// What every kept file looks like: the data with a format number, a revision and a checksum over all of it.
import { createHash } from 'node:crypto'
import * as z from 'zod'

const envelopeSchema = z.object({
  /** Raised when the shape of `data` changes so that an older Granary must not touch it. */
  version: z.number().int().positive(),
  /** Counts the writes. */
  revision: z.number().int().nonnegative(),
  checksum: z.string(),
  data: z.unknown(),
})

export type Envelope = z.infer<typeof envelopeSchema>

// This formula is for ever: a later version proves itself by it, so that a flipped bit in `version` reads as
// damage and not as a file from the future.
const checksumOf = (version: number, revision: number, json: string): string =>
  createHash('sha256').update(`${version}\n${revision}\n`).update(json).digest('hex')

/** Wraps JSON data for a file. The data is copied, as JSON would. */
export const wrap = (data: unknown, version: number, revision: number): Envelope => {
  const json = JSON.stringify(data)
  return {
    version,
    revision,
    checksum: checksumOf(version, revision, json),
    data: JSON.parse(json) as unknown,
  }
}

export type Unwrapped =
  { state: 'good'; data: unknown; revision: number } | { state: 'newer' } | { state: 'corrupt' }

/** Reads a file's text. `newer` is an intact file of a version above `version`, which must be left alone. */
export function unwrap(text: string, version: number): Unwrapped {
  try {
    const envelope = envelopeSchema.parse(JSON.parse(text))
    if (envelope.checksum !== checksumOf(envelope.version, envelope.revision, JSON.stringify(envelope.data)))
      return { state: 'corrupt' }
    if (envelope.version > version) return { state: 'newer' }
    return { state: 'good', data: envelope.data, revision: envelope.revision }
  } catch {
    return { state: 'corrupt' }
  }
}

// Where a copy of Granary looks for newer versions and whose signature it believes: written into a package's own
// package.json when it is packed for release (build/update-feed.ts). A checkout has neither.
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import * as z from 'zod'

const source = z.object({
  /** The folder of the feed. Plain http only on this computer, for tests. */
  feed: z.string().regex(/^(https:\/\/|http:\/\/(127\.0\.0\.1|localhost)[:/])/),
  /** Public Ed25519 keys (SPKI, DER, base64), separated by commas: two while one replaces the other. */
  keys: z
    .string()
    .min(1)
    .transform((keys) => keys.split(',')),
})
export type UpdateSource = z.infer<typeof source>

/** Null where there is none, or none that makes sense. `folder` is the app's own. */
export function readSource(folder: string): UpdateSource | null {
  try {
    const { updates } = JSON.parse(readFileSync(join(folder, 'package.json'), 'utf8')) as {
      updates?: unknown
    }
    return source.parse(updates)
  } catch {
    return null
  }
}

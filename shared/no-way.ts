// The failures of a request that found no way to its server. Apart from errors.ts, whose schemas a page's start leaves out.
import type { FailureCode } from './errors.ts'

/** Another moment it may well be found: a copy is read meanwhile. */
export const noWay = [
  'server.unreachable',
  'server.timeout',
  'proxy.signInNeeded',
] as const satisfies readonly FailureCode[]

// How many requests a minute each caller of the Hub API has, told in Docker's headers on every answer.
import type { MiddlewareHandler } from 'hono'
import type { HubContext } from '../context.ts'
import { HubError } from '../errors.ts'
import { createBudgets } from './budgets.ts'
import { addressOf, payerOf, sourceOf } from './sources.ts'

/** Docker Hub's, as seen in its headers (dockertags#28). */
export const standardRequestsPerMinute = 180

/**
 * Inside the app. Granary asks once for each token and page: about 130 requests for one sync of the demo. This leaves
 * room for a sync every two seconds and still stops a loop that went wild.
 */
export const demoRequestsPerMinute = 6000

// Not the Hub API: the registry's side has limits of its own (pulls), and clients there know no such headers.
const registrySide: ReadonlySet<string> = new Set(['/token', '/v2', '/registry/events'])

const seconds = (milliseconds: number): number => Math.ceil(milliseconds / 1000)

/** 0 for no limit. */
export function requestLimit(hub: HubContext, perMinute: number): MiddlewareHandler {
  if (perMinute === 0) return (_, next) => next()
  const budgets = createBudgets(hub.clock, { limit: perMinute, windowSeconds: 60 })
  return async (c, next) => {
    if (registrySide.has(c.req.path.replace(/(?<=.)\/$/, ''))) return next()
    const { taken, limit, remaining, resetAt } = budgets.take(
      sourceOf(await payerOf(hub, c), addressOf(c)),
      1,
    )
    const headers = {
      'x-ratelimit-limit': String(limit),
      'x-ratelimit-remaining': String(remaining),
      'x-ratelimit-reset': String(seconds(resetAt)),
    }
    if (!taken)
      throw new HubError('request.rateLimited', { headers, retryAfter: seconds(resetAt - hub.clock.now()) })
    const tell = () => {
      for (const [name, value] of Object.entries(headers)) c.header(name, value)
    }
    tell()
    await next()
    // The answer to an error is a new one.
    if (c.error) tell()
  }
}

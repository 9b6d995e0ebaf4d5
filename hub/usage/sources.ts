// Whose budget a request uses: the person's, the organization access token's, or the address's.
import type { HttpBindings } from '@hono/node-server'
import type { Context } from 'hono'
import { type Caller, callerOf } from '../callers.ts'
import type { HubContext } from '../context.ts'
import { HubError } from '../errors.ts'

/**
 * The address a request came from. All of this computer is one: nobody gets another budget by asking over IPv6 or from
 * 127.0.0.2. `X-Forwarded-For` is not looked at, because anybody can write it.
 */
export function addressOf(c: Context): string {
  const { incoming } = (c.env ?? {}) as Partial<HttpBindings>
  const address = (incoming?.socket.remoteAddress ?? '').replace(/^::ffff:/, '')
  return address === '' || address === '::1' || address.startsWith('127.') ? '127.0.0.1' : address
}

/** A key per budget. A personal access token is its person's; only organization access tokens have their own. */
export function sourceOf(caller: Caller, address: string): string {
  if (caller.kind === 'anonymous') return `address ${address}`
  return caller.kind === 'user' ? `user ${caller.user.id}` : `token ${caller.token.id}`
}

/** The caller, with a bearer that is not good as nobody: the address pays for trying. The route refuses it itself. */
export async function payerOf(hub: HubContext, c: Context): Promise<Caller> {
  try {
    return await callerOf(hub, c)
  } catch (error) {
    if (error instanceof HubError && error.code === 'bearer.invalid') return { kind: 'anonymous' }
    throw error
  }
}

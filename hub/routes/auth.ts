// POST /v2/auth/token: a bearer for a password, a personal access token, or an organization access token.
import { Hono } from 'hono'
import * as z from 'zod'
import { readBody } from '../body.ts'
import type { HubContext } from '../context.ts'
import { markAccessTokenUsed } from '../data/access-tokens.ts'
import { HubError } from '../errors.ts'
import { checkAccessToken, isAccessTokenSecret } from '../sign-in/check.ts'
import { sessionForToken, sessionForUser } from '../sign-in/sessions.ts'

const body = z.object({ identifier: z.string().min(1).max(255), secret: z.string().min(1).max(4096) })

export const authRoutes = (hub: HubContext) =>
  new Hono().post('/v2/auth/token', async (c) => {
    const { identifier, secret } = await readBody(c, body)
    if (isAccessTokenSecret(secret)) {
      const proof = checkAccessToken(hub, identifier, secret)
      if (proof.state !== 'known') throw new HubError('signIn.wrong')
      markAccessTokenUsed(hub.database, proof.token.id, hub.clock.stamp())
      return c.json({ access_token: await sessionForToken(hub, proof.organization, proof.token) })
    }
    const proof = await hub.checkUser(identifier, secret)
    if (proof.state === 'locked') throw new HubError('signIn.locked', { retryAfter: proof.retryAfter })
    if (proof.state === 'wrong') throw new HubError('signIn.wrong')
    if (proof.state === 'codeNeeded') throw new HubError('signIn.secondFactorElsewhere')
    return c.json({ access_token: await sessionForUser(hub, proof.user, proof.personalToken) })
  })

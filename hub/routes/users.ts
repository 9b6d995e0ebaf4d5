// Signing in as a person (/v2/users/login, then /v2/users/2fa-login where a code is asked for), and who that is.
import { randomBytes } from 'node:crypto'
import { type Context, Hono } from 'hono'
import * as z from 'zod'
import { readBody } from '../body.ts'
import { userOf } from '../callers.ts'
import type { HubContext } from '../context.ts'
import { findOrganization } from '../data/organizations.ts'
import { HubError } from '../errors.ts'
import { challengeFor, sessionForUser } from '../sign-in/sessions.ts'
import { isAccessTokenSecret } from '../sign-in/check.ts'
import { submitCode } from '../sign-in/second-factor.ts'
import { personAnswer } from './person-answer.ts'

const loginBody = z.object({ username: z.string().min(1).max(255), password: z.string().min(1).max(4096) })
const codeBody = z.object({ login_2fa_token: z.string().min(1).max(4096), code: z.string().min(1).max(64) })

/** hub-tool asks for a refresh token and stores it, but no public route takes one: an opaque text that opens nothing. */
const refreshToken = (c: Context) =>
  c.req.query('refresh_token') === 'true' ? { refresh_token: randomBytes(32).toString('base64url') } : {}

export const userRoutes = (hub: HubContext) =>
  new Hono()
    .post('/v2/users/login', async (c) => {
      const { username, password } = await readBody(c, loginBody)
      if (isAccessTokenSecret(password) || findOrganization(hub.database, username))
        throw new HubError('signIn.organization')
      const proof = await hub.checkUser(username, password)
      if (proof.state === 'locked') throw new HubError('signIn.locked', { retryAfter: proof.retryAfter })
      if (proof.state === 'wrong') throw new HubError('signIn.wrong')
      if (proof.state === 'codeNeeded')
        throw new HubError('signIn.secondFactor', {
          body: { login_2fa_token: await challengeFor(hub, proof.user) },
        })
      return c.json({ token: await sessionForUser(hub, proof.user, proof.personalToken), ...refreshToken(c) })
    })
    .post('/v2/users/2fa-login', async (c) => {
      const { login_2fa_token: challenge, code } = await readBody(c, codeBody)
      const user = await submitCode(hub, challenge, code)
      return c.json({ token: await sessionForUser(hub, user, null), ...refreshToken(c) })
    })
    .get('/v2/user', async (c) => {
      const { user } = await userOf(hub, c)
      return c.json({ ...personAnswer(user, user.date_joined), is_active: true })
    })

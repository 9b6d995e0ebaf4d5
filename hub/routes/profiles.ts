// GET /v2/users/{username}: what anybody may know about a person.
import { Hono } from 'hono'
import type { HubContext } from '../context.ts'
import { findUser } from '../data/users.ts'
import { HubError } from '../errors.ts'
import { personAnswer } from './person-answer.ts'

export const profileRoutes = (hub: HubContext) =>
  new Hono().get('/v2/users/:username', (c) => {
    const user = findUser(hub.database, c.req.param('username'))
    if (user?.is_active !== 1) throw new HubError('namespace.notFound', { words: 'user not found' })
    return c.json(personAnswer(user, user.date_joined))
  })

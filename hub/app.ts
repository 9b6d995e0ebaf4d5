// Builds the Local Hub without listening: opens the data folder, seeds it when asked to, and puts the routes together.
import './web-crypto.ts'
import type { HttpBindings } from '@hono/node-server'
import { Hono } from 'hono'
import { createBearers } from './sign-in/bearers.ts'
import { createClock } from './clock.ts'
import type { HubContext } from './context.ts'
import { openDatabase } from './data/database.ts'
import { openEventsSecret } from './data/events-secret.ts'
import { openKeys } from './data/keys.ts'
import { passwordCost } from './data/passwords.ts'
import { HubError, errorAnswer, everyAnswer } from './errors.ts'
import { type AllowedHosts, guard } from './guard.ts'
import { createRegistryTokens } from './registry/tokens.ts'
import { accessTokenRoutes } from './routes/access-tokens.ts'
import { auditLogRoutes } from './routes/audit-logs.ts'
import { activityRoutes } from './routes/activity.ts'
import { authRoutes } from './routes/auth.ts'
import { inviteRoutes } from './routes/invites.ts'
import { memberRoutes } from './routes/members.ts'
import { organizationSettingsRoutes } from './routes/organization-settings.ts'
import { organizationRoutes } from './routes/organizations.ts'
import { personalTokenRoutes } from './routes/personal-tokens.ts'
import { planRoutes } from './routes/plans.ts'
import { profileRoutes } from './routes/profiles.ts'
import { registryEventRoutes } from './routes/registry-events.ts'
import { registryRoutes } from './routes/registry.ts'
import { olderRepositoryRoutes } from './routes/repositories-older.ts'
import { repositoryRoutes } from './routes/repositories.ts'
import { repositoryTeamRoutes } from './routes/repository-teams.ts'
import { tagRoutes } from './routes/tags.ts'
import { teamMemberRoutes } from './routes/team-members.ts'
import { teamRoutes } from './routes/teams.ts'
import { userRoutes } from './routes/users.ts'
import { createUserCheck } from './sign-in/check.ts'
import { createPullLimit, standardPullsPerSixHours } from './usage/pulls.ts'
import { requestLimit, standardRequestsPerMinute } from './usage/requests.ts'

export interface HubOptions {
  /** Where everything lives: database, keys, the registry's certificate authority. Made with mode 0700. */
  dataFolder: string
  /** Unix milliseconds; the system's clock unless told otherwise. */
  now?: () => number
  /** Life of a bearer; Docker Hub's is ten minutes, and so is this one unless told otherwise. */
  bearerSeconds?: number
  /** `host[:port]` values to answer to. `localhost` unless told otherwise; hub/server.ts adds what it listens on. */
  allowedHosts?: Iterable<string>
  /** scrypt's cost for new passwords (power of two); lower only in tests. */
  passwordCost?: number
  /** Requests of the Hub API that each caller has a minute; Docker Hub's 180 unless told otherwise, 0 for no limit. */
  requestsPerMinute?: number
  /** Pulls that each access token and person has in six hours; Docker Hub's 200 unless told otherwise, 0 for no limit. */
  pullsPerSixHours?: number
  /** Hears of faults, never with anything a caller sent. Standard error unless told otherwise. */
  log?: (line: string) => void
}

export interface Hub {
  fetch(request: Request, env?: Partial<HttpBindings>): Response | Promise<Response>
  /** Asks in memory: `hub.request('/v2/user', { headers })`. */
  request(path: string, init?: RequestInit): Promise<Response>
  readonly allowedHosts: AllowedHosts
  /** What the routes work with; for the seed, the command line and tests. */
  readonly context: HubContext
  readonly passwordCost: number
  /** Every route as `METHOD /path`; compared with hub/README.md by a test. */
  readonly routes: readonly string[]
  close(): void
}

/** Opens the data folder and builds the server. Throws, with words for a person, when the folder cannot be used. */
export function createHub(options: HubOptions): Hub {
  const database = openDatabase(options.dataFolder)
  const clock = createClock(options.now ?? Date.now)
  const cost = options.passwordCost ?? passwordCost
  const keys = openKeys(options.dataFolder, database)
  const context: HubContext = {
    database,
    keys,
    clock,
    bearers: createBearers(keys, clock),
    bearerSeconds: options.bearerSeconds ?? 600,
    registryTokens: createRegistryTokens(options.dataFolder, clock),
    checkUser: createUserCheck({ database, keys, clock, passwordCost: cost }),
    pullLimit: createPullLimit(clock, options.pullsPerSixHours ?? standardPullsPerSixHours),
    eventsSecret: openEventsSecret(options.dataFolder),
  }
  const log = options.log ?? ((line: string) => void process.stderr.write(`${line}\n`))
  const allowedHosts: AllowedHosts = new Set(options.allowedHosts ?? ['localhost'])

  // Not strict: every route answers with and without a trailing slash, without redirecting.
  const app = new Hono<{ Bindings: Partial<HttpBindings> }>({ strict: false })
  app.onError((error, c) => errorAnswer(error, log, c.req.path))
  // Before the handlers: headers set afterwards cost the server's short way from answer to socket.
  app.use((c, next) => {
    for (const [name, value] of Object.entries(everyAnswer)) c.header(name, value)
    return next()
  })
  app.use(guard(allowedHosts))
  app.use(requestLimit(context, options.requestsPerMinute ?? standardRequestsPerMinute))
  app.route('/', authRoutes(context))
  app.route('/', userRoutes(context))
  app.route('/', organizationRoutes(context))
  app.route('/', profileRoutes(context))
  app.route('/', planRoutes(context))
  app.route('/', repositoryRoutes(context))
  app.route('/', olderRepositoryRoutes(context))
  app.route('/', repositoryTeamRoutes(context))
  app.route('/', tagRoutes(context))
  app.route('/', personalTokenRoutes(context))
  app.route('/', accessTokenRoutes(context))
  app.route('/', organizationSettingsRoutes(context))
  app.route('/', memberRoutes(context))
  app.route('/', inviteRoutes(context))
  app.route('/', teamRoutes(context))
  app.route('/', teamMemberRoutes(context))
  app.route('/', auditLogRoutes(context))
  app.route('/', registryRoutes(context))
  app.route('/', registryEventRoutes(context))
  app.route('/', activityRoutes(context))
  // Thrown, not `app.notFound`: an error like all others, with the headers that middleware adds to those.
  app.all('*', () => {
    throw new HubError('route.notFound')
  })

  return {
    fetch: (request, env) => app.fetch(request, env),
    request: async (path, init) => app.request(path, init),
    allowedHosts,
    context,
    passwordCost: cost,
    routes: app.routes
      .filter(({ method }) => method !== 'ALL')
      .map(({ method, path }) => `${method} ${path}`),
    close: () => database.close(),
  }
}

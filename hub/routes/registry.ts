// The registry's side: its token service (GET and POST /token), and the base of the registry protocol (GET /v2/),
// which is all that `docker login` needs.
import { type Context, Hono } from 'hono'
import { readForm } from '../body.ts'
import type { HubContext } from '../context.ts'
import { HubError } from '../errors.ts'
import { registryService } from '../registry/constants.ts'
import { type RegistryCaller, grantsFor, identify, subjectOf } from '../registry/grants.ts'
import { formatScopes, parseScopes } from '../registry/scopes.ts'
import { type PullPayer, pullsIn } from '../usage/pulls.ts'
import { addressOf } from '../usage/sources.ts'

const longestSecret = 4096

function credentialsOf(c: Context): { username: string; secret: string } | null {
  const header = c.req.header('authorization')
  if (header === undefined) return null
  const encoded = /^Basic +([A-Za-z0-9+/]+={0,2})$/i.exec(header)?.[1] ?? ''
  const text = Buffer.from(encoded, 'base64').toString('utf8')
  const colon = text.indexOf(':')
  if (colon < 1 || text.length > longestSecret) throw new HubError('registry.wrong')
  return { username: text.slice(0, colon), secret: text.slice(colon + 1) }
}

function checkService(service: string | null | undefined): void {
  if (service !== null && service !== undefined && service !== registryService)
    throw new HubError('registry.request', {
      words: `this token service is for the service ${registryService}`,
    })
}

function payerOf(caller: RegistryCaller, c: Context): PullPayer {
  if (caller.kind === 'anonymous') return { source: addressOf(c), anonymous: true }
  return { source: caller.kind === 'user' ? caller.user.id : caller.token.id, anonymous: false }
}

async function answerFor(hub: HubContext, c: Context, caller: RegistryCaller, scopes: readonly string[]) {
  const granted = grantsFor(hub, caller, parseScopes(scopes))
  // A HEAD brings no token, so nothing can be pulled with it.
  const pulls = c.req.method === 'HEAD' ? 0 : pullsIn(granted)
  const limit = hub.pullLimit.count(payerOf(caller, c), pulls)
  for (const [name, value] of Object.entries(limit)) c.header(name, value)
  const { token, expiresIn, issuedAt } = await hub.registryTokens.issue(subjectOf(caller), granted)
  return { token, granted, rest: { access_token: token, expires_in: expiresIn, issued_at: issuedAt } }
}

export const registryRoutes = (hub: HubContext) =>
  new Hono()
    // No refresh token here, whatever `offline_token` says: Docker would keep it instead of the password, and skopeo
    // then refuses to share the configuration.
    .get('/token', async (c) => {
      checkService(c.req.query('service'))
      const credentials = credentialsOf(c)
      const caller: RegistryCaller = credentials
        ? await identify(hub, credentials.username, credentials.secret)
        : { kind: 'anonymous' }
      const { token, rest } = await answerFor(hub, c, caller, c.req.queries('scope') ?? [])
      return c.json({ token, ...rest })
    })
    // What containerd and BuildKit try first; they fall back to GET on 400.
    .post('/token', async (c) => {
      const form = await readForm(c)
      checkService(form.get('service'))
      const [username, secret] = [form.get('username'), form.get('password')]
      if (form.get('grant_type') !== 'password' || !username || !secret || secret.length > longestSecret)
        throw new HubError('registry.request', {
          words: 'only grant_type=password with username and password is known',
        })
      const caller = await identify(hub, username, secret)
      const { granted, rest } = await answerFor(hub, c, caller, form.getAll('scope'))
      return c.json({ ...rest, scope: formatScopes(granted) })
    })
    .get('/v2', async (c) => {
      c.header('docker-distribution-api-version', 'registry/2.0')
      const token = /^Bearer +(\S+)$/i.exec(c.req.header('authorization') ?? '')?.[1]
      if (token !== undefined && (await hub.registryTokens.isGood(token))) return c.json({})
      const realm = `${new URL(c.req.url).origin}/token`
      const problem = token === undefined ? '' : ',error="invalid_token"'
      throw new HubError('registry.unauthorized', {
        headers: {
          'docker-distribution-api-version': 'registry/2.0',
          'www-authenticate': `Bearer realm="${realm}",service="${registryService}"${problem}`,
        },
      })
    })

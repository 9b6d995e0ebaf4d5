// Every error the Local Hub can answer: status, Docker's shape for it, and words. Handlers throw; one place answers.
import { organizationLoginDetail, secondFactorDetail } from '../shared/hub/auth.ts'

/**
 * The shapes Docker's services use:
 * `detail` {detail, message} · `fields` {fields: {name: [..]}, text} · `limit` {detail, error: false} ·
 * `details` {details, errors: [{code, message}]}, the token service, whose text `docker login` shows only under these
 * names · `registry` {errors: [{code, message, detail}]}, the registry protocol.
 */
export type ErrorShape = 'detail' | 'fields' | 'limit' | 'details' | 'registry'

const entry = <Shape extends ErrorShape>(status: number, shape: Shape, words: string) => ({
  status,
  shape,
  words,
})

// A 404 says "not found": Docker's Terraform provider recognises absence by these words, not by the status.
export const catalogue = {
  // the door
  'request.host': entry(421, 'detail', 'this server does not answer to that host name'),
  'request.origin': entry(403, 'detail', 'requests from web pages of other origins are refused'),
  'request.contentType': entry(415, 'detail', 'send the body as application/json'),
  'request.tooLarge': entry(413, 'detail', 'the request body is larger than 64 KiB'),
  'request.malformed': entry(400, 'detail', 'the request body is not a JSON object'),
  'request.tooDeep': entry(400, 'detail', 'the request body is nested too deeply'),
  'request.rateLimited': entry(429, 'limit', 'Rate limit exceeded'),
  'request.fields': entry(400, 'fields', 'some fields are not valid'),
  'route.notFound': entry(404, 'detail', 'page not found'),
  'server.busy': entry(503, 'detail', 'the database is busy, try again'),
  'server.closing': entry(503, 'detail', 'the server is being closed'),
  'server.failed': entry(500, 'detail', 'the server failed to handle this request'),
  // signing in
  'signIn.wrong': entry(401, 'detail', 'Incorrect authentication credentials'),
  'signIn.organization': entry(401, 'detail', organizationLoginDetail),
  'signIn.secondFactor': entry(401, 'detail', secondFactorDetail),
  'signIn.secondFactorElsewhere': entry(
    401,
    'detail',
    'This account uses a second factor: sign in through /v2/users/login, or use a personal access token',
  ),
  'signIn.codeWrong': entry(401, 'detail', 'Incorrect or already used code'),
  'signIn.challenge': entry(401, 'detail', 'The sign-in took too long or was finished before: start again'),
  'signIn.locked': entry(429, 'limit', 'Too many failed sign-ins for this user name, try again later'),
  // bearers
  'bearer.missing': entry(401, 'detail', 'authentication required'),
  'bearer.invalid': entry(401, 'detail', 'the access token is invalid or has expired'),
  'bearer.personalToken': entry(403, 'detail', 'token issued from personal access token is not allowed'),
  'bearer.organizationToken': entry(
    403,
    'detail',
    'token issued from organization access token is not allowed',
  ),
  'bearer.scope': entry(403, 'detail', 'the access token lacks a scope that this needs'),
  // organizations, repositories, tokens
  'organization.notFound': entry(404, 'detail', 'organization not found'),
  'organization.ownersOnly': entry(
    403,
    'detail',
    'only owners of the organization can manage its access tokens',
  ),
  'organization.forbidden': entry(403, 'detail', 'your role in this organization does not allow this'),
  'organization.noPlan': entry(
    403,
    'detail',
    'organization access tokens need a Team or Business plan, which this organization does not have',
  ),
  'namespace.notFound': entry(404, 'detail', 'namespace not found'),
  'namespace.forbidden': entry(403, 'detail', 'you may not create repositories in this namespace'),
  'repository.notFound': entry(404, 'detail', 'repository not found'),
  'repository.forbidden': entry(403, 'detail', 'your rights in this repository do not allow this'),
  'repository.exists': entry(400, 'fields', 'a repository of this name exists already'),
  'tag.notFound': entry(404, 'detail', 'tag not found'),
  'tag.immutable': entry(403, 'detail', 'this tag is immutable'),
  'page.notFound': entry(404, 'detail', 'page not found: it is past the end of the list'),
  'token.notFound': entry(404, 'detail', 'access token not found'),
  'token.limit': entry(400, 'fields', 'the organization has reached its limit of access tokens'),
  'token.expired': entry(400, 'fields', 'an expired access token cannot be changed, only deleted'),
  'personalToken.notFound': entry(404, 'detail', 'personal access token not found'),
  // members, invites, teams
  'member.notFound': entry(404, 'detail', 'member not found'),
  'member.lastOwner': entry(
    400,
    'detail',
    'this is the last owner of the organization: make somebody else an owner first',
  ),
  'invite.notFound': entry(404, 'detail', 'invite not found'),
  'team.notFound': entry(404, 'detail', 'team not found'),
  'team.owners': entry(
    403,
    'detail',
    'the team "owners" is everybody with the role owner: change roles of members instead',
  ),
  'team.nameTaken': entry(400, 'fields', 'the organization has a team of this name'),
  // the registry token service
  'registry.request': entry(400, 'details', 'the token request is not valid'),
  'registry.wrong': entry(401, 'details', 'incorrect user name, password or access token'),
  'registry.account': entry(
    401,
    'details',
    'this access token belongs to an organization: use the name of that organization as the user name',
  ),
  'registry.inactive': entry(401, 'details', 'this access token is deactivated'),
  'registry.expired': entry(401, 'details', 'this access token has expired'),
  'registry.secondFactor': entry(
    401,
    'details',
    'this account uses a second factor: use a personal access token instead of the password',
  ),
  'registry.locked': entry(429, 'details', 'too many failed sign-ins for this user name, try again later'),
  'registry.pullLimit': entry(
    429,
    'details',
    'the pull limit is used up: no more pulls until the six hours are over',
  ),
  'registry.secret': entry(401, 'detail', 'the secret of the registry notifications is missing or wrong'),
  'registry.unauthorized': entry(401, 'registry', 'authentication required'),
} as const

export type HubErrorCode = keyof typeof catalogue

type CodeOfShape<Shape extends ErrorShape> = {
  [Code in HubErrorCode]: (typeof catalogue)[Code]['shape'] extends Shape ? Code : never
}[HubErrorCode]

export interface HubErrorMore {
  /** The words to answer instead of the catalogue's. Never a secret, never what the caller sent. */
  words?: string
  /** What is wrong with which field; for the `fields` shape. */
  fields?: Readonly<Record<string, readonly string[]>>
  /** Seconds until trying again makes sense. */
  retryAfter?: number
  headers?: Readonly<Record<string, string>>
  /** More members of the body, beside those of the shape. */
  body?: Readonly<Record<string, unknown>>
}

export class HubError extends Error {
  readonly code: HubErrorCode
  readonly more: HubErrorMore
  constructor(code: HubErrorCode, more: HubErrorMore = {}) {
    super(more.words ?? catalogue[code].words)
    this.name = 'HubError'
    this.code = code
    this.more = more
  }
}

/** Refuses one field: the `fields` shape with the field's sentence as the text too. */
export const fieldError = (
  field: string,
  words: string,
  code: CodeOfShape<'fields'> = 'request.fields',
): HubError => new HubError(code, { words, fields: { [field]: [words] } })

const registryCodes: Readonly<Record<number, string>> = { 401: 'UNAUTHORIZED', 429: 'TOOMANYREQUESTS' }

/** The body of an error, in its shape. */
export function errorBody(error: HubError): Record<string, unknown> {
  const { shape, status } = catalogue[error.code]
  const words = error.message
  const registryError = { code: registryCodes[status] ?? 'UNSUPPORTED', message: words }
  const shaped = {
    detail: () => ({ detail: words, message: words }),
    fields: () => ({ fields: error.more.fields ?? {}, text: words }),
    limit: () => ({ detail: words, error: false }),
    details: () => ({ details: words, errors: [registryError] }),
    registry: () => ({ errors: [{ ...registryError, detail: null }] }),
  }[shape]()
  return { ...shaped, ...error.more.body }
}

// As gRPC numbers them (google.rpc.Code).
const rpcCodes: Readonly<Record<number, number>> = { 400: 3, 401: 16, 403: 7, 404: 5, 503: 14 }

/** Besides what other errors have: Docker's audit log answers `{code, message, details}`, but for its 429. */
const rpcStatus = (error: HubError): Record<string, unknown> =>
  catalogue[error.code].shape === 'limit'
    ? {}
    : { code: rpcCodes[catalogue[error.code].status] ?? 13, message: error.message, details: [] }

/** Headers of every answer, errors included. */
export const everyAnswer = { 'cache-control': 'no-store', 'x-content-type-options': 'nosniff' } as const

/** The answer to anything thrown. What is not a HubError is a fault of ours: `log` hears of it, the caller does not. */
export function errorAnswer(thrown: unknown, log: (line: string) => void, path = ''): Response {
  const error = thrown instanceof HubError ? thrown : fault(thrown, log)
  const headers = new Headers({
    ...everyAnswer,
    'content-type': 'application/json',
    ...error.more.headers,
  })
  if (error.more.retryAfter !== undefined) headers.set('retry-after', String(error.more.retryAfter))
  const { status } = catalogue[error.code]
  const more = path.startsWith('/v2/auditlogs/') ? rpcStatus(error) : {}
  return new Response(JSON.stringify({ ...errorBody(error), ...more }), { status, headers })
}

// Only where it happened is logged: messages may quote what the caller sent.
function fault(thrown: unknown, log: (line: string) => void): HubError {
  const code = thrown instanceof Error && 'code' in thrown ? String(thrown.code) : ''
  if (code === 'SQLITE_BUSY') return new HubError('server.busy', { retryAfter: 1 })
  const frames =
    thrown instanceof Error ? (thrown.stack ?? '').split('\n').filter((line) => /^\s+at /.test(line)) : []
  const name = thrown instanceof Error ? thrown.name : typeof thrown
  log([`The Local Hub failed: ${name} ${code}`.trim(), ...frames.slice(0, 10)].join('\n'))
  return new HubError('server.failed')
}

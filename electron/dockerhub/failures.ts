// What went wrong between us and a Hub, in the words of shared/errors.ts, and whether the request may have had an effect.
import { Failed, type Failure, type FailureCode } from '../../shared/errors.ts'
import type { Content } from './answer.ts'
import { fieldOf, fieldWords, serverWords } from './server-words.ts'

/**
 * How far a request came: `notSent` surely had no effect, `refused` was answered with a refusal,
 * `maybeDone` may have been carried out although no readable answer came back.
 */
export type Reach = 'notSent' | 'refused' | 'maybeDone'

/** A failure of one exchange with a Hub. */
export class HubFailed extends Failed {
  readonly reach: Reach
  /** True when the same request may well succeed a moment later. */
  readonly passing: boolean
  constructor(
    code: FailureCode,
    more: Omit<Failure, 'code'> & { reach: Reach; passing?: boolean },
    options?: ErrorOptions,
  ) {
    const { reach, passing = false, ...failure } = more
    super(code, failure, options)
    this.name = 'HubFailed'
    this.reach = reach
    this.passing = passing
  }
}

export interface Refusal {
  method: string
  /** Path below the base address: `/v2/…`. It tells which subject a 403 or 404 is about. */
  path: string
  status: number
  content: Content
  /** Seconds, on a 429. */
  retryAfter: number
  /** Secrets of this request that the server may have echoed. */
  secrets: readonly string[]
}

const tokenPath = /^\/v2\/orgs\/[^/]+\/access-tokens\/[^/]+$/
const tokensPath = /^\/v2\/orgs\/[^/]+\/access-tokens(\/[^/]+)?$/
const organizationPath = /^\/v2\/((orgs|namespaces)\/[^/]+\/|auditlogs\/)/

/** Docker's words for a session that a personal or organization access token opened where only a person may go. */
export const isSessionRefusal = (words: string | undefined): boolean =>
  /token issued from (a |an )?(personal|organization) access token/i.test(words ?? '')

/** Wire names of what the owner typed; "at most 50 repositories per token" about one of them is not about slots. */
const formFields = new Set(['label', 'description', 'resources', 'expires_at'])

const aboutPlan = (words: string | undefined): boolean => /\b(plan|subscription|upgrade)\b/i.test(words ?? '')
const aboutSlots = (words: string | undefined): boolean =>
  /\b(limit|maximum|max|quota)\b.*\btokens?\b|\btokens?\b.*\b(limit|maximum|quota)\b|\btoo many\b.*\btokens\b/i.test(
    words ?? '',
  )

/** The failure behind an answer that is not a 2xx. */
export function failureOfAnswer(refusal: Refusal): HubFailed {
  const { status, content } = refusal
  const body = content.kind === 'json' ? content.value : undefined
  const words = serverWords(body, refusal.secrets)
  const saidBy = words === undefined ? {} : { detail: words }
  const refused = (code: FailureCode, more: Omit<Failure, 'code'> = saidBy) =>
    new HubFailed(code, { ...more, reach: 'refused' })

  if (status === 429)
    return new HubFailed('server.rateLimited', {
      ...saidBy,
      retryAfter: refusal.retryAfter,
      reach: 'refused',
      passing: true,
    })
  if (status === 511) return refused('server.unexpected')
  if (status >= 500)
    return new HubFailed('server.failed', {
      detail: words ?? `HTTP ${status}`,
      reach: 'maybeDone',
      passing: true,
    })
  if (status === 408) return new HubFailed('server.timeout', { reach: 'refused', passing: true })
  if (status < 400)
    return new HubFailed('server.unexpected', { detail: `HTTP ${status}`, reach: 'maybeDone' })
  // A refusal that is not in the API's own form comes from something in between: it says nothing about an
  // organization or a token.
  if (content.kind === 'unreadable' && status !== 401)
    return refused(status === 404 ? 'server.unexpected' : 'server.refused', { detail: `HTTP ${status}` })
  if ((status === 401 || status === 403) && isSessionRefusal(words)) return refused('signIn.sessionRefused')
  if (status === 401) return refused('signIn.needed')
  return refused(...subjectFailure(refusal, body, words, saidBy))
}

function subjectFailure(
  { method, path, status, secrets }: Refusal,
  body: unknown,
  words: string | undefined,
  saidBy: { detail?: string },
): [FailureCode, Omit<Failure, 'code'>] {
  const onOrganization = organizationPath.test(path)
  const writesToken = tokensPath.test(path) && (method === 'POST' || method === 'PATCH')
  const field = writesToken ? fieldOf(body) : undefined
  if (writesToken && method === 'POST' && !formFields.has(field ?? '') && aboutSlots(words))
    return ['slots.full', saidBy]
  if (status === 404 || status === 410) {
    if (tokenPath.test(path)) return ['token.gone', saidBy]
    return [onOrganization ? 'organization.gone' : 'server.unexpected', saidBy]
  }
  if (onOrganization && (status === 402 || (status === 403 && aboutPlan(words))))
    return ['organization.noPlan', saidBy]
  if (onOrganization && status === 403) return ['organization.notOwner', saidBy]
  if (writesToken && (status === 400 || status === 409 || status === 422)) {
    const said = fieldWords(body, secrets) ?? words
    return [
      'token.rejected',
      { ...(said === undefined ? {} : { detail: said }), ...(field === undefined ? {} : { field }) },
    ]
  }
  return ['server.refused', { detail: words ?? `HTTP ${status}` }]
}

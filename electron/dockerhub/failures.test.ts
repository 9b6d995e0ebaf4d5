import { describe, expect, it } from 'vitest'
import type { Content } from './answer.ts'
import { failureOfAnswer } from './failures.ts'

const tokens = '/v2/orgs/acme/access-tokens'
const one = `${tokens}/1`
const said = (detail: string): Content => ({ kind: 'json', value: { detail } })
const page: Content = { kind: 'unreadable', why: 'not JSON' }
const failure = (method: string, path: string, status: number, content: Content) =>
  failureOfAnswer({ method, path, status, content, retryAfter: 7, secrets: [] })

describe('failureOfAnswer', () => {
  it.each([
    ['GET', tokens, 401, said('expired'), 'signIn.needed'],
    [
      'GET',
      tokens,
      403,
      said('token issued from personal access token is not allowed'),
      'signIn.sessionRefused',
    ],
    [
      'GET',
      tokens,
      401,
      said('token issued from organization access token is not allowed'),
      'signIn.sessionRefused',
    ],
    ['GET', tokens, 403, said('forbidden'), 'organization.notOwner'],
    ['GET', tokens, 403, said('needs a Team or Business plan'), 'organization.noPlan'],
    ['GET', tokens, 404, said('not found'), 'organization.gone'],
    ['GET', '/v2/namespaces/acme/repositories', 404, said('not found'), 'organization.gone'],
    ['GET', one, 404, said('not found'), 'token.gone'],
    ['DELETE', one, 410, said('gone'), 'token.gone'],
    ['GET', '/v2/user/orgs', 404, said('not found'), 'server.unexpected'],
    ['GET', '/v2/user/orgs', 403, said('no'), 'server.refused'],
    ['GET', tokens, 400, said('bad page'), 'server.refused'],
    ['POST', tokens, 402, said('pay'), 'organization.noPlan'],
    ['POST', tokens, 400, said('bad label'), 'token.rejected'],
    ['PATCH', one, 422, said('bad label'), 'token.rejected'],
    ['POST', tokens, 409, said('label exists'), 'token.rejected'],
    ['POST', tokens, 400, said('You have reached the maximum number of access tokens'), 'slots.full'],
    ['POST', tokens, 403, said('access token limit reached'), 'slots.full'],
    ['PATCH', one, 400, said('access token limit reached'), 'token.rejected'],
    ['GET', tokens, 500, said('oops'), 'server.failed'],
    ['POST', tokens, 502, page, 'server.failed'],
    ['GET', tokens, 511, page, 'server.unexpected'],
    ['GET', tokens, 302, page, 'server.unexpected'],
    ['GET', tokens, 408, said('slow'), 'server.timeout'],
    ['GET', tokens, 429, page, 'server.rateLimited'],
    // A proxy's or portal's own page says nothing about an organization or a token.
    ['GET', one, 404, page, 'server.unexpected'],
    ['GET', tokens, 403, page, 'server.refused'],
    ['POST', tokens, 400, page, 'server.refused'],
  ] as const)('%s %s answered %i is %s', (method, path, status, content, code) => {
    expect(failure(method, path, status, content).failure.code).toBe(code)
  })

  it('tells a full organization from too many repositories in one token', () => {
    const full = { fields: { access_tokens: ['x'] }, text: 'acme has reached its limit of 10 access tokens' }
    const many = {
      fields: { resources: ['at most 50'] },
      text: 'limit of 50 repositories per token exceeded',
    }
    expect(failure('POST', tokens, 400, { kind: 'json', value: full }).failure.code).toBe('slots.full')
    expect(failure('POST', tokens, 400, { kind: 'json', value: many }).failure).toEqual({
      code: 'token.rejected',
      field: 'resources',
      detail: 'at most 50',
    })
  })

  it('says how far the request came', () => {
    expect(failure('POST', tokens, 400, said('no')).reach).toBe('refused')
    expect(failure('POST', tokens, 429, said('no')).reach).toBe('refused')
    expect(failure('POST', tokens, 500, said('no')).reach).toBe('maybeDone')
    expect(failure('POST', tokens, 303, page).reach).toBe('maybeDone')
  })

  it('carries the wait and the server’s words, without what it echoed', () => {
    expect(failure('GET', tokens, 429, said('slow down')).failure).toEqual({
      code: 'server.rateLimited',
      detail: 'slow down',
      retryAfter: 7,
    })
    const echo = failureOfAnswer({
      method: 'GET',
      path: tokens,
      status: 403,
      content: said('no access with opaque-bearer'),
      retryAfter: 1,
      secrets: ['opaque-bearer'],
    })
    expect(echo.failure.detail).toBe('no access with [redacted]')
    expect(echo.message).not.toContain('opaque-bearer')
  })
})

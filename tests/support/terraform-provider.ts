// Docker's Terraform provider as a client: its paths, headers and rules for success, sessions and pages, over HTTPS.
// Source: docker/terraform-provider-docker internal/hubclient.
import { send } from './send.ts'

export interface Resource {
  type: string
  path: string
  scopes: string[]
}

/** An organization access token as it is configured and compared. */
export interface TokenConfig {
  label: string
  description: string
  resources: Resource[]
  expires_at?: string
}

export interface TokenState extends Required<TokenConfig> {
  id: string
  token?: string
  is_active: boolean
}

/** A personal access token. */
export interface PersonalState {
  uuid: string
  token_label: string
  is_active: boolean
  scopes: string[]
  token?: string
  expires_at?: string
}

export interface ProviderOptions {
  /** `https://HOST:PORT`; what DOCKER_HUB_HOST names. */
  url: string
  /** PEM text; what SSL_CERT_FILE names. */
  ca: string
  username: string
  password: string
  /** Unix milliseconds. */
  now(): number
  /** Since July 2026 it asks `auth/token`; before, `users/login`. Both are about. */
  signInAt?: 'users/login' | 'auth/token'
}

/** Any status below 400 is success; otherwise it throws the body, where absence is recognised by words. */
export function terraformProvider({
  url,
  ca,
  username,
  password,
  now,
  signInAt = 'users/login',
}: ProviderOptions) {
  const base = `${url}/v2`
  const userAgent = 'terraform-provider-docker/test'
  let session: { token: string; endsAt: number } | null = null

  async function signIn(): Promise<string> {
    // Used until the second it ends, without a margin.
    if (session !== null && now() < session.endsAt) return session.token
    const bySession = signInAt === 'users/login'
    const { status, text } = await send(`${base}/${signInAt}/`, {
      method: 'POST',
      ca,
      headers: { 'user-agent': userAgent, 'content-type': 'application/json', 'accept-encoding': 'gzip' },
      body: JSON.stringify(bySession ? { username, password } : { identifier: username, secret: password }),
    })
    if (status >= 400) throw new Error(`check credentials status: ${status}`)
    const answer = JSON.parse(text) as { token?: string; access_token?: string }
    const token = (bySession ? answer.token : answer.access_token) ?? ''
    const [, claims, signature] = token.split('.')
    if (!signature) throw new Error('the bearer is no JWT of three parts')
    const { exp } = JSON.parse(Buffer.from(claims ?? '', 'base64url').toString()) as { exp?: unknown }
    if (typeof exp !== 'number') throw new Error('could not find expiration in token')
    session = { token, endsAt: exp * 1000 }
    return token
  }

  async function request<T>(method: string, path: string, json?: object): Promise<T> {
    const answer = await send(base + path, {
      method,
      ca,
      headers: {
        'user-agent': userAgent,
        // On every call, also those without a body.
        'content-type': 'application/json',
        accept: 'application/json',
        authorization: `Bearer ${await signIn()}`,
        'accept-encoding': 'gzip',
      },
      ...(json !== undefined && { body: JSON.stringify(json) }),
    })
    if (answer.status < 200 || answer.status >= 400)
      throw new Error(`server response ${path}: ${answer.text.slice(0, 500)}`)
    // What a DELETE answers is not read.
    return (method === 'DELETE' ? undefined : JSON.parse(answer.text)) as T
  }

  const tokens = (organization: string) => `/orgs/${organization}/access-tokens`
  return {
    request,
    createToken: (organization: string, body: TokenConfig) =>
      request<TokenState>('POST', tokens(organization), body),
    readToken: (organization: string, id: string) =>
      request<TokenState>('GET', `${tokens(organization)}/${id}`),
    updateToken: (organization: string, id: string, body: TokenConfig) =>
      request<TokenState>('PATCH', `${tokens(organization)}/${id}`, body),
    deleteToken: (organization: string, id: string) =>
      request<undefined>('DELETE', `${tokens(organization)}/${id}`),
    /** Follows `next` with its own address cut off, so that any other scheme, host or port leads nowhere. */
    async listTokens(organization: string) {
      const found: { id: string; label: string }[] = []
      for (let path = tokens(organization); path !== '';) {
        const page = await request<{ next: string | null; results: { id: string; label: string }[] }>(
          'GET',
          path,
        )
        found.push(...page.results)
        path = page.next?.startsWith(base) ? page.next.slice(base.length) : (page.next ?? '')
      }
      return found
    },
    createPersonal: (body: { token_label: string; scopes: string[]; expires_at?: string }) =>
      request<PersonalState>('POST', '/access-tokens', body),
    readPersonal: (uuid: string) => request<PersonalState>('GET', `/access-tokens/${uuid}`),
    updatePersonal: (uuid: string, body: { token_label: string; is_active: boolean }) =>
      request<PersonalState>('PATCH', `/access-tokens/${uuid}`, body),
    deletePersonal: (uuid: string) => request<undefined>('DELETE', `/access-tokens/${uuid}`),
  }
}

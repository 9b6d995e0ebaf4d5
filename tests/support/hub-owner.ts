// The demo's owner at a Local Hub over HTTP or HTTPS: asks its API, and makes, changes and removes access tokens.
import { readFileSync } from 'node:fs'
import type { StartedHub } from '../../hub/server.ts'
import { send } from './send.ts'

export interface OwnedToken {
  id: string
  secret: string
  change(fields: object): Promise<void>
  remove(): Promise<void>
}

/** Signs in as the demo's owner. Its calls throw, with the answer, when they are refused. */
export async function ownerOf({ url, tlsCa, credentials }: StartedHub) {
  const ca = tlsCa === null ? undefined : readFileSync(tlsCa, 'utf8')
  const personOf = (username: string) => {
    const found = credentials?.people.find((person) => person.username === username)
    if (found === undefined) throw new Error(`The demo has no ${username}, or was not made at this start`)
    return found
  }
  const { username, password } = personOf('robinhale')
  let bearer = ''

  async function ask(method: string, path: string, json?: object): Promise<Record<string, unknown>> {
    const answer = await send(url + path, {
      method,
      ca,
      headers: {
        'content-type': 'application/json',
        ...(bearer !== '' && { authorization: `Bearer ${bearer}` }),
      },
      ...(json !== undefined && { body: JSON.stringify(json) }),
    })
    if (answer.status >= 300) throw new Error(`${method} ${path} answered ${answer.status}: ${answer.text}`)
    return (answer.text === '' ? {} : JSON.parse(answer.text)) as Record<string, unknown>
  }

  bearer = String(
    (await ask('POST', '/v2/auth/token', { identifier: username, secret: password }))['access_token'],
  )

  return {
    username,
    password,
    personOf,
    personalToken: credentials?.personalToken ?? { username: '', secret: '' },
    ask,
    async newToken(organization: string, resources: object[], expires_at?: string): Promise<OwnedToken> {
      const tokens = `/v2/orgs/${organization}/access-tokens`
      const made = await ask('POST', tokens, { label: 'test', resources, expires_at })
      const one = `${tokens}/${String(made['id'])}`
      return {
        id: String(made['id']),
        secret: String(made['token']),
        change: (fields) => ask('PATCH', one, fields).then(() => undefined),
        remove: () => ask('DELETE', one).then(() => undefined),
      }
    },
  }
}

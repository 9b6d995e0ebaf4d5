// Another owner with a token of their own making, at the Hub's API.
import type { TestHub } from '../support/hub.ts'
import { expect } from './story.ts'

interface HubToken {
  id: string
  label: string
  description: string
  is_active: boolean
  resources: unknown[]
}

export async function elsewhere(hub: TestHub, organization: string, fields: object) {
  let bearer = ''
  const ask = async (method: string, path: string, body?: object): Promise<unknown> => {
    const answer = await fetch(`${hub.url}${path}`, {
      method,
      headers: { 'Content-Type': 'application/json', ...(bearer && { Authorization: `Bearer ${bearer}` }) },
      ...(body && { body: JSON.stringify(body) }),
    })
    expect(answer.ok, `${method} ${path}`).toBe(true)
    return answer.json()
  }
  const { username, password } = hub.owner
  bearer = ((await ask('POST', '/v2/users/login', { username, password })) as { token: string }).token
  const tokens = `/v2/orgs/${organization}/access-tokens`
  const { id } = (await ask('POST', tokens, fields)) as HubToken
  return {
    id,
    read: () => ask('GET', `${tokens}/${id}`) as Promise<HubToken>,
    change: (change: object) => ask('PATCH', `${tokens}/${id}`, change),
  }
}

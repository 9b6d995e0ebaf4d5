// Makes an organization access token on a Local Hub, over its API, as its demo owner.

export interface HubToken {
  organization: string
  id: string
  secret: string
}

interface Resource {
  type: string
  path: string
  scopes: string[]
}

/** Calls the Hub and throws, with its answer, when it refuses. */
async function ask(url: string, body: object, bearer?: string): Promise<Record<string, unknown>> {
  const answer = await fetch(url, {
    method: 'POST',
    headers: {
      'content-type': 'application/json',
      ...(bearer === undefined ? {} : { authorization: `Bearer ${bearer}` }),
    },
    body: JSON.stringify(body),
  })
  const text = await answer.text()
  if (!answer.ok) throw new Error(`${url} answered ${answer.status}: ${text.slice(0, 500)}`)
  return JSON.parse(text) as Record<string, unknown>
}

/** `password` is the demo owner's. Without `resources` the token may read public repositories only. */
export async function makeHubToken(
  hub: { url: string; owner: string },
  options: { password: string; organization: string; label: string; resources?: Resource[] },
): Promise<HubToken> {
  const { password, organization, label } = options
  const signedIn = await ask(`${hub.url}/v2/auth/token`, { identifier: hub.owner, secret: password })
  const publicOnly = [{ type: 'TYPE_REPO', path: '*/*/public', scopes: ['scope-image-pull'] }]
  const token = await ask(
    `${hub.url}/v2/orgs/${organization}/access-tokens`,
    { label, resources: options.resources ?? publicOnly },
    String(signedIn['access_token']),
  )
  return { organization, id: String(token['id']), secret: String(token['token']) }
}

// What a user name and a secret may do with repositories, as the registry's token service grants it.

interface Granted {
  access: { name: string; actions: string[] }[]
}

/**
 * Asks for every action on each repository (with its namespace), as a registry client does: the challenge first, then
 * the token. The answer maps each repository to what was granted, without those that were granted nothing.
 */
export async function grantsOf(
  registry: string,
  { username, secret }: { username: string; secret: string },
  repositories: readonly string[],
): Promise<Record<string, string[]>> {
  const challenge = (await fetch(`http://${registry}/v2/`)).headers.get('www-authenticate') ?? ''
  const { realm = '', service = '' } =
    /realm="(?<realm>[^"]+)",service="(?<service>[^"]+)"/.exec(challenge)?.groups ?? {}
  const address = new URL(realm)
  address.searchParams.set('service', service)
  for (const repository of repositories)
    address.searchParams.append('scope', `repository:${repository}:pull,push,delete`)
  const basic = Buffer.from(`${username}:${secret}`).toString('base64')
  const answer = await fetch(address, { headers: { authorization: `Basic ${basic}` } })
  if (!answer.ok) throw new Error(`${realm} answered ${answer.status}`)
  const { token } = (await answer.json()) as { token: string }
  const claims = JSON.parse(Buffer.from(token.split('.')[1] ?? '', 'base64url').toString('utf8')) as Granted
  return Object.fromEntries(claims.access.map(({ name, actions }) => [name, actions]))
}

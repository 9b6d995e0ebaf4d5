// One server for tests/bench/hub.bench.ts, in a process of its own: the Local Hub, or a bare node:http server that
// answers given bytes. Prints one line of JSON when it listens; ends when its standard input closes.
import { randomUUID } from 'node:crypto'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { startHub } from '../../hub/server.ts'
import { insertAccessToken } from '../../hub/data/access-tokens.ts'
import { findOrganization } from '../../hub/data/organizations.ts'

const [kind = '', folder = '', tokens = '0'] = process.argv.slice(2)
process.stdin.on('end', () => process.exit(0)).resume()
const say = (line: object) => void process.stdout.write(`${JSON.stringify(line)}\n`)

if (kind === 'bare') {
  const answers = JSON.parse(Buffer.from(folder, 'base64url').toString()) as Record<string, string>
  const server = createServer((request, response) => {
    const body = answers[new URL(request.url ?? '/', 'http://localhost').pathname] ?? ''
    response.writeHead(200, { 'content-type': 'application/json', 'content-length': Buffer.byteLength(body) })
    response.end(body)
  })
  server.listen(0, '127.0.0.1', () =>
    say({ url: `http://127.0.0.1:${(server.address() as AddressInfo).port}` }),
  )
} else {
  const started = await startHub({
    dataFolder: folder,
    seed: 'everybody',
    bearerSeconds: 3600,
    requestsPerMinute: 0,
    pullsPerSixHours: 0,
  })
  const { database, clock } = started.hub.context
  const organization = findOrganization(database, 'harborline')?.id ?? ''
  database.run('DELETE FROM access_tokens WHERE organization_id = ?', organization)
  database.write(() => {
    for (let number = 0; number < Number(tokens); number += 1)
      insertAccessToken(
        database,
        {
          id: randomUUID(),
          organization_id: organization,
          label: `Pipeline ${number}`,
          description: 'GitHub Actions of a team',
          resources: [{ type: 'TYPE_REPO', path: 'harborline/*', scopes: ['scope-image-pull'] }],
          is_active: true,
          created_by: 'robinhale',
          created_at: clock.stamp(),
          expires_at: null,
          last_used_at: null,
        },
        randomUUID(),
      )
  })
  const owner = started.credentials?.people.find(({ username }) => username === started.owner)
  say({ url: started.url, username: owner?.username, password: owner?.password })
}

// A Local Hub with many organizations for tests/bench/inventory.bench.ts, in a process of its own. Prints one line of JSON
// when it listens; ends when its standard input closes.
import { startHub } from '../../hub/server.ts'
import { addOrganization } from '../support/more-organizations.ts'

const [folder = '', organizations = '0', tokensEach = '0'] = process.argv.slice(2)
process.stdin.on('end', () => process.exit(0)).resume()

const started = await startHub({
  dataFolder: folder,
  seed: 'everybody',
  bearerSeconds: 3600,
  requestsPerMinute: 0,
  pullsPerSixHours: 0,
})
const owner = started.credentials?.people.find(({ username }) => username === started.owner)
for (let number = 0; number < Number(organizations); number += 1)
  addOrganization(started.hub.context, owner?.username ?? '', `organization-${number}`, Number(tokensEach))
process.stdout.write(
  `${JSON.stringify({ url: started.url, username: owner?.username, password: owner?.password })}\n`,
)

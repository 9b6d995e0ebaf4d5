// A page of an organization's activity as main reads it, with a million events and a million uses: the first one, one at
// a depth of 900,000 by its date, and pages one after the other. `npm run bench -- activity`
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { readLog } from '../../electron/activity/log.ts'
import type { LogCursor } from '../../electron/activity/log-walk.ts'
import { readUse } from '../../electron/activity/use.ts'
import { createHubClient } from '../../electron/dockerhub/client.ts'
import type { LogFilter, UseFilter } from '../../shared/contract/activity.ts'
import { median, rounded } from './measure.ts'
import { createScaleHub } from './scale-hub.ts'

const rounds = 21
const million = 1_000_000
const organization = 'org0'
const everything: LogFilter = { what: 'everything', actor: '', name: '', tokenId: null, from: null, to: null }
const anyUse: UseFilter = { action: 'any', tokenId: null, from: null, to: null }
/** One event a second: the moment of the one that 900,000 lie after. */
const deep = new Date(Date.parse('2027-01-01T00:00:00Z') + 100_000_000).toISOString()

const folder = mkdtempSync(join(tmpdir(), 'granary-bench-'))
const hub = await createScaleHub(folder, {
  ...{ organizations: 1, tokensEach: 1, repositories: 100, auditEvents: million, uses: million },
})
const client = createHubClient({
  baseUrl: 'http://localhost',
  fetch: (url, init) => hub.hub.request(url, init),
  bearer: { current: async () => bearer, renew: async () => bearer },
})
const bearer = hub.owner['authorization']?.slice('Bearer '.length) ?? ''

async function time(read: () => Promise<unknown>): Promise<number> {
  const started = performance.now()
  await read()
  return performance.now() - started
}

const log = (filter: Partial<LogFilter>) => readLog(client, organization, { ...everything, ...filter }, null)
const use = (filter: Partial<UseFilter>) => readUse(client, organization, { ...anyUse, ...filter }, null)
/** The goal is a ratio to the first page. Uses have no date to ask for: finding it takes some twenty pages. */
const questions: readonly {
  name: string
  read: () => Promise<unknown>
  to: () => Promise<unknown>
  goal: number
}[] = [
  { name: 'log, 900,000 back by date', read: () => log({ to: deep }), to: () => log({}), goal: 2 },
  {
    name: 'log of tokens, 900,000 back by date',
    read: () => log({ what: 'tokens', to: deep }),
    to: () => log({ what: 'tokens' }),
    goal: 2,
  },
  { name: 'uses, 900,000 back by date', read: () => use({ to: deep }), to: () => use({}), goal: 200 },
]

try {
  for (const { name, read, to, goal } of questions) {
    const times: { first: number; there: number }[] = []
    for (let round = 0; round < rounds; round += 1)
      times.push({ first: await time(to), there: await time(read) })
    const ratio = median(times.map(({ first, there }) => there / first))
    const missed = ratio > goal
    console.log(
      `${name}: ${rounded(median(times.map(({ there }) => there)))} ms, the first page ${rounded(
        median(times.map(({ first }) => first)),
      )} ms, ratio ${rounded(ratio)}${missed ? `, missed: at most ${goal}` : ''}`,
    )
    if (missed) process.exitCode = 1
  }

  const before = process.memoryUsage().heapUsed
  let cursor: LogCursor | null = null
  let events = 0
  const walked = await time(async () => {
    for (let page = 0; page < 500; page += 1) {
      const read = await readLog(client, organization, everything, cursor)
      events += read.events.length
      cursor = read.next
    }
  })
  console.log(
    `log, 500 pages one after the other: ${events} events, ${rounded(walked / 500)} ms a page, heap ${rounded(
      (process.memoryUsage().heapUsed - before) / 1e6,
    )} MB more`,
  )
} finally {
  hub.close()
  rmSync(folder, { recursive: true, force: true })
}
process.exit()

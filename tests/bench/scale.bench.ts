// The Local Hub with much in it against one with little: 100 organizations with 100 tokens each, 10,000 repositories in
// one organization, a million audit events. `npm run bench -- scale`
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { median, rounded } from './measure.ts'
import { type ScaleHub, createScaleHub } from './scale-hub.ts'

const rounds = 41
/** What an index finds must not get slower with what lies beside it. */
const ratioGoal = 3
/** What reads all of an organization may take longer, but nobody is to notice. Milliseconds. */
const timeGoal = 100

const small = { organizations: 1, tokensEach: 100, repositories: 100, auditEvents: 1000 }
const large = { organizations: 100, tokensEach: 100, repositories: 10_000, auditEvents: 1_000_000 }

const scopes = Array.from(
  { length: 50 },
  (_, index) => `scope=repository:org0/service-${index}:pull,push`,
).join('&')
const repositories = '/v2/namespaces/org0/repositories?page_size=10'
const log = '/v2/auditlogs/org0?page_size=25'
// Spans with as many events in the small log as in the large one.
const span = 'from=2027-01-01T00:05:00Z&to=2027-01-01T00:10:00Z'

interface Question {
  name: string
  path: string
  /** In the large Hub, where it is another. */
  largePath?: string
  headers: 'owner' | 'basic'
  /** It goes over all rows of an organization. */
  grows?: true
}

const questions: readonly Question[] = [
  { name: 'list of 100 tokens', path: '/v2/orgs/org0/access-tokens?page_size=100', headers: 'owner' },
  { name: 'one token', path: '/v2/orgs/org0/access-tokens/token5', headers: 'owner' },
  { name: 'repositories, first page', path: repositories, headers: 'owner', grows: true },
  {
    ...{ name: 'repositories, last page', headers: 'owner', grows: true },
    path: `${repositories}&page=10`,
    largePath: `${repositories}&page=1000`,
  },
  { name: 'repositories by name', path: `${repositories}&name=ice-9`, headers: 'owner', grows: true },
  { name: 'audit log, first page', path: log, headers: 'owner' },
  { name: 'audit log by rare action', path: `${log}&action=org.access_token.create`, headers: 'owner' },
  { name: 'audit log by common action', path: `${log}&action=repo.tag.push`, headers: 'owner' },
  { name: 'audit log by rare actor', path: `${log}&actor=owner`, headers: 'owner' },
  { name: 'audit log by common actor', path: `${log}&actor=pipeline`, headers: 'owner' },
  { name: 'audit log by name', path: `${log}&name=org0/service-5`, headers: 'owner' },
  { name: 'audit log from and to', path: `${log}&${span}`, headers: 'owner' },
  {
    ...{ name: 'audit log, last page', headers: 'owner', grows: true },
    path: `${log}&page=40`,
    largePath: `${log}&page=40000`,
  },
  {
    name: 'audit log by action and actor',
    path: `${log}&action=repo.tag.push&actor=owner`,
    headers: 'owner',
  },
  // What never meets has to be known without reading all of either.
  { name: 'the same, common actor only', path: `${log}&action=repo.delete&actor=pipeline`, headers: 'owner' },
  {
    name: 'the same, common action only',
    path: `${log}&action=repo.tag.push&actor=nobody`,
    headers: 'owner',
  },
  {
    ...{ name: 'audit log by action, actor and name', headers: 'owner' },
    path: `${log}&action=repo.tag.push&actor=pipeline&name=nothing`,
  },
  { name: 'audit log by name, from and to', path: `${log}&name=org0/service-5&${span}`, headers: 'owner' },
  { name: 'registry token with 50 scopes', path: `/token?${scopes}`, headers: 'basic' },
]

async function measure(few: ScaleHub, many: ScaleHub, question: Question) {
  const { path, largePath = path, headers } = question
  const times: { small: number; large: number }[] = []
  for (let round = 0; round < rounds; round += 1)
    times.push({
      small: await few.time(path, few[headers]),
      large: await many.time(largePath, many[headers]),
    })
  const [one, other] = [median(times.map((pair) => pair.small)), median(times.map((pair) => pair.large))]
  return { small: one, large: other, ratio: median(times.map((pair) => pair.large / pair.small)) }
}

const folder = mkdtempSync(join(tmpdir(), 'granary-bench-'))
const hubs: ScaleHub[] = []
try {
  for (const [name, size] of Object.entries({ small, large }))
    hubs.push(await createScaleHub(join(folder, name), size))
  const [few, many] = hubs as [ScaleHub, ScaleHub]
  for (const question of questions) {
    const { small: one, large: other, ratio } = await measure(few, many, question)
    const missed = question.grows ? other > timeGoal : ratio > ratioGoal
    const goal = question.grows ? `at most ${timeGoal} ms` : `a ratio of at most ${ratioGoal}`
    const verdict = missed ? `, missed: ${goal}` : ''
    console.log(
      `${question.name}: ${rounded(one)} ms with little, ${rounded(other)} ms with much, ratio ${rounded(ratio)}${verdict}`,
    )
    if (missed) process.exitCode = 1
  }
} finally {
  for (const hub of hubs) hub.close()
  rmSync(folder, { recursive: true, force: true })
}
process.exit()

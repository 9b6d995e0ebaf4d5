// Every statement that the routes make SQLite run finds its rows by an index, and lists that can grow are not sorted.
import { afterAll, beforeAll, expect, test } from 'vitest'
import { bodyRoutes } from '../../tests/support/hub-bodies.ts'
import { type TestHub, createTestHub } from '../test-hub.ts'
import { type Database, type Value, openDatabase } from './database.ts'

let t: TestHub
// A connection of its own for plans: libsql leaves a statement open when EXPLAIN is followed by something else.
let plans: Database
const asked = new Map<string, Value[]>()

beforeAll(async () => {
  t = await createTestHub()
  plans = openDatabase(t.folder)
  const { database } = t.hub.context
  const { all, one, run } = database
  const note = (sql: string, values: Value[]) => void asked.set(sql, values)
  const watched: Pick<Database, 'all' | 'one' | 'run'> = {
    all: <Row>(sql: string, ...values: Value[]) => (note(sql, values), all<Row>(sql, ...values)),
    one: <Row>(sql: string, ...values: Value[]) => (note(sql, values), one<Row>(sql, ...values)),
    run: (sql, ...values) => (note(sql, values), run(sql, ...values)),
  }
  Object.assign(database, watched)
  await askEverything()
})
afterAll(() => {
  plans.close()
  t.close()
})

const parameters: Readonly<Record<string, string>> = {
  ...{ org: 'harborline', account: 'harborline', namespace: 'harborline', repository: 'yard-api', tag: 'v1' },
  ...{ group: 'partners', username: 'leahpark' },
}

const either = (text: string): string[] => ['', text]
const auditQueries = either('action=a').flatMap((action) =>
  either('actor=b').flatMap((actor) =>
    either('name=c').flatMap((name) =>
      ['', 'from=2027-01-01T00:00:00Z', 'from=2027-01-01T00:00:00Z&to=2027-02-01T00:00:00Z'].map((span) =>
        [action, actor, name, span].filter((part) => part !== '').join('&'),
      ),
    ),
  ),
)
const orderedQueries = [
  'name',
  '-name',
  'last_updated',
  '-last_updated',
  'pull_count',
  '-pull_count',
].flatMap((ordering) => [`ordering=${ordering}`, `ordering=${ordering}&name=a`])
const peopleQueries = ['search=a', 'invites=true&role=owner', 'type=invitee', 'username=leahpark']
const queries = ['', 'page=2', ...auditQueries, ...orderedQueries, ...peopleQueries]

async function askEverything(): Promise<void> {
  const callers = await Promise.all(['robinhale', 'tomasreyes', 'leahpark'].map((name) => t.signIn(name)))
  const [owner = ''] = callers
  const pathsOf = (method: string) =>
    t.hub.routes
      .filter((route) => route.startsWith(`${method} `))
      .map((route) =>
        route.slice(method.length + 1).replace(/:(\w+)/g, (_, name: string) => parameters[name] ?? 'x'),
      )
  for (const path of pathsOf('GET'))
    for (const query of queries)
      for (const authorization of callers.map((bearer) => `Bearer ${bearer}`))
        await t.hub.request(`${path}?${query}`, { headers: { authorization } })
  for (const { method, path, body, type, authorization } of bodyRoutes(t, owner)) {
    const form = new URLSearchParams(body as Record<string, string>).toString()
    const raw = type.includes('form') ? form : JSON.stringify(body)
    await t.ask(method, path, {
      raw,
      headers: { 'content-type': type, ...(authorization && { authorization }) },
    })
  }
  await t.ask('POST', '/v2/users/login', { json: { username: 'robinhale', password: 'wrong' } })
  for (const path of pathsOf('DELETE')) await t.ask('DELETE', path, { bearer: owner })
}

const planOf = (sql: string, values: Value[]): string[] =>
  plans.all<{ detail: string }>(`EXPLAIN QUERY PLAN ${sql}`, ...values).map(({ detail }) => detail)

/** What is read from end to end, parts of the statement itself apart. */
const scanned = (plan: string[]): string[] =>
  plan.filter((step) => /^SCAN /.test(step) && !/^SCAN (listed|\(subquery-\d+\)|CONSTANT ROW)/.test(step))

/**
 * Their order is by names of another table: people and teams of one organization, teams of one repository,
 * organizations of one person.
 */
const sortsNames =
  /^\s*WITH listed AS|^SELECT (u\.\*, m\.role FROM|o\.\*, m\.role FROM) memberships|FROM team_repositories r JOIN [^]+ ORDER BY/

test('enough was asked, of every table', () => {
  const tables = plans.all<{ name: string }>("SELECT name FROM sqlite_schema WHERE type = 'table'")
  const together = [...asked.keys()].join('\n')
  const unread = tables.map(({ name }) => name).filter((name) => !together.includes(name))
  expect(unread).toEqual([])
  expect(asked.size).toBeGreaterThan(100)
})

test('no statement reads a table from end to end', () => {
  const found = [...asked].flatMap(([sql, values]) =>
    scanned(planOf(sql, values)).map((step) => `${step} in ${sql}`),
  )
  expect(found).toEqual([])
})

test('no list that can grow is sorted', () => {
  const sorting = [...asked].filter(([sql, values]) =>
    planOf(sql, values).some((step) => step.includes('TEMP B-TREE')),
  )
  expect(sorting.map(([sql]) => sql).filter((sql) => !sortsNames.test(sql))).toEqual([])
})

test('what is left to sort is found by its organization, repository or person first', () => {
  for (const [sql, values] of asked)
    if (sortsNames.test(sql)) {
      const first = planOf(sql, values).find((step) => step.startsWith('SEARCH '))
      expect(first, sql).toMatch(/\((organization_id|repository_id|user_id|username|rowid)=\?/)
    }
})

test('audit events are looked for by name first, else by action and actor together', () => {
  const used = [...asked].flatMap(([sql, values]) => {
    const given = ['name', 'action', 'actor'].filter((column) => sql.includes(`${column} = ?`))
    const wanted = given.includes('name') ? 'of_name' : given.length === 2 ? 'of_action_and_actor' : null
    return sql.includes('FROM audit_log') && wanted !== null
      ? [[planOf(sql, values).join(), wanted] as const]
      : []
  })
  expect(used.length).toBeGreaterThan(10)
  for (const [plan, index] of used) expect(plan).toContain(`audit_log_${index} `)
})

test('a statement without an index would be seen', () => {
  expect(scanned(planOf('SELECT * FROM users WHERE company = ?', ['x']))).toHaveLength(1)
  expect(planOf('SELECT * FROM audit_log WHERE account = ? ORDER BY data', ['x']).join()).toContain(
    'TEMP B-TREE',
  )
})

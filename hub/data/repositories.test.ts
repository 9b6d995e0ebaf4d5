// Ten thousand repositories in one organization: every ordering is read off an index, without sorting.
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { type Database, openDatabase } from './database.ts'
import { type Ordering, type Sight, countRepositories, listRepositories, orderings } from './repositories.ts'
import { type TagOrdering, listTags, tagOrderings } from './tags.ts'

const size = 10_000

let folder: string
let database: Database
// A connection of its own for plans: libsql leaves a statement open when EXPLAIN is followed by something else.
import { teamPermission } from './team-repositories.ts'
let plans: Database
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'granary-hub-'))
  database = openDatabase(folder)
  plans = openDatabase(folder)
  database.write(() => {
    for (let index = 0; index < size; index++)
      database.run(
        `INSERT INTO repositories (namespace, name, description, is_private, star_count, pull_count, storage_size,
           date_registered, last_updated) VALUES ('acme', ?, '', ?, 0, ?, 0, ?, ?)`,
        `r${index}`,
        index % 2,
        // Many have never been pulled: ties are the rule.
        index % 5 === 0 ? index : 0,
        '2027-01-01T00:00:00.000000Z',
        `2027-01-01T00:00:${String(index % 60).padStart(2, '0')}.000000Z`,
      )
    database.run(`INSERT INTO organizations (id, name, full_name, location, company, date_joined)
      VALUES ('o', 'acme', '', '', '', '')`)
    for (const person of ['u', 'w'])
      database.run(
        `INSERT INTO users (id, username, full_name, email, location, company, date_joined)
         VALUES (?, ?, '', '', '', '', '')`,
        person,
        person,
      )
    for (const team of [1, 2])
      database.run(
        `INSERT INTO teams (id, uuid, organization_id, name, description, created_at) VALUES (?, ?, 'o', ?, '', '')`,
        team,
        `t${team}`,
        `t${team}`,
      )
    database.run("INSERT INTO team_members (team_id, user_id) VALUES (1, 'u'), (2, 'u')")
    // Repository 2 is r1 and private, 1 is r0 and public.
    database.run(`INSERT INTO team_repositories (team_id, repository_id, permission)
      VALUES (1, 2, 'read'), (2, 2, 'write'), (1, 1, 'admin')`)
  })
})
afterAll(() => {
  plans.close()
  database.close()
  rmSync(folder, { recursive: true, force: true })
})

/** How SQLite would find the rows. */
function planOf(ask: (asked: Database) => unknown): string {
  const plan: string[] = []
  const asked: Database = {
    ...database,
    all<Row>(sql: string, ...values: (string | number | null)[]) {
      const steps = plans.all<{ detail: string }>(`EXPLAIN QUERY PLAN ${sql}`, ...values)
      plan.push(...steps.map(({ detail }) => detail))
      return [] as Row[]
    },
  }
  ask(asked)
  return plan.join('\n')
}

const sights: Sight[] = ['all', 'public', { member: 'u' }]
const query = (sight: Sight, name = '') => ({ namespace: 'acme', name, sight })

describe.each(Object.keys(orderings) as Ordering[])('by %s', (ordering) => {
  test.each(sights)('reads an index and sorts nothing, for %j', (sight) => {
    for (const name of ['', 'r1']) {
      const plan = planOf((asked) => listRepositories(asked, query(sight, name), ordering, 10, 0))
      expect(plan).toMatch(/SEARCH repositories USING INDEX \S+ \(namespace=\?\)/)
      expect(plan).not.toContain('TEMP B-TREE')
    }
  })

  test('pages hold every repository once', () => {
    const names = new Set<string>()
    for (let offset = 0; offset < size; offset += 100)
      for (const { name } of listRepositories(database, query('all'), ordering, 100, offset)) names.add(name)
    expect(names.size).toBe(size)
  })
})

test.each(Object.keys(tagOrderings) as TagOrdering[])('tags by %s are read off an index', (ordering) => {
  for (const name of ['', 'v'])
    expect(planOf((asked) => listTags(asked, 1, name, ordering, 10, 0))).not.toContain('TEMP B-TREE')
})

test('a query that no index serves does sort', () => {
  expect(planOf((asked) => asked.all('SELECT * FROM repositories ORDER BY storage_size'))).toContain(
    'TEMP B-TREE',
  )
})

test('a member sees the public ones and those of their teams', () => {
  expect(countRepositories(database, query('all'))).toBe(size)
  expect(countRepositories(database, query('public'))).toBe(size / 2)
  expect(countRepositories(database, query({ member: 'u' }))).toBe(size / 2 + 1)
  expect(countRepositories(database, query({ member: 'w' }))).toBe(size / 2)
})

test('of several teams the one that may most decides', () => {
  expect(teamPermission(database, 2, 'u')).toBe('write')
  expect(teamPermission(database, 1, 'u')).toBe('admin')
  expect(teamPermission(database, 3, 'u')).toBeNull()
  expect(teamPermission(database, 2, 'w')).toBeNull()
})

// The release workflow runs elsewhere, once in a while: that it names what is there is found out here.
import { existsSync, readFileSync } from 'node:fs'
import { expect, test } from 'vitest'
import { parse } from 'yaml'
import packageJson from '../package.json' with { type: 'json' }
import { fromRoot } from './project.ts'

interface Step {
  uses?: string
  run?: string
}
interface Workflow {
  permissions: Record<string, string>
  jobs: Record<string, { permissions?: Record<string, string>; steps: Step[] }>
}

const text = readFileSync(fromRoot('.github', 'workflows', 'release.yml'), 'utf8')
const workflow = parse(text) as Workflow
const steps = Object.values(workflow.jobs).flatMap((job) => job.steps)
const runs = steps.map(({ run = '' }) => run).join('\n')
const found = (pattern: RegExp) => [...runs.matchAll(pattern)].map(([, name]) => name ?? '')

test('every command of the project that it runs exists', () => {
  const names = found(/npm run (\S+)/g)
  expect(names).toContain('dist')
  for (const name of names) expect(packageJson.scripts).toHaveProperty(name)
})

test('every script that it runs exists', () => {
  const files = found(/npx tsx (\S+)/g)
  expect(files).toContain('build/sign-feeds.ts')
  for (const file of files) expect(existsSync(fromRoot(file)), file).toBe(true)
})

test('only GitHub’s own actions are used, and only the draft may write', () => {
  for (const { uses } of steps) if (uses !== undefined) expect(uses).toMatch(/^actions\/[\w-]+@v\d+$/)
  expect(workflow.permissions).toEqual({ contents: 'read' })
  expect(
    Object.entries(workflow.jobs).flatMap(([name, { permissions }]) => (permissions ? [name] : [])),
  ).toEqual(['draft'])
})

test('no secret is written into a command line', () => {
  expect(runs).not.toMatch(/secrets\.|github\.(event|head_ref)/)
})

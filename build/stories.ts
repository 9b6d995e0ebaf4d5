// Runs end-to-end tests with Playwright: all, or those that are named.
import { readdirSync } from 'node:fs'
import { rm } from 'node:fs/promises'
import type { Counts } from './checks.ts'
import { countFile, countPlaywright } from './counts.ts'
import { fromRoot } from './project.ts'
import { runPackage } from './run.ts'

const ending = '.spec.ts'

/** What `npm run e2e -- NAME` can be told. */
export const storyNames = (): string[] => namesIn('e2e', ending)

/** Names of the files `tests/<folder>/NAME<ending>`. */
export function namesIn(folder: string, ending: string): string[] {
  try {
    return readdirSync(fromRoot('tests', folder))
      .filter((file) => file.endsWith(ending))
      .map((file) => file.slice(0, -ending.length))
      .sort()
  } catch {
    return []
  }
}

/** `more` goes to Playwright as it is. */
export async function runStories(
  names: readonly string[],
  more: readonly string[],
  env: Record<string, string>,
): Promise<Counts> {
  const report = fromRoot('test-results', 'e2e.json')
  await rm(report, { force: true })
  // Playwright takes patterns: anchored, so that `main` does not run `main-job` too.
  const patterns = names.map((name) => `[\\\\/]${name}${ending.replaceAll('.', '\\.')}$`)
  const args = ['test', '--config', 'tests/playwright.config.ts', ...patterns, ...more]
  const { code } = await runPackage('playwright/cli.js', args, { show: true, env })
  return countFile(report, countPlaywright, code)
}

// `npm run e2e -- NAME...`: end-to-end tests in the real Electron, all or by name. What begins with a dash goes to Playwright.
import { command } from './ending.ts'
import { packagesToTest } from './packages.ts'
import { plainEnvironment } from './project.ts'
import { findRuntime } from './runtime.ts'
import { buildStale } from './stale.ts'
import { runStories, storyNames } from './stories.ts'

command(async () => {
  const args = process.argv.slice(2)
  const dash = args.findIndex((arg) => arg.startsWith('-'))
  const names = dash < 0 ? args : args.slice(0, dash)
  const more = dash < 0 ? [] : args.slice(dash)

  const known = storyNames()
  const unknown = names.filter((name) => !known.includes(name))
  if (unknown.length > 0) {
    process.stderr.write(
      `granary: there is no ${unknown.join(', ')} in tests/e2e; there is: ${known.join(', ') || 'nothing yet'}\n`,
    )
    return 2
  }
  await packagesToTest()
  const runtime = await findRuntime()
  if (!(await buildStale())) return 1
  const counts = await runStories(names, more, {
    ...plainEnvironment(),
    GRANARY_ELECTRON: runtime.executable,
  })
  return counts.failed === 0 && counts.passed > 0 ? 0 : 1
})
